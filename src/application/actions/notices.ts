import {
  NOTICE_HOW,
  NOTICES,
  type NoticeAbout,
  noticeFacts,
  noticeNotFound,
  raiseNotice,
  recordNotice,
} from '../../domain/case/notices.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { ActionBody, action, IsCode, IsId, leg } from './action.js';

export class RaiseNotice extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...NOTICES) about: NoticeAbout;
  @IsId('fact') because: string;
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
const { NoticeDue, NoticeSent, NoticeDelivered, NoticeReturned } = noticeFacts;

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
        decide: (s, { case: caseId, participant, about, because }: RaiseNotice, c) =>
          raiseNotice(s, { case: caseId, participant, notice: c.id('notice'), about, because }),
      }),
    ],
    states: [NoticeDue],
    refuses: [caseNotFound, notAParticipant],
    example: {
      case: aCase,
      participant: someone,
      about: 'session-cancelled-by-agency',
      because: '0190c7a0-0000-7000-8000-000000000001',
    },
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
        decide: (s, { case: caseId, notice, outcome, how }: RecordNotice) =>
          recordNotice(s, { case: caseId, notice, outcome, how }),
      }),
    ],
    states: [NoticeSent, NoticeDelivered, NoticeReturned],
    refuses: [noticeNotFound],
    example: { case: aCase, notice: '0190c7a0-0000-7000-8000-0000000000e9', outcome: 'delivered', how: 'telephone' },
  }),
} as const;
