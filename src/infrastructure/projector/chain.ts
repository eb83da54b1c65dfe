import { hash } from 'node:crypto';

/** The next link of the completeness chain; the first follows the empty text. */
export const chainLink = (previous: string, digest: string): string => hash('sha256', previous + digest, 'hex');
