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
 * How far a role sees a column:
 * `all` everything there; `own` what concerns them (a client's own, a therapist's cases of record, a supervisor's
 * supervisees' cases, what concerns whom a representative decides for, a complainant's own complaint, the mandatory reports that were their duty, their own looks); `in-complaint` what a complaint not yet cleared names;
 * `served` only what was served on them; `skeleton` facts without their sealed content (whoever comes with a mandate: what it
 * covers, and free text where it says so); `no` nothing.
 */
export type Reach = 'all' | 'own' | 'in-complaint' | 'served' | 'skeleton' | 'no';

type Column = Exclude<MatrixColumn, 'by-stream'>;

const TABLE = `
role               | booking      | clinical     | recording | complaint | college | mandatory-report | breach   | destroyed | money        | figures | agency | access-log
client             | own          | own          | own       | own       | no      | no               | no       | own       | own          | no      | all    | own
complainant        | no           | no           | no        | own       | no      | no               | no       | no        | no           | no      | no     | no
respondent         | no           | no           | no        | served    | no      | no               | no       | no        | no           | no      | no     | no
therapist          | own          | own          | own       | no        | no      | own              | no       | no        | own          | no      | all    | own
supervisor         | own          | own          | own       | no        | no      | own              | no       | no        | no           | no      | all    | own
front-desk         | all          | no           | no        | no        | no      | own              | no       | no        | all          | no      | all    | own
complaints-officer | in-complaint | in-complaint | no        | all       | no      | own              | no       | no        | in-complaint | no      | all    | in-complaint
privacy-officer    | all          | all          | no        | no        | all     | all              | all      | all       | no           | all     | all    | all
auditor            | skeleton     | skeleton     | no        | skeleton  | no      | skeleton         | skeleton | skeleton  | all          | all     | all    | all
manager            | no           | no           | no        | no        | no      | own              | no       | no        | no           | all     | all    | own
system             | all          | no           | no        | no        | no      | no               | no       | no        | no           | no      | no     | no
mandate            | skeleton     | skeleton     | skeleton  | skeleton  | no      | no               | no       | no        | skeleton     | no      | no     | skeleton
representative     | own          | own          | no        | own       | no      | no               | no       | no        | own          | no      | all    | own
`;

/** Who sees what: the default matrix, read from the table above. */
export const MATRIX = readTable(TABLE);

function readTable(table: string): Readonly<Record<ReaderRole, Readonly<Record<Column, Reach>>>> {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return Object.fromEntries(
    rows.map(([role, ...cells]) => [role, Object.fromEntries(cells.map((cell, i) => [head[i + 1], cell]))]),
  ) as Record<ReaderRole, Record<Column, Reach>>;
}

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
