import {
  NOTICE_HOW,
  NOTICES,
  type NoticeAbout,
  noticeFacts,
  noticeNotFound,
  raiseNotice,
  recordNotice,
  sendNotice,
} from '../../domain/case/notices.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { localDateOf } from '../../domain/language/business-time.js';
import type { Circumstances } from '../../domain/language/decision.js';
import { factNotInStream } from '../../domain/language/mistakes.js';
import { contactNotPermitted, mayReach } from '../../domain/person/contact.js';
import type { StateOf, World } from '../../domain/world.js';
import { ActionBody, action, IsCode, IsId, leg } from './action.js';

export class RaiseNotice extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...NOTICES) about: NoticeAbout;
  @IsId('fact') because: string;
}

export class SendNotice extends ActionBody {
  @IsId('case') case: string;
  @IsId('notice') notice: string;
  @IsCode(...NOTICE_HOW) how: (typeof NOTICE_HOW)[number];
}

export class RecordNotice extends ActionBody {
  @IsId('case') case: string;
  @IsId('notice') notice: string;
  @IsCode('sent', 'delivered', 'returned') outcome: 'sent' | 'delivered' | 'returned';
  @IsCode(...NOTICE_HOW) how: (typeof NOTICE_HOW)[number];
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const { NoticeDue, NoticeSent, NoticeDelivered, NoticeReturned, ContactedAgainstPermission } = noticeFacts;

type NoticeOf = { readonly notice: string };
/** Whom a notice is for: their contact decides in which way it may go. */
const toWhom = (s: StateOf<'case'>, { notice }: NoticeOf): string | undefined =>
  s.notices.notices.get(notice)?.participant;
const theirs = (body: NoticeOf, s: StateOf<'case'>): readonly string[] => {
  const person = toWhom(s, body);
  return person === undefined ? [] : [`person-${person}`];
};
const permitted = (
  s: StateOf<'case'>,
  body: NoticeOf & { readonly how: (typeof NOTICE_HOW)[number] },
  c: Circumstances<World>,
): boolean => {
  const person = toWhom(s, body);
  return person === undefined || mayReach(c.world.contact(person), body.how, localDateOf(c.happenedAt, c.world.zone));
};

export const noticeActions = {
  RaiseNotice: action<RaiseNotice>({
    body: RaiseNotice,
    kind: 'request',
    clauses: ['R3'],
    says: 'Open the duty to tell a participant something; done by the system when it happens.',
    who: ['system', 'front-desk'],
    makes: (_body, id) => id('notice'),
    legs: [
      leg('case', {
        stream: onCase,
        needsHistory: true,
        // What the system raises may follow from a policy; a person names what happened in this case.
        decide: (s, { case: caseId, participant, about, because }: RaiseNotice, c) =>
          c.actor.role === 'system' || c.history.some(({ id }) => id === because)
            ? raiseNotice(s, { case: caseId, participant, notice: c.id('notice'), about, because })
            : factNotInStream({ field: 'because' }),
      }),
    ],
    states: [NoticeDue],
    refuses: [caseNotFound, notAParticipant, factNotInStream],
    example: {
      case: aCase,
      participant: someone,
      about: 'session-cancelled-by-agency',
      because: '0190c7a0-0000-7000-8000-000000000001',
    },
  }),
  SendNotice: action<SendNotice>({
    body: SendNotice,
    kind: 'request',
    clauses: ['R3', 'R7'],
    says: 'Send a notice in a way that the participant permits now; any other is refused.',
    who: ['front-desk', 'therapist', 'system'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: SendNotice, s) => theirs(body, s),
        decide: (s, body: SendNotice, c) =>
          sendNotice(s, { case: body.case, notice: body.notice, how: body.how }, permitted(s, body, c)),
      }),
    ],
    states: [NoticeSent],
    refuses: [noticeNotFound, contactNotPermitted],
    example: { case: aCase, notice: '0190c7a0-0000-7000-8000-0000000000e9', how: 'e-mail' },
  }),
  RecordNotice: action<RecordNotice>({
    body: RecordNotice,
    kind: 'report',
    clauses: ['R3'],
    says: 'Record that a notice was sent, reached the participant, or came back.',
    who: ['front-desk', 'therapist', 'system'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: RecordNotice, s) => theirs(body, s),
        decide: (s, body: RecordNotice, c) =>
          recordNotice(
            s,
            { case: body.case, notice: body.notice, outcome: body.outcome, how: body.how },
            permitted(s, body, c),
          ),
      }),
    ],
    states: [NoticeSent, NoticeDelivered, NoticeReturned, ContactedAgainstPermission],
    refuses: [noticeNotFound],
    example: { case: aCase, notice: '0190c7a0-0000-7000-8000-0000000000e9', outcome: 'delivered', how: 'telephone' },
  }),
} as const;
