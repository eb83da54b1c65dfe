import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
} from '../language/decision.js';
import { fact, type NewFact } from '../language/fact.js';
import { code, id, instant, list, optional, sealed, text } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const another = '0190c7a0-0000-7000-8000-0000000000c2';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anInstruction = '0190c7a0-0000-7000-8000-0000000000f7';

/** How much of what is held about the person an instruction covers. */
export const COVERS = ['entry', 'case', 'file'] as const;
/** Whom an instruction shuts out: one person, everybody in a role, or everybody who works here. */
export const AGAINST = ['person', 'role', 'everyone'] as const;
/** Roles that an instruction may shut out as a class of persons. */
export const LOCKABLE_ROLES = ['therapist', 'supervisor', 'front-desk', 'manager'] as const;
/** What a review of looks made before an instruction was entered came to. */
export const REVIEW_OUTCOMES = ['no-looks', 'explained', 'unauthorised'] as const;

export const instructionFacts = {
  InstructionGiven: fact({
    type: 'InstructionGiven',
    stream: 'file',
    clauses: ['R7'],
    says: 'A person instructed that some or all of what is held about them be kept from somebody (PHIPA ss. 20(2), 37(1)(a), 38(1)(a), 50(1)(e)). It binds looking, acting and disclosing by consent; it does not stop what the law or professional standards require to be recorded (s. 19(2)).',
    // Whom it shuts out is no subject: nothing shall lead from that person to the instruction.
    fields: {
      instruction: id(),
      person: id(),
      covers: code(...COVERS),
      case: optional(id()),
      entries: optional(list(id())),
      against: code(...AGAINST),
      whom: optional(id()),
      role: optional(code(...LOCKABLE_ROLES)),
      givenBy: id(),
      words: optional(sealed('instruction', 'R', text())),
    },
    subjects: { person: 'person', givenBy: 'representative' },
    compartments: { instruction: 'person' },
    example: {
      instruction: anInstruction,
      person: aPerson,
      covers: 'case',
      case: aCase,
      against: 'person',
      whom: another,
      givenBy: aPerson,
      words: 'My neighbour works at your front desk.',
    },
  }),
  InstructionLifted: fact({
    type: 'InstructionLifted',
    stream: 'file',
    clauses: ['R7'],
    says: 'An instruction was lifted: from then on it keeps nothing from anybody.',
    fields: { instruction: id(), person: id(), givenBy: id() },
    subjects: { person: 'person', givenBy: 'representative' },
    example: { instruction: anInstruction, person: aPerson, givenBy: aPerson },
  }),
  LooksQuestioned: fact({
    type: 'LooksQuestioned',
    stream: 'file',
    clauses: ['R7'],
    says: 'An instruction was entered after it had reached the agency: looks and disclosures in between are to be reviewed, not relabelled (rule 11).',
    fields: { instruction: id(), person: id(), from: instant(), until: instant(), disclosures: list(id()) },
    subjects: { person: 'person' },
    example: {
      instruction: anInstruction,
      person: aPerson,
      from: '2026-03-10T15:00:00.000Z',
      until: '2026-03-14T15:00:00.000Z',
      disclosures: [],
    },
  }),
  LooksReviewed: fact({
    type: 'LooksReviewed',
    stream: 'file',
    clauses: ['R7'],
    says: 'Looks made between an instruction’s reaching the agency and its being entered were reviewed against the access log.',
    fields: {
      instruction: id(),
      person: id(),
      outcome: code(...REVIEW_OUTCOMES),
      reason: sealed('instruction', 'R', text()),
    },
    subjects: { person: 'person' },
    compartments: { instruction: 'person' },
    example: {
      instruction: anInstruction,
      person: aPerson,
      outcome: 'explained',
      reason: 'The therapist wrote the note of the day before.',
    },
  }),
  NotRecordingRefused: fact({
    type: 'NotRecordingRefused',
    stream: 'file',
    clauses: ['R7'],
    says: 'A person asked that something be left out of the record; what the law or professional standards require must be recorded (PHIPA s. 19(2)), and they were told that it can be kept from others.',
    fields: { person: id(), words: optional(sealed('instruction', 'R', text())) },
    subjects: { person: 'person' },
    compartments: { instruction: 'person' },
    example: { person: aPerson, words: 'Please write nothing down about today.' },
  }),
} as const;

const { InstructionGiven, InstructionLifted, LooksQuestioned, LooksReviewed, NotRecordingRefused } = instructionFacts;

type Given = Parameters<typeof InstructionGiven>[0];

/** One instruction, in force until it is lifted. */
export interface Instruction {
  readonly instruction: string;
  readonly covers: (typeof COVERS)[number];
  readonly case: string | undefined;
  readonly entries: readonly string[];
  readonly against: (typeof AGAINST)[number];
  readonly whom: string | undefined;
  readonly role: string | undefined;
  readonly from: string;
  readonly fact: string;
}

/** `inForce`: what decides; `ended`: ids of those lifted, so that lifting one again changes nothing; `toReview`: by instruction, the fact that asks for the review. */
export interface InstructionsState {
  readonly inForce: Map<string, Instruction>;
  readonly ended: Set<string>;
  readonly toReview: Map<string, string>;
}

