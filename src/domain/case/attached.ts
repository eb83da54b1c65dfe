import { accept, type Decision, evolution } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, list, sealed, text } from '../language/field.js';
import { CORRECTED_HOW } from '../person/requests-corrections-facts.js';
import { caseNotFound, type RosterState } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const aRequest = '0190c7a0-0000-7000-8000-0000000000a1';
const aNote = '0190c7a0-0000-7000-8000-0000000000a2';
const aDisclosure = '0190c7a0-0000-7000-8000-0000000000d3';

export const attachedFacts = {
  EntryCorrected: fact({
    type: 'EntryCorrected',
    stream: 'case',
    clauses: ['R9'],
    says: 'A correction stands beside an entry of the record: the original stays readable, struck out, labelled or set apart, with a link to the request that was granted.',
    fields: {
      case: id(),
      participant: id(),
      entry: id(),
      request: id(),
      how: code(...CORRECTED_HOW),
      corrected: sealed('correction', 'V', text()),
    },
    subjects: { participant: 'participant' },
    compartments: { correction: 'participant' },
    example: {
      case: aCase,
      participant: aPerson,
      entry: anEntry,
      request: aRequest,
      how: 'struck-out',
      corrected: 'The client has two sisters.',
    },
  }),
  NotesCarried: fact({
    type: 'NotesCarried',
    stream: 'case',
    clauses: ['R9', 'R7'],
    says: 'The participant’s own notes on what was disclosed went along with the disclosure.',
    fields: { case: id(), participant: id(), disclosure: id(), notes: list(id('note')) },
    subjects: { participant: 'participant' },
    inTheWorld: true,
    example: { case: aCase, participant: aPerson, disclosure: aDisclosure, notes: [aNote] },
  }),
} as const;

const { EntryCorrected, NotesCarried } = attachedFacts;

export interface AttachedState {
  /** Corrections made, by request and entry: the same one is not stated twice. */
  readonly corrected: Set<string>;
}

/** What stands beside a case’s record at a participant’s wish. */
export const attached = evolution<AttachedState, typeof attachedFacts>(
  () => ({ corrected: new Set() }),
  attachedFacts,
  {
    EntryCorrected: (s, { open }) => void s.corrected.add(`${open.request} ${open.entry}`),
    NotesCarried: () => {},
  },
);

/** Sets a granted correction beside its entry. */
export function correctEntry(
  { roster, attached: s }: { readonly roster: RosterState; readonly attached: AttachedState },
  action: Parameters<typeof EntryCorrected>[0],
): Decision {
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  if (s.corrected.has(`${action.request} ${action.entry}`)) return accept();
  return accept(EntryCorrected(action));
}

/** A disclosure together with the notes that go with it; one that was refused carries none. */
export function carrying(
  decision: Decision,
  about: Omit<Parameters<typeof NotesCarried>[0], 'notes'>,
  notes: readonly string[],
): Decision {
  if ('refusal' in decision || decision.facts.length === 0 || notes.length === 0) return decision;
  return accept(...decision.facts, NotesCarried({ ...about, notes }));
}
