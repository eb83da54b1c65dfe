import { dayOf } from '../../domain/agency/legal-periods.js';
import { linkedWith } from '../../domain/agency/linked-persons.js';
import { caseNotFound, notAParticipant, requireParticipant, wasMember } from '../../domain/case/roster.js';
import type { Circumstances, Decision } from '../../domain/language/decision.js';
import { decidesFor } from '../../domain/person/deciding-for.js';
import {
  AGAINST,
  askNotToRecord,
  COVERS,
  giveInstruction,
  instructionAgainstOneself,
  instructionFacts,
  instructionIncomplete,
  instructionNotFound,
  LOCKABLE_ROLES,
  liftInstruction,
  liftNeedsTheirWord,
  nothingToReview,
  REVIEW_OUTCOMES,
  recordMustBeKept,
  reviewLooks,
} from '../../domain/person/instructions.js';
import { personNotRegistered } from '../../domain/person/person.js';
import type { StateOf, World } from '../../domain/world.js';
import { ActionBody, action, IsCode, IsId, IsIds, IsText, leg, Optional } from './action.js';

export class GiveInstruction extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...COVERS) covers: (typeof COVERS)[number];
  /** Which case, unless the whole file is covered. */
  @Optional() @IsId('case') case?: string;
  /** Which entries of the case, when only those are covered. */
  @Optional() @IsIds() entries?: string[];
  @IsCode(...AGAINST) against: (typeof AGAINST)[number];
  /** The person from whom it is to be kept. */
  @Optional() @IsId('person') whom?: string;
  /** The role from which it is to be kept. */
  @Optional() @IsCode(...LOCKABLE_ROLES) role?: (typeof LOCKABLE_ROLES)[number];
  @Optional() @IsText() words?: string;
}

export class LiftInstruction extends ActionBody {
  @IsId('person') person: string;
  @IsId('instruction') instruction: string;
}

export class ReviewLooks extends ActionBody {
  @IsId('person') person: string;
  @IsId('instruction') instruction: string;
  @IsCode(...REVIEW_OUTCOMES) outcome: (typeof REVIEW_OUTCOMES)[number];
  @IsText() reason: string;
}

export class AskNotToRecord extends ActionBody {
  @IsId('person') person: string;
  @Optional() @IsText() words?: string;
}

type C = Circumstances<World>;
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const another = '0190c7a0-0000-7000-8000-0000000000c2';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anInstruction = '0190c7a0-0000-7000-8000-0000000000f7';
const onFile = (body: { person: string }): string => `file-${body.person}`;
const SPEAKS_FOR: ReadonlySet<string> = new Set(['client', 'representative']);

/** Whose word it is: of the person or their representative who acts, else of who told the agency. */
const givenBy = (body: ActionBody & { readonly person: string }, { actor }: C): string =>
  SPEAKS_FOR.has(actor.role) ? actor.person : (body.informant ?? body.person);

/** True when the person or who decides for them acts, or an officer says which of them said so and what shows it. */
function onTheirWord({ deciding }: StateOf<'file'>, { person, informant }: LiftInstruction, c: C): boolean {
  if (SPEAKS_FOR.has(c.actor.role)) return true;
  if (informant === undefined || c.evidence === undefined) return false;
  const { bornIn } = c.world.person(person);
  return informant === person || decidesFor(deciding, bornIn, informant, 'information', dayOf(c.happenedAt, c.world));
}

function missing(body: GiveInstruction, { world }: C): Decision | undefined {
  if (world.person(body.person).person === undefined) return personNotRegistered({ field: 'person' });
  if (body.whom !== undefined && world.person(body.whom).person === undefined)
    return personNotRegistered({ field: 'whom' });
  if (body.case === undefined) return undefined;
  // A case of another registration of theirs is theirs too (rule 46).
  const theirs = linkedWith(world.links, body.person).find((one) =>
    wasMember(world.case(body.case as string).roster, one),
  );
  return requireParticipant(world.case(body.case), theirs ?? body.person, false);
}

