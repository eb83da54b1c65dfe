import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact, type NewFact } from '../language/fact.js';
import { id, list } from '../language/field.js';
import type { InstructionsState } from '../person/instructions.js';
import { leavingOut } from '../person/locks.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aRecipient = '0190c7a0-0000-7000-8000-0000000000d1';
const aDisclosure = '0190c7a0-0000-7000-8000-0000000000d3';

export const incompletenessFacts = {
  DisclosureIncomplete: fact({
    type: 'DisclosureIncomplete',
    stream: 'case',
    clauses: ['R7'],
    says: 'A disclosure for care leaves something out because of an instruction: the recipient is to be told that it is not complete (PHIPA s. 20(3)), and not what is missing.',
    fields: { case: id(), disclosure: id(), participant: id(), recipient: id(), instructions: list(id()) },
    subjects: { participant: 'participant', recipient: 'named' },
    example: {
      case: aCase,
      disclosure: aDisclosure,
      participant: aPerson,
      recipient: aRecipient,
      instructions: ['0190c7a0-0000-7000-8000-0000000000f7'],
    },
  }),
  IncompletenessTold: fact({
    type: 'IncompletenessTold',
    stream: 'case',
    clauses: ['R7'],
    says: 'The recipient of a disclosure was told that it is not complete.',
    fields: { case: id(), disclosure: id(), participant: id(), recipient: id() },
    subjects: { participant: 'participant', recipient: 'named' },
    inTheWorld: true,
    example: { case: aCase, disclosure: aDisclosure, participant: aPerson, recipient: aRecipient },
  }),
} as const;

const { DisclosureIncomplete, IncompletenessTold } = incompletenessFacts;

/** Disclosures that leave something out, and whether their recipients know. */
export interface IncompletenessState {
  readonly incomplete: Map<
    string,
    { readonly participant: string; readonly recipient: string; readonly fact: string; told: boolean }
  >;
}

export const incompleteness = evolution<IncompletenessState, typeof incompletenessFacts>(
  () => ({ incomplete: new Map() }),
  incompletenessFacts,
  {
    DisclosureIncomplete: (s, { id: factId, open }) =>
      void s.incomplete.set(open.disclosure, {
        participant: open.participant,
        recipient: open.recipient,
        fact: factId,
        told: false,
      }),
    IncompletenessTold: (s, { open }) => {
      const found = s.incomplete.get(open.disclosure);
      if (found) found.told = true;
    },
  },
);

export const disclosureNotIncomplete = refusal(
  'disclosure-not-incomplete',
  'This disclosure leaves nothing out because of an instruction.',
  { clause: 'R7' },
);

/** What is to be said beside a disclosure for care because an instruction keeps an entry of this case from the recipient. */
export function incompleteBecause(
  s: InstructionsState,
  made: {
    readonly case: string;
    readonly disclosure: string;
    readonly participant: string;
    readonly recipient: string;
    readonly entries: readonly string[];
    readonly purpose: string;
  },
): readonly NewFact[] {
  if (made.purpose !== 'care') return [];
  const found = leavingOut(s, made);
  const { case: caseId, disclosure, participant, recipient } = made;
  return found.length === 0
    ? []
    : [
        DisclosureIncomplete({
          case: caseId,
          disclosure,
          participant,
          recipient,
          instructions: found.map((one) => one.instruction),
        }),
      ];
}

/** Records that a recipient was told that something is missing. */
export function tellIncomplete(
  { incompleteness: s }: { readonly incompleteness: IncompletenessState },
  {
    case: caseId,
    participant,
    disclosure,
  }: { readonly case: string; readonly participant: string; readonly disclosure: string },
): Decision {
  const found = s.incomplete.get(disclosure);
  if (found === undefined || found.participant !== participant) return disclosureNotIncomplete({ field: 'disclosure' });
  if (found.told) return accept();
  const { recipient, fact: rests } = found;
  return accept(IncompletenessTold({ case: caseId, disclosure, participant, recipient }, { restsOn: [rests] }));
}
