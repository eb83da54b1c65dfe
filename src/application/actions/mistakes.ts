import { lastPrivacyOfficer } from '../../domain/agency/agency.js';
import { spanOf } from '../../domain/agency/linked-persons.js';
import { kindOf } from '../../domain/catalogue.js';
import type { Clause } from '../../domain/charter.js';
import { heldCases } from '../../domain/complaint/holds.js';
import { complaintsAbout } from '../../domain/complaint/register.js';
import type { Circumstances, Decision } from '../../domain/language/decision.js';
import type { StreamKind } from '../../domain/language/fact.js';
import {
  decideEnteredInError,
  factAlreadyStruck,
  factNotInStream,
  factNotStrikable,
  mistakeFacts,
  secondPersonNeeded,
} from '../../domain/language/mistakes.js';
import type { StateOf, World } from '../../domain/world.js';
import { ActionBody, action, IsCode, IsId, IsIds, IsText, type Leg, leg, type Who } from './action.js';

const KINDS = mistakeFacts.EnteredInError.fields.kind
  .codes as readonly (typeof mistakeFacts.EnteredInError.example.kind)[];

/** Which facts are struck, and why; each body adds whose they are. */
export class EnterStaffFactsInError extends ActionBody {
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterCaseFactsInError extends EnterStaffFactsInError {
  @IsId('case') case: string;
}

export class EnterTherapistFactsInError extends EnterStaffFactsInError {
  @IsId('therapist') therapist: string;
}

export class EnterComplaintFactsInError extends EnterStaffFactsInError {
  @IsId('complaint') complaint: string;
}

export class EnterPersonFactsInError extends EnterStaffFactsInError {
  @IsId('person') person: string;
}

export class EnterFileFactsInError extends EnterStaffFactsInError {
  @IsId('person') person: string;
}

export class EnterSignInFactsInError extends EnterStaffFactsInError {
  @IsId('sign-in') signIn: string;
}

export class EnterCollegeFactsInError extends EnterStaffFactsInError {
  @IsId('complaint') complaint: string;
}

export class EnterMandatoryReportFactsInError extends EnterStaffFactsInError {
  @IsId('report') report: string;
}

export class EnterBreachFactsInError extends EnterStaffFactsInError {}

const { EnteredInError, StrikeProposed, FollowUpOpened } = mistakeFacts;
const refuses = [factNotInStream, factAlreadyStruck, factNotStrikable, secondPersonNeeded];
const anId = '0190c7a0-0000-7000-8000-000000000001';
const example = { facts: [anId], kind: 'doubled', reason: 'Entered twice by the same telephone call.' };

type C = Circumstances<World>;

/** What differs between striking in one kind of stream and in another. */
interface Striking<Body extends EnterStaffFactsInError, K extends StreamKind> {
  readonly body: new () => Body;
  readonly clauses: readonly Clause[];
  readonly says: string;
  readonly who: readonly Who[];
  readonly stream: (body: Body) => string;
  /** True while a complaint or a hold is open: then always a second person strikes (rule 37). */
  readonly kept?: (state: StateOf<K>, body: Body, c: C) => boolean;
  readonly also?: Leg<Body, K>['also'];
  /** Why it may not be struck at all. */
  readonly refuse?: (state: StateOf<K>, body: Body, c: C) => Decision | undefined;
  readonly mayRefuse?: readonly { readonly code: string }[];
  /** Whose facts they are, in the example. */
  readonly of?: Readonly<Record<string, string>>;
}

/** Declares the action that strikes facts of one kind of stream. */
const striking = <Body extends EnterStaffFactsInError, K extends StreamKind>(
  streamKind: K,
  { body, clauses, says, who, stream, kept, also, refuse, mayRefuse = [], of = {} }: Striking<Body, K>,
) =>
  action<Body>({
    body,
    kind: 'report',
    clauses,
    says,
    who,
    legs: [
      leg<K, Body>(streamKind, {
        stream,
        needsHistory: true,
        ...(also && { also }),
        decide: (state, said, c) => {
          const refused = refuse?.(state, said, c);
          if (refused) return refused;
          const { facts, kind, reason } = said;
          return decideEnteredInError({ facts, kind, reason }, c, kept?.(state, said, c) ?? false, kindOf);
        },
      }),
    ],
    states: [EnteredInError, StrikeProposed, FollowUpOpened],
    refuses: [...refuses, ...mayRefuse],
    example: { ...of, ...example },
  });

export const mistakeActions = {
  EnterCaseFactsInError: striking('case', {
    body: EnterCaseFactsInError,
    clauses: ['R9'],
    says: 'Strike facts of a case as entered in error, with all that rests on them; nothing is removed. What was recorded more than a day ago a second person strikes.',
    who: ['front-desk', 'therapist', 'privacy-officer'],
    stream: (body) => `case-${body.case}`,
    also: (_body, _state, _id, register) => [...register.open.keys()].map((id) => `complaint-${id}`),
    kept: ({ roster, caseHolds }, body, c) => {
      const participants = spanOf(
        c.world.links,
        roster.members.map((m) => m.participant),
      );
      return (
        caseHolds.live.size > 0 ||
        complaintsAbout(c.world.register, body.case, participants).length > 0 ||
        [...c.world.register.open.keys()].some((id) => heldCases(c.world.complaint(id)).includes(body.case))
      );
    },
    of: { case: anId },
  }),
  EnterTherapistFactsInError: striking('therapist', {
    body: EnterTherapistFactsInError,
    clauses: ['R9'],
    says: 'Strike facts of a therapist’s registration or availability as entered in error.',
    who: ['manager', 'privacy-officer'],
    stream: ({ therapist }) => `therapist-${therapist}`,
    of: { therapist: anId },
  }),
  EnterComplaintFactsInError: striking('complaint', {
    body: EnterComplaintFactsInError,
    clauses: ['R9', 'R10'],
    says: 'Strike facts of a complaint as entered in error; a second person must agree.',
    who: ['complaints-officer', 'privacy-officer'],
    stream: ({ complaint }) => `complaint-${complaint}`,
    kept: (_state, { complaint }, c) => c.world.register.open.has(complaint),
    of: { complaint: anId },
  }),
  EnterPersonFactsInError: striking('person', {
    body: EnterPersonFactsInError,
    clauses: ['R9', 'C2'],
    says: 'Strike facts about a person’s registration as entered in error.',
    who: ['front-desk', 'privacy-officer'],
    stream: ({ person }) => `person-${person}`,
    of: { person: anId },
  }),
  EnterFileFactsInError: striking('file', {
    body: EnterFileFactsInError,
    clauses: ['R9'],
    says: 'Strike what was entered in error in a person’s file: what they told, asked or instructed stays readable, struck through.',
    // Not whoever treats them: it may be a breach they were told of, or an instruction against the very one.
    who: ['privacy-officer'],
    stream: ({ person }) => `file-${person}`,
    kept: (_state, { person }, c) =>
      [...c.world.register.open.values()].some(
        ({ complainant, persons }) => complainant === person || persons.includes(person),
      ),
    of: { person: anId },
  }),
  EnterStaffFactsInError: striking('staff', {
    body: EnterStaffFactsInError,
    clauses: ['R9', 'R7'],
    says: 'Strike a role that was granted or ended in error; the agency always keeps a privacy officer.',
    who: ['privacy-officer'],
    stream: () => 'staff',
    refuse: ({ staff }, { facts }) => {
      const officers = [...staff.roles.values()].flat().filter(({ role }) => role === 'privacy-officer');
      return officers.every(({ fact }) => facts.includes(fact)) ? lastPrivacyOfficer({ field: 'facts' }) : undefined;
    },
    mayRefuse: [lastPrivacyOfficer],
  }),
  EnterSignInFactsInError: striking('sign-in', {
    body: EnterSignInFactsInError,
    clauses: ['R9', 'R7'],
    says: 'Strike the link of a sign-in to the wrong person: it opens nothing from then on.',
    who: ['privacy-officer'],
    stream: ({ signIn }) => `sign-in-${signIn}`,
    of: { signIn: anId },
  }),
  EnterCollegeFactsInError: striking('college', {
    body: EnterCollegeFactsInError,
    clauses: ['R9', 'R10'],
    says: 'Strike papers or demands of the College that were entered in error; what was disclosed stays disclosed.',
    who: ['complaints-officer', 'privacy-officer'],
    stream: ({ complaint }) => `college-${complaint}`,
    kept: (_state, { complaint }, c) => c.world.register.open.has(complaint),
    of: { complaint: anId },
  }),
  EnterMandatoryReportFactsInError: striking('mandatory-report', {
    body: EnterMandatoryReportFactsInError,
    clauses: ['R9', 'R7'],
    says: 'Strike what was entered in error about a duty to report: whose duty it is does, or the privacy officer; a report that was made stays made.',
    who: ['privacy-officer', 'staff'],
    stream: ({ report }) => `mandatory-report-${report}`,
    // Whose duty it is stated its first fact; to anybody else it is as if it were not there.
    refuse: (_state, _body, { actor, history }) =>
      actor.role === 'privacy-officer' || history[0]?.actor.person === actor.person
        ? undefined
        : factNotInStream({ field: 'facts' }),
    // Nobody else undoes a duty alone: a privacy officer's strike waits for a second person, such as the reporter (rule 30).
    kept: ({ duty }, _body, { actor }) => duty.reporter !== actor.person,
    of: { report: anId },
  }),
  EnterBreachFactsInError: striking('breaches', {
    body: EnterBreachFactsInError,
    clauses: ['R9', 'R7'],
    says: 'Strike what was entered in error in the register of breaches; notices that were given stay given.',
    who: ['privacy-officer'],
    stream: () => 'breaches',
  }),
} as const;
