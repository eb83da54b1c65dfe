/**
 * Why nothing is migrated, or no more: what was said is malformed, no store is there, none answers, the target holds something
 * else, or both are not equal.
 */
export type Obstacle = 'malformed' | 'nothing-there' | 'no-answer' | 'holds-another' | 'not-equal';

/** A migration cannot be made as asked; the message says why in a sentence and holds no secret. */
export class MigrationRefused extends Error {
  constructor(
    readonly obstacle: Obstacle,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
