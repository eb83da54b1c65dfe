import { parameterOn } from '../agency/agency.js';
import { dayOf, endOfPeriod } from '../agency/legal-periods.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { DataOf, Fields } from '../language/field.js';
import type { World } from '../world.js';
import type { RecordState } from './record.js';
import { type EntryKind, recordFacts } from './record-facts.js';
import { caseNotFound, type RosterState, requireParticipant } from './roster.js';
import { type SessionsState, sessionNotFound } from './sessions.js';

const { EntryDrafted, EntryWritten, SessionCircumstancesNoted } = recordFacts;
type Data<K extends { readonly fields: Fields }> = DataOf<K['fields']>;

type Slices = { readonly roster: RosterState; readonly record: RecordState; readonly sessions: SessionsState };
type Here = Circumstances<World>;

/** What an author wants kept, before it is known who they are and when it is due. */
export interface Writing {
  readonly case: string;
  readonly kind: EntryKind;
  /** The participant it is about; communal when absent. */
  readonly participant?: string;
  readonly session?: string;
  readonly content: string;
  /** A draft of the author's that it continues or finishes. */
  readonly entry?: string;
}

export const contactInTheFuture = refusal('contact-in-the-future', 'What an entry is about cannot lie in the future.', {
  status: 422,
});
export const draftNotFound = refusal('draft-not-found', 'You have no such draft.');
export const entryAlreadyWritten = refusal(
  'entry-already-written',
  'This entry is written: it is amended beside the original, never written again.',
  { clause: 'R9' },
);
export const clinicalEntryByTherapist = refusal(
  'clinical-entry-by-therapist',
  'Notes, plans and assessments are written by the therapist or the supervisor.',
  { clause: 'R9', status: 422 },
);

/** Roles in which somebody writes about the counselling itself; others record incidents, letters, scans and contacts. */
const CLINICAL: ReadonlySet<string> = new Set(['therapist', 'supervisor']);
const CLINICAL_KINDS: ReadonlySet<EntryKind> = new Set(['note', 'plan', 'assessment', 'supervision']);

/** Calendar days between two local days; nothing when the second is not after the first. */
export const daysFrom = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000));

/** The last instant of the days that the agency gives for a signature, by its business days. */
export function signatureDue(
  days: 'entry-signing-days' | 'entry-co-signing-days',
  from: string,
  { world }: Pick<Here, 'world'>,
): string {
  const day = dayOf(from, world);
  return endOfPeriod('business', day, parameterOn(world.parameters, days, day), world);
}

/** Why this cannot be an entry of this case, or undefined: unknown persons and sessions. */
function impossible(state: Slices, { participant, session }: Writing): Decision | undefined {
  if (state.roster.case === undefined) return caseNotFound({ field: 'case' });
  if (participant !== undefined) {
    const refused = requireParticipant(state, participant, false);
    if (refused) return refused;
  }
  return session !== undefined && !state.sessions.sessions.has(session)
    ? sessionNotFound({ field: 'session' })
    : undefined;
}

/** True of what is about the counselling itself, by somebody who does not write of that. */
const byOther = (kind: EntryKind, role: string): boolean => CLINICAL_KINDS.has(kind) && !CLINICAL.has(role);

/** Why an entry named is not a draft of this author's, or undefined. */
function notTheirDraft({ record }: Slices, entry: string | undefined, author: string): Decision | undefined {
  if (entry === undefined) return undefined;
  if (record.entries.has(entry)) return entryAlreadyWritten({ field: 'entry' });
  return record.drafts.get(entry)?.author === author ? undefined : draftNotFound({ field: 'entry' });
}

const named = ({ participant, session }: Writing) => ({
  ...(participant && { participant }),
  ...(session && { session }),
});

/** Keeps a draft, which is nobody's but its author's, or changes it; when it is to be finished stays as first promised. */
export function draftEntry(state: Slices, action: Writing, c: Here): Decision {
  const author = c.actor.person;
  const refused = impossible(state, action) ?? notTheirDraft(state, action.entry, author);
  if (refused) return refused;
  if (byOther(action.kind, c.actor.role)) return clinicalEntryByTherapist({ field: 'kind' });
  const before = action.entry === undefined ? undefined : state.record.drafts.get(action.entry);
  return accept(
    EntryDrafted({
      case: action.case,
      entry: action.entry ?? c.id('entry'),
      kind: action.kind,
      ...named(action),
      whose: action.participant ?? action.case,
      author,
      finishBy: before?.finishBy ?? signatureDue('entry-signing-days', c.happenedAt, c),
      content: action.content,
    }),
  );
}

/**
 * Writes an entry, also late: what it is about, when it was written and when it was entered here are three moments, and the
 * days between them stand in the fact, and so does it when it was not theirs to write (rule 36). It is due for its author's signature by the agency's own number of days.
 */
export function writeEntry(
  state: Slices,
  action: Writing & {
    readonly contactAt?: string;
    readonly supervisee?: string;
    readonly sha256?: string;
    readonly reference?: string;
  },
  c: Here,
): Decision {
  const author = c.actor.person;
  const refused = impossible(state, action) ?? notTheirDraft(state, action.entry, author);
  if (refused) return refused;
  const written = dayOf(c.happenedAt, c.world);
  const started = action.session === undefined ? undefined : state.sessions.sessions.get(action.session)?.start;
  const contactAt = action.contactAt ?? (started !== undefined && started <= c.happenedAt ? started : c.happenedAt);
  const contact = dayOf(contactAt, c.world);
  if (contact > written) return contactInTheFuture({ field: 'contactAt' });
  const { supervisee, sha256, reference, content } = action;
  return accept(
    EntryWritten({
      case: action.case,
      entry: action.entry ?? c.id('entry'),
      kind: action.kind,
      ...named(action),
      whose: action.participant ?? action.case,
      author,
      ...(supervisee && { supervisee }),
      contactAt,
      writtenDaysAfter: daysFrom(contact, written),
      enteredDaysAfter: daysFrom(written, dayOf(c.now, c.world)),
      signBy: signatureDue('entry-signing-days', contactAt, c),
      ...(sha256 && { sha256 }),
      content,
      ...(reference && { reference }),
      ...(byOther(action.kind, c.actor.role) && { byOther: true }),
    }),
  );
}

/** Notes how a session took place for a participant (rule 57); who was there without consent is on record as such (rule 36). */
export function noteCircumstances(state: Slices, action: Data<typeof SessionCircumstancesNoted>): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  if (!state.sessions.sessions.has(action.session)) return sessionNotFound({ field: 'session' });
  return accept(SessionCircumstancesNoted(action));
}
