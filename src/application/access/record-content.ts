import { recordFacts } from '../../domain/case/record-facts.js';
import type { RegisterState } from '../../domain/complaint/register.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { isBox, type NotShown } from '../kernel/unseal.js';
import type { ViewRow } from '../ports.js';
import { registrationsOfAll } from './linked.js';
import type { Grant } from './policy.js';

/** The compartment in which the content of record entries is sealed. */
const ENTRY = 'entry';
/** The compartment of why a case was opened in an emergency: what others told is not its client's to read, that it was opened is. */
const EMERGENCY = 'emergency';
/** Roles that read entries by their work; everybody else, once they were released to them. */
const READ_BY_WORK: ReadonlySet<string> = new Set([
  'therapist',
  'supervisor',
  'privacy-officer',
  'complaints-officer',
  'auditor',
  'mandate',
]);
/** Roles that may know of a complaint about a case without being part of it. */
const KNOW_OF_COMPLAINTS: ReadonlySet<string> = new Set(['complaints-officer', 'privacy-officer', 'auditor']);

/** Drafts in the state of a case: not even that somebody keeps one is told a client. */
const DRAFTS_IN_STATE = 'record.drafts.';
/** Parts of a case's state that no client is told of: drafts, and what is between staff. */
export const KEPT_FROM_CLIENTS: readonly string[] = [DRAFTS_IN_STATE, 'caseHolds.', 'retention.', 'destruction.'];

/**
 * A row about the clinical record as this reader may see it, or undefined: a draft is its author's and the supervisor's, and
 * to a client not there at all; what an entry says is opened to the person only once it was released to them (R9), while
 * that it exists is always shown. Rows about anything else are left as they are.
 */
export async function ofRecord(row: ViewRow, grant: Grant, states: StreamStates): Promise<ViewRow | undefined> {
  if (!row.stream.startsWith('case-')) return row;
  const byWork = READ_BY_WORK.has(grant.role);
  if (isDraft(row)) {
    if (!byWork) return undefined;
    return grant.role === 'supervisor' || fieldOf(row, 'author') === grant.person ? row : withheld(row, 'draft');
  }
  if (!byWork && (await isOfDraftsOnly(row, states))) return undefined;
  if (!byWork && fieldOf(row, 'emergency') !== undefined) return withheld(row, 'by-role', EMERGENCY);
  const entry = fieldOf(row, 'entry');
  if (entry === undefined) return row;
  if (byWork) return withComplaint(row, grant, states);
  return (await isReleased(entry, row, grant, states)) ? row : withheld(row, 'until-released');
}

/**
 * True when what the row tells of an entry was in a copy given to this reader, or to somebody for whom they decide: what went
 * to a substitute alone opens for nobody else, and what was written after the copy for nobody yet.
 */
async function isReleased(
  entry: string,
  row: ViewRow,
  { person, represents }: Grant,
  states: StreamStates,
): Promise<boolean> {
  const written = row['recordedAt'] ?? row['enteredAt'];
  for (const one of await registrationsOfAll(states, represents.length > 0 ? represents : [person])) {
    const to = (await states.load('file', `file-${one}`)).state.requests.released.get(entry)?.to;
    const given = [to?.get(person), to?.get(one)].flatMap((at) => at ?? []);
    if (given.some((at) => typeof written !== 'string' || written <= at)) return true;
  }
  return false;
}

/** A fact, a row of the record or a clock that is about a draft. */
const isDraft = (row: ViewRow): boolean =>
  row['type'] === recordFacts.EntryDrafted.type ||
  row['kind'] === 'finish-draft' ||
  (row['part'] === 'entry' && row['state'] === 'draft');

/** True for a row about facts, struck ones too, that are all drafts: who is told of no draft is not told of its striking. */
async function isOfDraftsOnly(row: ViewRow, states: StreamStates): Promise<boolean> {
  const named = row['facts'] ?? (row['open'] as Readonly<Record<string, unknown>> | undefined | null)?.['facts'];
  if (!Array.isArray(named) || named.length === 0) return false;
  const { done } = await states.load('case', row.stream);
  const drafts = new Set<unknown>();
  for (const { facts } of done.values())
    for (const { id, type } of facts) if (type === recordFacts.EntryDrafted.type) drafts.add(id);
  return named.every((one) => drafts.has(one));
}

/** A field of the row, or of the fact that the row shows. */
function fieldOf(row: ViewRow, name: string): string | undefined {
  const value = row[name] ?? (row['open'] as Readonly<Record<string, unknown>> | undefined | null)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The row with a reason in place of every box that holds what an entry says, or what else is named. */
function withheld(row: ViewRow, because: NotShown['withheld'], compartment = ENTRY): ViewRow {
  const closed = (value: unknown): unknown => {
    if (isBox(value)) return value.compartment === compartment ? { withheld: because } : value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, isBox(inner) ? closed(inner) : inner]),
    );
  };
  return { ...row, ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, closed(value)])) };
}

/** For those who may know of it: when the first complaint about the case was known, so that what was written later is told. */
async function withComplaint(row: ViewRow, grant: Grant, states: StreamStates): Promise<ViewRow> {
  if (!KNOW_OF_COMPLAINTS.has(grant.role) || typeof row['enteredAt'] !== 'string') return row;
  const { state } = await states.load('case', row.stream);
  const { state: complaints } = await states.load('complaint-register', 'complaint-register');
  const participants = state.roster.members.map((m) => m.participant);
  const complaintKnownAt = firstKnown(complaints.register, row.stream.slice('case-'.length), participants);
  return complaintKnownAt === undefined ? row : { ...row, complaintKnownAt };
}

/** When the first complaint, cleared or not, that names this case or, naming no case, one of its participants was entered. */
function firstKnown(register: RegisterState, caseId: string, participants: readonly string[]): string | undefined {
  return [...register.all.values()]
    .filter((c) => (c.cases.length > 0 ? c.cases.includes(caseId) : c.persons.some((p) => participants.includes(p))))
    .flatMap((c) => register.enteredAt.get(c.complaint) ?? [])
    .sort()[0];
}
