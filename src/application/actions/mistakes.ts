import { lastPrivacyOfficer } from '../../domain/agency/agency.js';
import { kindOf } from '../../domain/catalogue.js';
import { complaintsAbout } from '../../domain/complaint/register.js';
import {
  decideEnteredInError,
  factAlreadyStruck,
  factNotInStream,
  factNotStrikable,
  mistakeFacts,
  secondPersonNeeded,
} from '../../domain/language/mistakes.js';
import { ActionBody, action, IsCode, IsId, IsIds, IsText, leg } from './action.js';

const KINDS = mistakeFacts.EnteredInError.fields.kind
  .codes as readonly (typeof mistakeFacts.EnteredInError.example.kind)[];

export class EnterCaseFactsInError extends ActionBody {
  @IsId('case') case: string;
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterTherapistFactsInError extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterComplaintFactsInError extends ActionBody {
  @IsId('complaint') complaint: string;
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterPersonFactsInError extends ActionBody {
  @IsId('person') person: string;
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterStaffFactsInError extends ActionBody {
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterSignInFactsInError extends ActionBody {
  @IsId('sign-in') signIn: string;
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

export class EnterCollegeFactsInError extends ActionBody {
  @IsId('complaint') complaint: string;
  @IsIds(1, 50) facts: string[];
  @IsCode(...KINDS) kind: (typeof KINDS)[number];
  @IsText(2_000) reason: string;
}

const { EnteredInError, StrikeProposed, FollowUpOpened } = mistakeFacts;
const states = [EnteredInError, StrikeProposed, FollowUpOpened];
const refuses = [factNotInStream, factAlreadyStruck, factNotStrikable, secondPersonNeeded];
const anId = '0190c7a0-0000-7000-8000-000000000001';
const example = { facts: [anId], kind: 'doubled', reason: 'Entered twice by the same telephone call.' };

export const mistakeActions = {
  EnterCaseFactsInError: action<EnterCaseFactsInError>({
    body: EnterCaseFactsInError,
    kind: 'report',
    clauses: ['R9'],
    says: 'Strike facts of a case as entered in error, with all that rests on them; nothing is removed. What was recorded more than a day ago a second person strikes.',
    who: ['front-desk', 'therapist', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: (body: EnterCaseFactsInError) => `case-${body.case}`,
        needsHistory: true,
        decide: (s, { case: caseId, facts, kind, reason }: EnterCaseFactsInError, c) =>
          decideEnteredInError(
            { facts, kind, reason },
            c,
            complaintsAbout(
              c.world.register,
              caseId,
              s.roster.members.map((m) => m.participant),
            ).length > 0,
            kindOf,
          ),
      }),
    ],
    states,
    refuses,
    example: { case: anId, ...example },
  }),
  EnterTherapistFactsInError: action<EnterTherapistFactsInError>({
    body: EnterTherapistFactsInError,
    kind: 'report',
    clauses: ['R9'],
    says: 'Strike facts of a therapist’s registration or availability as entered in error.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: (body: EnterTherapistFactsInError) => `therapist-${body.therapist}`,
        needsHistory: true,
        decide: (_s, { facts, kind, reason }: EnterTherapistFactsInError, c) =>
          decideEnteredInError({ facts, kind, reason }, c, false, kindOf),
      }),
    ],
    states,
    refuses,
    example: { therapist: anId, ...example },
  }),
  EnterComplaintFactsInError: action<EnterComplaintFactsInError>({
    body: EnterComplaintFactsInError,
    kind: 'report',
    clauses: ['R9', 'R10'],
    says: 'Strike facts of a complaint as entered in error; a second person must agree.',
    who: ['complaints-officer', 'privacy-officer'],
    legs: [
      leg('complaint', {
        stream: (body: EnterComplaintFactsInError) => `complaint-${body.complaint}`,
        needsHistory: true,
        decide: (_s, { complaint, facts, kind, reason }: EnterComplaintFactsInError, c) =>
          decideEnteredInError({ facts, kind, reason }, c, c.world.register.open.has(complaint), kindOf),
      }),
    ],
    states,
    refuses,
    example: { complaint: anId, ...example },
  }),
  EnterPersonFactsInError: action<EnterPersonFactsInError>({
    body: EnterPersonFactsInError,
    kind: 'report',
    clauses: ['R9', 'C2'],
    says: 'Strike facts about a person’s registration as entered in error.',
    who: ['front-desk', 'privacy-officer'],
    legs: [
      leg('person', {
        stream: (body: EnterPersonFactsInError) => `person-${body.person}`,
        needsHistory: true,
        decide: (_s, { facts, kind, reason }: EnterPersonFactsInError, c) =>
          decideEnteredInError({ facts, kind, reason }, c, false, kindOf),
      }),
    ],
    states,
    refuses,
    example: { person: anId, ...example },
  }),
  EnterStaffFactsInError: action<EnterStaffFactsInError>({
    body: EnterStaffFactsInError,
    kind: 'report',
    clauses: ['R9', 'R7'],
    says: 'Strike a role that was granted or ended in error; the agency always keeps a privacy officer.',
    who: ['privacy-officer'],
    legs: [
      leg('staff', {
        stream: () => 'staff',
        needsHistory: true,
        decide: (s, { facts, kind, reason }: EnterStaffFactsInError, c) => {
          const officers = [...s.staff.roles.values()].flat().filter(({ role }) => role === 'privacy-officer');
          if (officers.every(({ fact }) => facts.includes(fact))) return lastPrivacyOfficer({ field: 'facts' });
          return decideEnteredInError({ facts, kind, reason }, c, false, kindOf);
        },
      }),
    ],
    states,
    refuses: [...refuses, lastPrivacyOfficer],
    example,
  }),
  EnterSignInFactsInError: action<EnterSignInFactsInError>({
    body: EnterSignInFactsInError,
    kind: 'report',
    clauses: ['R9', 'R7'],
    says: 'Strike the link of a sign-in to the wrong person: it opens nothing from then on.',
    who: ['privacy-officer'],
    legs: [
      leg('sign-in', {
        stream: (body: EnterSignInFactsInError) => `sign-in-${body.signIn}`,
        needsHistory: true,
        decide: (_s, { facts, kind, reason }: EnterSignInFactsInError, c) =>
          decideEnteredInError({ facts, kind, reason }, c, false, kindOf),
      }),
    ],
    states,
    refuses,
    example: { signIn: anId, ...example },
  }),
  EnterCollegeFactsInError: action<EnterCollegeFactsInError>({
    body: EnterCollegeFactsInError,
    kind: 'report',
    clauses: ['R9', 'R10'],
    says: 'Strike papers or demands of the College that were entered in error; what was disclosed stays disclosed.',
    who: ['complaints-officer', 'privacy-officer'],
    legs: [
      leg('college', {
        stream: (body: EnterCollegeFactsInError) => `college-${body.complaint}`,
        needsHistory: true,
        decide: (_s, { complaint, facts, kind, reason }: EnterCollegeFactsInError, c) =>
          decideEnteredInError({ facts, kind, reason }, c, c.world.register.open.has(complaint), kindOf),
      }),
    ],
    states,
    refuses,
    example: { complaint: anId, ...example },
  }),
} as const;