/** Disclosures about the person in the case since the instruction had reached the agency. */
const disclosedSince = ({ case: caseId, person }: GiveInstruction, { world, happenedAt, now }: C): readonly string[] =>
  caseId === undefined || happenedAt >= now
    ? []
    : world
        .case(caseId)
        .disclosures.made.filter((d) => linkedWith(world.links, person).includes(d.participant) && d.at >= happenedAt)
        .map((d) => d.disclosure);

export const instructionActions = {
  GiveInstruction: action<GiveInstruction>({
    body: GiveInstruction,
    kind: 'request',
    clauses: ['R7'],
    says: 'Keep the file, a case or entries from a person, a role or everybody who works here. It holds at once; it does not stop what must be recorded.',
    who: ['client', 'privacy-officer', 'front-desk', 'therapist'],
    makes: (_body, id) => id('instruction'),
    legs: [
      leg('file', {
        stream: onFile,
        also: (body: GiveInstruction) => [
          `person-${body.person}`,
          ...(body.whom ? [`person-${body.whom}`] : []),
          ...(body.case ? [`case-${body.case}`] : []),
        ],
        decide: (s, body: GiveInstruction, c) =>
          giveInstruction(
            s,
            {
              instruction: c.id('instruction'),
              person: body.person,
              covers: body.covers,
              against: body.against,
              givenBy: givenBy(body, c),
              ...(body.case && { case: body.case }),
              ...(body.entries && { entries: body.entries }),
              ...(body.whom && { whom: body.whom }),
              ...(body.role && { role: body.role }),
              ...(body.words && { words: body.words }),
            },
            c,
            missing(body, c),
            disclosedSince(body, c),
          ),
      }),
    ],
    states: [instructionFacts.InstructionGiven, instructionFacts.LooksQuestioned],
    refuses: [personNotRegistered, caseNotFound, notAParticipant, instructionIncomplete, instructionAgainstOneself],
    example: { person: someone, covers: 'case', case: aCase, against: 'person', whom: another },
  }),
  LiftInstruction: action<LiftInstruction>({
    body: LiftInstruction,
    kind: 'request',
    clauses: ['R7'],
    says: 'Lift an instruction: what it kept is open again as it was. An officer does it only on the person’s word, with what shows it.',
    who: ['client', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        also: ({ person }: LiftInstruction) => [`person-${person}`],
        decide: (s, body: LiftInstruction, c) =>
          liftInstruction(
            s,
            { instruction: body.instruction, person: body.person, givenBy: givenBy(body, c) },
            c,
            onTheirWord(s, body, c),
          ),
      }),
    ],
    states: [instructionFacts.InstructionLifted],
    refuses: [instructionNotFound, liftNeedsTheirWord],
    example: { person: someone, instruction: anInstruction },
  }),
  ReviewLooks: action<ReviewLooks>({
    body: ReviewLooks,
    kind: 'report',
    clauses: ['R7'],
    says: 'Record what was found among the looks made before an instruction was entered late.',
    who: ['privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, instruction, outcome, reason }: ReviewLooks) =>
          reviewLooks(s, { person, instruction, outcome, reason }),
      }),
    ],
    states: [instructionFacts.LooksReviewed],
    refuses: [nothingToReview],
    example: { person: someone, instruction: anInstruction, outcome: 'no-looks', reason: 'Nobody had looked.' },
  }),
  AskNotToRecord: action<AskNotToRecord>({
    body: AskNotToRecord,
    kind: 'request',
    clauses: ['R7'],
    says: 'Ask that something not be recorded: refused, on record, for what must be recorded; who sees it can be restricted instead.',
    who: ['client', 'therapist', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (_s, { person, words }: AskNotToRecord) => askNotToRecord({ person, ...(words && { words }) }),
      }),
    ],
    states: [instructionFacts.NotRecordingRefused],
    refuses: [recordMustBeKept],
    example: { person: someone, words: 'Please write nothing down about today.' },
  }),
} as const;
