import { evolution } from '../language/decision.js';

/** What a request about the record asks for. */
export const REQUEST_KINDS = ['copy', 'correction'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How a request about the record stands. */
export type RequestStanding = 'open' | 'answered' | 'refused' | 'deemed-refused' | 'withdrawn' | 'abandoned';

/** One request of a person for a copy or a correction of their record. */
export interface RecordRequest {
  readonly request: string;
  readonly kind: RequestKind;
  /** Only a written request sets the legal clock running (rule 18). */
  readonly written: boolean;
  readonly receivedAt: string;
  standing: RequestStanding;
  /** The last instant that is in time; undefined for an oral request, which no clock runs for. */
  dueBy: string | undefined;
  /** The last instant to complain to the Commissioner about what was refused, wholly, in part or by silence. */
  recourseUntil: string | undefined;
  /** True while a complaint to the Commissioner about it is not ended. */
  before: boolean;
  readonly fact: string;
}

/** When and by which request the content of a record entry was given to the person. */
export interface ReleasedEntry {
  readonly request: string;
  readonly case: string;
  readonly at: string;
}

export interface RequestsState {
  /** Every request, since a complaint about one may come long after its answer. */
  readonly all: Map<string, RecordRequest>;
  /** Record entries of case streams whose content the person was given, by entry: it opens for them from then on. */
  readonly released: Map<string, ReleasedEntry>;
}

/** A request for which what it covers is kept; `until` is undefined while nobody can say for how long. */
export interface HoldingRequest {
  readonly request: string;
  readonly until: string | undefined;
}

/** Requests for which what they cover is kept at an instant, until all recourse lapses (PHIPA s. 13(2); rule 19). */
export const requestsHolding = (s: RequestsState, at: string): readonly HoldingRequest[] =>
  [...s.all.values()]
    .filter((r) => r.standing === 'open' || r.before || (r.recourseUntil !== undefined && r.recourseUntil >= at))
    .map((r) => ({
      request: r.request,
      until: r.standing === 'open' || r.before ? undefined : r.recourseUntil,
    }));

/** How requests about the record stand, by their facts. */
export const requests = evolution<RequestsState, Record<never, never>>(
  () => ({ all: new Map(), released: new Map() }),
  {},
  {},
);
