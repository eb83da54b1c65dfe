import { callingOffFacts, transferCase } from '../../domain/case/calling-off.js';
import {
  closeCase,
  endByClient,
  endByTherapist,
  endingFacts,
  referralNeeded,
  removeParticipant,
  THERAPIST_REASONS,
} from '../../domain/case/ending.js';
import {
  addParticipant,
  alreadyAParticipant,
  CASE_KINDS,
  caseExists,
  caseIsClosed,
  caseNotClosed,
  caseNotFound,
  notAParticipant,
  openCase,
  reopenCase,
  rosterFacts,
  rosterSize,
  sameTherapist,
} from '../../domain/case/roster.js';
import { sessionFacts } from '../../domain/case/sessions-facts.js';
import { recordDestroyed } from '../../domain/destruction/closing.js';
import type { Circumstances, Decision } from '../../domain/language/decision.js';
import {
  barOn,
  therapistNotInGoodStanding,
  therapistNotRegistered,
  therapistWithoutSupervision,
} from '../../domain/therapist/registration.js';
import type { World } from '../../domain/world.js';
import { ActionBody, action, IsCode, IsId, IsIds, IsRecords, IsText, leg } from './action.js';

export class OpenCase extends ActionBody {
  @IsCode(...CASE_KINDS) kind: (typeof CASE_KINDS)[number];
  @IsIds(1, 30) participants: string[];
  @IsId('therapist') therapist: string;
}

export class AddParticipant extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
}

export class RemoveParticipant extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode('joined-in-error', 'asked', 'other-case', 'died') reason: 'joined-in-error' | 'asked' | 'other-case' | 'died';
}

export class AssignTherapist extends ActionBody {
  @IsId('case') case: string;
  @IsId('therapist') therapist: string;
}

export class CloseCase extends ActionBody {
  @IsId('case') case: string;
  @IsCode('completed', 'never-began', 'transferred') because: 'completed' | 'never-began' | 'transferred';
}

export class EndCounselling extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
}

export class Referral {
  @IsId('person') participant: string;
  @IsText(2_000) to: string;
}

export class EndByTherapist extends ActionBody {
  @IsId('case') case: string;
  @IsCode(...THERAPIST_REASONS) because: (typeof THERAPIST_REASONS)[number];
  @IsText() reason: string;
  @IsRecords(Referral, 0, 30) referrals: Referral[];
}

