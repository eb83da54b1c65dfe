import type { StreamKind } from '../../domain/language/fact.js';
import type { MatrixColumn } from '../../projections/view.js';

/** Roles in which somebody may be shown something. Each carries its relation: a client's own, a therapist's own cases. */
export const READER_ROLES = [
  'client',
  'complainant',
  'respondent',
  'therapist',
  'supervisor',
  'front-desk',
  'complaints-officer',
  'privacy-officer',
  'auditor',
  'manager',
  'system',
  'mandate',
  'representative',
] as const;
export type ReaderRole = (typeof READER_ROLES)[number];

/**
 * How far a role sees a column; which does how far is for the policies to say:
 * `all` everything there; `own` what concerns them (a client's own, a therapist's cases of record, a supervisor's
 * supervisees' cases, what concerns whom a representative decides for, a complainant's own complaint, the mandatory reports that were their duty, their own looks); `in-complaint` what a complaint not yet cleared names;
 * `served` only what was served on them; `skeleton` facts without their sealed content (whoever comes with a mandate: what it
 * covers, and free text where it says so).
 */
export type Reach = 'all' | 'own' | 'in-complaint' | 'served' | 'skeleton';

type Column = Exclude<MatrixColumn, 'by-stream'>;

/** The column that a stream's facts belong to where a view decides row by row by stream; College papers never. */
export const COLUMN_OF_STREAM: Readonly<Record<StreamKind, Column | 'never'>> = {
  person: 'booking',
  // What somebody needs, instructs and asks is no business of the front desk's as a whole.
  file: 'clinical',
  'mandatory-report': 'mandatory-report',
  'sign-in': 'never',
  case: 'clinical',
  complaint: 'complaint',
  college: 'never',
  // Whose time is held for whom: what is public of a therapist stands in the view of the agency.
  therapist: 'booking',
  staff: 'agency',
  calendars: 'agency',
  policies: 'agency',
  parameters: 'agency',
  breaches: 'breach',
  'linked-persons': 'breach',
  // Who investigates whom is the privacy officer's to know.
  mandates: 'breach',
  'complaint-register': 'never',
  // Ids and counts: how the agency destroys.
  destructions: 'breach',
  // What is left of somebody is theirs, and the privacy officer's to answer for.
  destroyed: 'destroyed',
  // Whom a look is asked about is told by a view of its own.
  'access-reviews': 'breach',
  access: 'never',
};

/** Purpose of use recorded with a look or an act, by role (HL7 v3 ActReason). */
export const PURPOSE_OF_ROLE: Readonly<Record<string, string>> = {
  client: 'PATRQT',
  representative: 'PATRQT',
  complainant: 'PATRQT',
  respondent: 'LEGAL',
  therapist: 'TREAT',
  supervisor: 'TREAT',
  'front-desk': 'PATADMIN',
  'complaints-officer': 'HLEGAL',
  'privacy-officer': 'HCOMPL',
  auditor: 'HCOMPL',
  manager: 'HOPERAT',
  system: 'HSYSADMIN',
  mandate: 'LEGAL',
};