export const instructions = evolution<InstructionsState, typeof instructionFacts>(
  () => ({ inForce: new Map(), ended: new Set(), toReview: new Map() }),
  instructionFacts,
  {
    InstructionGiven: (s, { id: factId, open, happenedAt }) =>
      void s.inForce.set(open.instruction, {
        instruction: open.instruction,
        covers: open.covers,
        case: open.case,
        entries: open.entries ?? [],
        against: open.against,
        whom: open.whom,
        role: open.role,
        from: happenedAt,
        fact: factId,
      }),
    InstructionLifted: (s, { open }) => {
      s.inForce.delete(open.instruction);
      s.ended.add(open.instruction);
    },
    LooksQuestioned: (s, { id: factId, open }) => void s.toReview.set(open.instruction, factId),
    LooksReviewed: (s, { open }) => void s.toReview.delete(open.instruction),
    NotRecordingRefused: () => {},
  },
);

export const instructionIncomplete = refusal(
  'instruction-incomplete',
  'Say what is to be kept from whom: a case for a case, a case and its entries for entries, a person or a role to keep it from.',
  { clause: 'R7', status: 422 },
);
export const instructionAgainstOneself = refusal(
  'instruction-against-oneself',
  'Nothing can be kept from the person themselves.',
  { clause: 'R7', status: 422 },
);
export const instructionNotFound = refusal('instruction-not-found', 'There is no such instruction.', { clause: 'R7' });
export const liftNeedsTheirWord = refusal(
  'lift-needs-their-word',
  'An officer lifts an instruction only on the word of the person, or of who decides for them: say who said so, and what shows it.',
  { clause: 'R7', status: 422 },
);
export const nothingToReview = refusal('nothing-to-review', 'No looks wait for a review because of this instruction.', {
  clause: 'R7',
});
export const recordMustBeKept = refusal(
  'record-must-be-kept',
  'What the law and professional standards require must be recorded (PHIPA s. 19(2)); who may see it can be restricted.',
  { clause: 'R7', status: 422, recorded: true },
);

type Slices = { readonly instructions: InstructionsState };
type C = Pick<Circumstances, 'actor' | 'happenedAt' | 'now'>;

/** The instruction less what its kind does not use: an instruction against a person names no role, and the like. */
function settled({ case: caseId, entries, whom, role, ...given }: Given): Given | undefined {
  const { covers, against } = given;
  if (covers !== 'file' && caseId === undefined) return undefined;
  if (covers === 'entry' && (entries ?? []).length === 0) return undefined;
  if (against === 'person' && whom === undefined) return undefined;
  if (against === 'role' && role === undefined) return undefined;
  return {
    ...given,
    ...(covers !== 'file' && caseId !== undefined && { case: caseId }),
    ...(covers === 'entry' && entries && { entries: [...entries].sort() }),
    ...(against === 'person' && whom !== undefined && { whom }),
    ...(against === 'role' && role !== undefined && { role }),
  };
}

const sameAs = (given: Given, one: Instruction): boolean =>
  one.covers === given.covers &&
  one.case === given.case &&
  one.against === given.against &&
  one.whom === given.whom &&
  one.role === given.role &&
  one.entries.join() === (given.entries ?? []).join();

/**
 * `missing`: why what is named is not there (person or case), if so. `disclosures`: ids of disclosures made about the person
 * since the instruction had reached the agency.
 */
export function giveInstruction(
  { instructions: s }: Slices,
  action: Given,
  c: C,
  missing: Decision | undefined,
  disclosures: readonly string[],
): Decision {
  if (missing) return missing;
  const given = settled(action);
  if (given === undefined) return instructionIncomplete();
  if (given.whom === given.person) return instructionAgainstOneself({ field: 'whom' });
  const before = [...s.inForce.values()].find((one) => sameAs(given, one));
  if (before !== undefined && before.from <= c.happenedAt) return accept();
  const { instruction, person } = given;
  const late: NewFact[] =
    c.happenedAt < c.now
      ? [LooksQuestioned({ instruction, person, from: c.happenedAt, until: c.now, disclosures: [...disclosures] })]
      : [];
  return accept(InstructionGiven(given), ...late);
}

/**
 * It is the person's to lift, or for who decides for them; an officer does it on their word, with what shows it (`onTheirWord`).
 * Whoever is shut out by an instruction cannot lift it, and is told no more than anybody who names one that is not there.
 */
export function liftInstruction(
  { instructions: s }: Slices,
  action: Parameters<typeof InstructionLifted>[0],
  { actor }: Pick<Circumstances, 'actor'>,
  onTheirWord: boolean,
): Decision {
  if (s.ended.has(action.instruction)) return accept();
  const found = s.inForce.get(action.instruction);
  if (found === undefined || found.whom === actor.person) return instructionNotFound({ field: 'instruction' });
  if (!onTheirWord) return liftNeedsTheirWord({ field: 'informant' });
  return accept(InstructionLifted(action, { restsOn: [found.fact] }));
}

/** What was found among the looks that are to be reviewed because an instruction was entered late. */
export function reviewLooks({ instructions: s }: Slices, action: Parameters<typeof LooksReviewed>[0]): Decision {
  const asked = s.toReview.get(action.instruction);
  if (asked === undefined) return nothingToReview({ field: 'instruction' });
  return accept(LooksReviewed(action, { restsOn: [asked] }));
}

/** A wish to have nothing recorded is refused, on record, with what can be done instead. */
export const askNotToRecord = (action: Parameters<typeof NotRecordingRefused>[0]): Decision =>
  refuseAndRecord(recordMustBeKept(), NotRecordingRefused(action));
