import type { CONTENT } from '../case/disclosure.js';
import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, list, optional, sealed, text } from '../language/field.js';
import type { World } from '../world.js';
import { personNotRegistered } from './person.js';
import { isTheirs, recordEntryNotFound } from './record-entries.js';
import type { RequestsState } from './requests.js';
import { requestNotFound } from './requests-asking.js';
import { type EntryName, entryOf } from './requests-facts.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aNote = '0190c7a0-0000-7000-8000-0000000000a2';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';

/** What the person’s own words are: a note to add or correct, or a statement of disagreement with a refused correction. */
export const NOTE_KINDS = ['note', 'statement-of-disagreement'] as const;

export const clientNoteFacts = {
  ClientNoteAttached: fact({
    type: 'ClientNoteAttached',
    stream: 'file',
    clauses: ['R9'],
    says: 'The person’s own note was attached to entries or to the whole record, whatever was decided: it goes with every later disclosure of what it concerns, and a later note adds to it.',
    fields: {
      person: id(),
      note: id(),
      kind: code(...NOTE_KINDS),
      by: id(),
      to: code('whole-record', 'entries'),
      entries: list(entryOf),
      request: optional(id()),
      words: sealed('note', 'R', text()),
    },
    subjects: { person: 'person', by: 'representative' },
    compartments: { note: 'person' },
    example: {
      person: aPerson,
      note: aNote,
      kind: 'note',
      by: aPerson,
      to: 'entries',
      entries: [{ case: aCase, entry: anEntry }],
      words: 'I did not say that I was angry; I said that I was tired.',
    },
  }),
} as const;

/** One note as attached. */
export interface ClientNote {
  readonly note: string;
  readonly to: 'whole-record' | 'entries';
  readonly entries: readonly EntryName[];
  readonly at: string;
}

export interface ClientNotesState {
  /** Every note in the order they came: none ever replaces another (rule 42), and each goes with later disclosures. */
  readonly attached: ClientNote[];
}

/** The person’s own notes, by their facts. */
export const clientNotes = evolution<ClientNotesState, typeof clientNoteFacts>(
  () => ({ attached: [] }),
  clientNoteFacts,
  {
    ClientNoteAttached: (s, { open, happenedAt }) =>
      void s.attached.push({ note: open.note, to: open.to, entries: open.entries, at: happenedAt }),
  },
);

export const noteNamesNoEntry = refusal(
  'note-names-no-entry',
  'Say to which entries the note belongs, or attach it to the whole record.',
  { clause: 'R9', status: 422 },
);

/** Attaches a note at any time: before or after a decision, after ending, by a representative too; nothing refuses its words. */
export function attachNote(
  { requests }: { readonly requests: RequestsState },
  action: Parameters<typeof clientNoteFacts.ClientNoteAttached>[0],
  world: Pick<World, 'case' | 'person' | 'links'>,
): Decision {
  if (world.person(action.person).person === undefined) return personNotRegistered({ field: 'person' });
  if (action.request !== undefined && !requests.all.has(action.request)) return requestNotFound({ field: 'request' });
  if (action.to === 'entries' && action.entries.length === 0) return noteNamesNoEntry({ field: 'entries' });
  if (!action.entries.every((entry) => isTheirs(world, action.person, entry)))
    return recordEntryNotFound({ field: 'entries' });
  return accept(clientNoteFacts.ClientNoteAttached(action));
}

/** Notes that were there and go with entries of the record: those attached to one of them, and those attached to the whole. */
export const notesOn = (s: ClientNotesState, entries: readonly EntryName[], at: string): readonly string[] => {
  if (entries.length === 0) return [];
  const given = new Set(entries.map((e) => e.entry));
  return s.attached
    .filter((n) => n.at <= at)
    .filter((n) => n.to === 'whole-record' || n.entries.some((e) => given.has(e.entry)))
    .map((n) => n.note);
};

/** What of a record a note can be about: dates, fees and an address are none of it. */
const OF_THE_RECORD: ReadonlySet<(typeof CONTENT)[number]> = new Set([
  'goals-and-progress',
  'assessment',
  'clinical-notes',
  'letters',
  'whole-record',
]);

/** True when a disclosure of such content is one of the record, so that the notes on it must go along. */
export const isOfTheRecord = (content: readonly (typeof CONTENT)[number][]): boolean =>
  content.some((part) => OF_THE_RECORD.has(part));

/**
 * Notes that go with a disclosure from a case. One that names no entries may have used any entry of the case, so every note
 * about the case goes with it; one of attendance, fees or contact carries none, since a note would tell more than is asked.
 */
export function notesWith(
  s: ClientNotesState,
  {
    case: caseId,
    content,
    entries,
  }: {
    readonly case: string;
    readonly content: readonly (typeof CONTENT)[number][];
    readonly entries: readonly string[];
  },
  at: string,
): readonly string[] {
  if (entries.length > 0)
    return notesOn(
      s,
      entries.map((entry) => ({ case: caseId, entry })),
      at,
    );
  if (!isOfTheRecord(content)) return [];
  return s.attached
    .filter((n) => n.at <= at)
    .filter((n) => n.to === 'whole-record' || n.entries.some((e) => e.case === caseId))
    .map((n) => n.note);
}
