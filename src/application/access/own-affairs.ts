import type { ActionDefinition } from '../actions/action.js';
import { READER_ROLES } from './matrix.js';
import type { CaseRelation } from './relations.js';

/** What an action is aimed at, read from its body. */
export interface Target {
  readonly case?: string;
  readonly complaint?: string;
  readonly therapist?: string;
  readonly participant?: string;
  readonly person?: string;
  readonly entry?: string;
  /** Entries that an answer about the record names, each in its case. */
  readonly entries?: unknown;
  readonly onBehalfOf?: string;
  /** A duty to report to an authority. */
  readonly report?: string;
}

/** Roles that come from how somebody stands to a stream, not from a grant by the agency. */
export const BY_RELATION: ReadonlySet<string> = new Set(['client', 'complainant', 'respondent', 'representative']);
/** Roles in which the agency's people do their work: in no file and no case of their own. */
export const BY_WORK: ReadonlySet<string> = new Set(
  READER_ROLES.filter((role) => !BY_RELATION.has(role) && role !== 'system'),
);

/** True for what is done in one's own file or case: that is done as a client, never by way of one's work. */
export const isTheirOwn = (
  { legs }: Pick<ActionDefinition, 'legs'>,
  person: string,
  target: Target,
  toCase: CaseRelation | undefined,
): boolean =>
  toCase?.formerParticipant === true ||
  (legs.some(({ kind }) => kind === 'file') && target.person === person) ||
  (legs.some(({ kind }) => kind === 'case') && target.participant === person);
