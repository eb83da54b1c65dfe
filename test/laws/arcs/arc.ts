import type { Who } from '../../../src/application/actions/action.js';

/** What an arc knows when it goes on. */
export interface Told {
  /** The value of an open property of the arc's own facts, or what the arc is about: `case`, `person`, `participant`. */
  readonly id: (name: string) => string | undefined;
  /** The last fact of a kind that the arc stated. */
  readonly fact: (type: string) => string | undefined;
  readonly staff: Readonly<Record<string, string>>;
  readonly clients: readonly string[];
  /** Everybody on the roster of the case the arc is about. */
  readonly members: readonly string[];
  /** A local day from today. */
  readonly day: (days: number) => string;
  /** A local time within a few days at which somebody is there. */
  readonly ahead: string;
  /** An instant some hours ago. */
  readonly hoursAgo: (hours: number) => string;
}

/** Properties of a body that are not left to chance. */
export type Fixed = Readonly<Record<string, unknown>>;

/** One action of an arc: who does it, what of its body is decisive, and how much time has passed before. */
export interface Step {
  readonly act: string;
  readonly by?: Who | 'beginner' | ((told: Told) => string | undefined);
  readonly with?: Fixed | ((told: Told) => Fixed);
  readonly afterDays?: number;
  /** Begins when the arc's session begins. */
  readonly atStart?: boolean;
}

/** Some actions of one topic in an order that gets somewhere; whatever is not fixed is left to chance. */
export type Arc = readonly Step[];

/** A step. */
export const step = (act: string, by?: Step['by'], fixed?: Step['with'], more: Partial<Step> = {}): Step => ({
  act,
  ...(by !== undefined && { by }),
  ...(fixed !== undefined && { with: fixed }),
  ...more,
});
/** After some days. */
export const later = (afterDays: number): Partial<Step> => ({ afterDays });
/** When the session of the story begins. */
export const atStart: Partial<Step> = { atStart: true };
/** What happened some hours ago and is entered now. */
export const ago = (hours: number, fixed?: Fixed) => (told: Told) => ({
  ...fixed,
  happenedAt: told.hoursAgo(hours),
  channel: 'voicemail',
  evidence: 'voicemail 17',
});
/** The fact of a kind that the story stated, to be struck. */
export const struck = (type: string) => (told: Told) => ({ facts: [told.fact(type)] });
/** The entry of the story, as requests name it. */
export const entries = (told: Told) => [{ case: told.id('case'), entry: told.id('entry') }];