export class ReopenCase extends ActionBody {
  @IsId('case') case: string;
  @IsIds(1, 30) participants: string[];
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const { CaseOpened, ParticipantJoined, ParticipantRemoved, TherapistAssigned, CaseClosed, CaseReopened } = rosterFacts;
const { SeatReleased } = sessionFacts;
const barred = [therapistNotRegistered, therapistNotInGoodStanding, therapistWithoutSupervision];
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';

const registrationOf = (person: string): string => `person-${person}`;
/** Whoever was a client long ago and comes back is registered anew: of the old registration nobody knows whose it was. */
const unknownByNow = (persons: readonly string[], { world }: Circumstances<World>): Decision | undefined =>
  persons.some((one) => world.closing(registrationOf(one)).begun !== undefined) ? recordDestroyed() : undefined;

export const rosterActions = {
  OpenCase: action<OpenCase>({
    body: OpenCase,
    kind: 'request',
    clauses: ['R3', 'R4'],
    says: 'Open a case for a dated roster of participants with a therapist of record.',
    who: ['front-desk', 'manager'],
    makes: (_body, id) => id('case'),
    legs: [
      leg('case', {
        stream: (_body: OpenCase, id) => `case-${id('case')}`,
        also: (body) => [`therapist-${body.therapist}`, ...body.participants.map(registrationOf)],
        decide: (s, { kind, participants, therapist }: OpenCase, c) =>
          unknownByNow(participants, c) ??
          openCase(
            s,
            { case: c.id('case'), kind, participants, therapist },
            barOn(c.world.therapist(therapist).registration, c.world.zone.localOf(c.happenedAt).slice(0, 10)),
          ),
      }),
    ],
    states: [CaseOpened],
    refuses: [caseExists, rosterSize, recordDestroyed, ...barred],
    example: { kind: 'individual', participants: [someone], therapist: aTherapist },
  }),
  AddParticipant: action<AddParticipant>({
    body: AddParticipant,
    kind: 'request',
    clauses: ['R3'],
    says: 'Add a participant to a family or a group.',
    who: ['front-desk', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: AddParticipant) => [registrationOf(body.participant)],
        decide: (s, body, c) =>
          unknownByNow([body.participant], c) ?? addParticipant(s, { case: body.case, participant: body.participant }),
      }),
    ],
    states: [ParticipantJoined],
    refuses: [recordDestroyed, caseNotFound, caseIsClosed, rosterSize, alreadyAParticipant],
    example: { case: aCase, participant: someone },
  }),
  RemoveParticipant: action<RemoveParticipant>({
    body: RemoveParticipant,
    kind: 'request',
    clauses: ['R11'],
    says: 'Take a participant off the roster; what is booked for them is released.',
    who: ['front-desk', 'therapist', 'system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: RemoveParticipant, c) =>
          removeParticipant(s, { case: body.case, participant: body.participant, reason: body.reason }, c),
      }),
    ],
    states: [ParticipantRemoved, SeatReleased],
    refuses: [caseNotFound, notAParticipant],
    example: { case: aCase, participant: someone, reason: 'asked' },
  }),
  AssignTherapist: action<AssignTherapist>({
    body: AssignTherapist,
    kind: 'request',
    clauses: ['R4', 'T3'],
    says: 'Make another therapist the therapist of record; the former one’s access ends at once, what was explained, consented to and booked is due anew.',
    who: ['manager', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: AssignTherapist) => [`therapist-${body.therapist}`],
        decide: (s, body: AssignTherapist, c) =>
          transferCase(
            s,
            { case: body.case, therapist: body.therapist },
            barOn(c.world.therapist(body.therapist).registration, c.world.zone.localOf(c.happenedAt).slice(0, 10)),
            c,
          ),
      }),
    ],
    states: [TherapistAssigned, sessionFacts.SessionCancelledByAgency, callingOffFacts.AnotherSessionOffered],
    refuses: [caseNotFound, caseIsClosed, sameTherapist, ...barred],
    example: { case: aCase, therapist: aTherapist },
  }),
  CloseCase: action<CloseCase>({
    body: CloseCase,
    kind: 'request',
    clauses: ['R11'],
    says: 'Close a case whose work is done.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: CloseCase, c) => closeCase(s, { case: body.case, because: body.because }, c),
      }),
    ],
    states: [SeatReleased, CaseClosed],
    refuses: [caseNotFound, caseIsClosed],
    example: { case: aCase, because: 'completed' },
  }),
  EndCounselling: action<EndCounselling>({
    body: EndCounselling,
    kind: 'request',
    clauses: ['R11'],
    says: 'Leave counselling: at any time, no reason asked; what is booked is released by the fair rule.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: EndCounselling, c) => endByClient(s, { case: body.case, participant: body.participant }, c),
      }),
    ],
    states: [endingFacts.ClientEnded, SeatReleased, ParticipantRemoved, CaseClosed],
    refuses: [caseNotFound, notAParticipant],
    example: { case: aCase, participant: someone },
  }),
  EndByTherapist: action<EndByTherapist>({
    body: EndByTherapist,
    kind: 'request',
    clauses: ['R11', 'T4'],
    says: 'End counselling as its therapist: with a reason the standards allow and a referral for each participant.',
    who: ['therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, because, reason, referrals }: EndByTherapist, c) =>
          endByTherapist(s, { case: caseId, because, reason, referrals }, c),
      }),
    ],
    states: [endingFacts.TherapistEnded, endingFacts.ReferralOffered, SeatReleased, CaseClosed],
    refuses: [caseNotFound, caseIsClosed, referralNeeded],
    example: {
      case: aCase,
      because: 'lack-of-competence',
      reason: 'Needs specialised trauma treatment.',
      referrals: [{ participant: someone, to: 'The trauma clinic, by its intake line.' }],
    },
  }),
  ReopenCase: action<ReopenCase>({
    body: ReopenCase,
    kind: 'request',
    clauses: ['R3'],
    says: 'Open a closed case again for the participants named.',
    who: ['front-desk', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ReopenCase) => reopenCase(s, { case: body.case, participants: body.participants }),
      }),
    ],
    states: [CaseReopened],
    refuses: [caseNotFound, caseNotClosed, notAParticipant],
    example: { case: aCase, participants: [someone] },
  }),
} as const;
