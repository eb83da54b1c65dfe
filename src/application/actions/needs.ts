import {
  agreeAccommodation,
  changeNeed,
  declineAccommodation,
  NEED_KINDS,
  type NeedKind,
  needFacts,
  needIsWithdrawn,
  needNotFound,
  provideAccommodation,
  reportNeedNotMet,
  stateNeed,
  withdrawNeed,
} from '../../domain/person/needs.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { ActionBody, action, IsCode, IsFlag, IsId, IsText, leg, Optional } from './action.js';

export class StateNeed extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...NEED_KINDS) kind: NeedKind;
  @IsText() words: string;
}

export class ChangeNeed extends ActionBody {
  @IsId('person') person: string;
  @IsId('need') need: string;
  @IsCode(...NEED_KINDS) kind: NeedKind;
  @IsText() words: string;
}

export class WithdrawNeed extends ActionBody {
  @IsId('person') person: string;
  @IsId('need') need: string;
}

export class AgreeAccommodation extends ActionBody {
  @IsId('person') person: string;
  @IsId('need') need: string;
  @IsText() what: string;
  /** What the front desk must do; leave out when nothing. */
  @Optional() @IsText(1_000) deskDoes?: string;
  /** True when the client lets the front desk know what kind of need it is. */
  @Optional() @IsFlag() mayTellKind?: boolean;
}

export class ProvideAccommodation extends ActionBody {
  @IsId('person') person: string;
  @IsId('need') need: string;
  @Optional() @IsText() note?: string;
}

export class DeclineAccommodation extends ActionBody {
  @IsId('person') person: string;
  @IsId('need') need: string;
  @IsText() reason: string;
  /** What was offered instead. */
  @Optional() @IsText() instead?: string;
}

export class ReportNeedNotMet extends ActionBody {
  @IsId('person') person: string;
  @Optional() @IsId('need') need?: string;
  @IsText() what: string;
}

const onFile = (body: { person: string }): string => `file-${body.person}`;
const theirPerson = (body: { person: string }): readonly string[] => [`person-${body.person}`];
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aNeed = '0190c7a0-0000-7000-8000-0000000002e1';

export const needActions = {
  StateNeed: action<StateNeed>({
    body: StateNeed,
    kind: 'request',
    clauses: ['R2'],
    says: 'Say what a client needs for the service to be sensitive to who they are.',
    who: ['client', 'therapist', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('need'),
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, { person, kind, words }: StateNeed, c) =>
          stateNeed(s, { person, need: c.id('need'), kind, words }, c.world.person(person)),
      }),
    ],
    states: [needFacts.NeedStated],
    refuses: [personNotRegistered],
    example: { person: someone, kind: 'access', words: 'A room without stairs.' },
  }),
  ChangeNeed: action<ChangeNeed>({
    body: ChangeNeed,
    kind: 'request',
    clauses: ['R2'],
    says: 'Say a need differently; it waits for an answer again.',
    who: ['client', 'therapist', 'front-desk', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, need, kind, words }: ChangeNeed) => changeNeed(s, { person, need, kind, words }),
      }),
    ],
    states: [needFacts.NeedChanged],
    refuses: [needNotFound],
    example: { person: someone, need: aNeed, kind: 'access', words: 'A room without stairs, near the door.' },
  }),
  WithdrawNeed: action<WithdrawNeed>({
    body: WithdrawNeed,
    kind: 'request',
    clauses: ['R2'],
    says: 'Take a need back; no reason is asked.',
    who: ['client', 'therapist', 'front-desk', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, need }: WithdrawNeed) => withdrawNeed(s, { person, need }),
      }),
    ],
    states: [needFacts.NeedWithdrawn],
    refuses: [needNotFound],
    example: { person: someone, need: aNeed },
  }),
  AgreeAccommodation: action<AgreeAccommodation>({
    body: AgreeAccommodation,
    kind: 'request',
    clauses: ['R2'],
    says: 'Agree to do something about a need, and say what the front desk must do.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    makes: (_body, id) => id('accommodation'),
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, need, what, deskDoes, mayTellKind }: AgreeAccommodation, c) =>
          agreeAccommodation(
            s,
            { person, need, accommodation: c.id('accommodation'), what, ...(deskDoes && { deskDoes }) },
            mayTellKind === true,
          ),
      }),
    ],
    states: [needFacts.AccommodationAgreed],
    refuses: [needNotFound, needIsWithdrawn],
    example: { person: someone, need: aNeed, what: 'Sessions on the ground floor.', deskDoes: 'Book room 1.' },
  }),
  ProvideAccommodation: action<ProvideAccommodation>({
    body: ProvideAccommodation,
    kind: 'report',
    clauses: ['R2'],
    says: 'Record that what was agreed about a need was done, or that something was done without an agreement.',
    who: ['client', 'therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, need, note }: ProvideAccommodation) =>
          provideAccommodation(s, { person, need, ...(note && { note }) }),
      }),
    ],
    states: [needFacts.AccommodationProvided, needFacts.NeedProvidedFor],
    refuses: [needNotFound],
    example: { person: someone, need: aNeed },
  }),
  DeclineAccommodation: action<DeclineAccommodation>({
    body: DeclineAccommodation,
    kind: 'request',
    clauses: ['R2'],
    says: 'Decline to meet a need, with the reason, and say what is offered instead.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, need, reason, instead }: DeclineAccommodation) =>
          declineAccommodation(s, { person, need, reason, ...(instead && { instead }) }),
      }),
    ],
    states: [needFacts.AccommodationDeclined],
    refuses: [needNotFound, needIsWithdrawn],
    example: {
      person: someone,
      need: aNeed,
      reason: 'No therapist here works in that language.',
      instead: 'An interpreter.',
    },
  }),
  ReportNeedNotMet: action<ReportNeedNotMet>({
    body: ReportNeedNotMet,
    kind: 'report',
    clauses: ['R2'],
    says: 'Report that a need was not met, whether it had been stated or not.',
    who: ['client', 'therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('report'),
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, { person, need, what }: ReportNeedNotMet, c) =>
          reportNeedNotMet(s, { person, report: c.id('report'), what, ...(need && { need }) }, c.world.person(person)),
      }),
    ],
    states: [needFacts.NeedNotMet],
    refuses: [personNotRegistered, needNotFound],
    example: { person: someone, need: aNeed, what: 'The session was upstairs again.' },
  }),
} as const;
