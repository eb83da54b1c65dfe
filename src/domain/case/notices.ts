import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id } from '../language/field.js';
import { contactNotPermitted } from '../person/contact.js';
import { type RosterState, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aNotice = '0190c7a0-0000-7000-8000-0000000000e9';
const aFact = '0190c7a0-0000-7000-8000-000000000001';

/** What a participant is told by a notice. */
export const NOTICES = [
  'session-cancelled-by-agency',
  'deadline-extended',
  'therapist-changed',
  'therapist-ended',
  'refund-due',
  'policy-changed',
] as const;
export type NoticeAbout = (typeof NOTICES)[number];
export const NOTICE_HOW = ['telephone', 'voicemail', 'text', 'e-mail', 'mail', 'in-person'] as const;

export const noticeFacts = {
  NoticeDue: fact({
    type: 'NoticeDue',
    stream: 'case',
    clauses: ['R3'],
    says: 'A participant is to be told something that happened in their case.',
    fields: { case: id(), participant: id(), notice: id(), about: code(...NOTICES), because: id('fact') },
    subjects: { participant: 'participant' },
    example: {
      case: aCase,
      participant: aPerson,
      notice: aNotice,
      about: 'session-cancelled-by-agency',
      because: aFact,
    },
  }),
  NoticeSent: fact({
    type: 'NoticeSent',
    stream: 'case',
    clauses: ['R3'],
    says: 'A notice was sent; whether it arrived is not known yet.',
    fields: { case: id(), participant: id(), notice: id(), how: code(...NOTICE_HOW) },
    subjects: { participant: 'participant' },
    inTheWorld: true,
    example: { case: aCase, participant: aPerson, notice: aNotice, how: 'e-mail' },
  }),
  NoticeDelivered: fact({
    type: 'NoticeDelivered',
    stream: 'case',
    clauses: ['R3'],
    says: 'A notice reached the participant.',
    fields: { case: id(), participant: id(), notice: id(), how: code(...NOTICE_HOW) },
    subjects: { participant: 'participant' },
    inTheWorld: true,
    example: { case: aCase, participant: aPerson, notice: aNotice, how: 'telephone' },
  }),
  NoticeReturned: fact({
    type: 'NoticeReturned',
    stream: 'case',
    clauses: ['R3'],
    says: 'A notice came back: the duty to tell is open again (rule 41).',
    fields: { case: id(), participant: id(), notice: id(), how: code(...NOTICE_HOW) },
    subjects: { participant: 'participant' },
    inTheWorld: true,
    example: { case: aCase, participant: aPerson, notice: aNotice, how: 'mail' },
  }),
  ContactedAgainstPermission: fact({
    type: 'ContactedAgainstPermission',
    stream: 'case',
    clauses: ['R7', 'C2'],
    says: 'A participant was told something in a way in which they do not permit to be reached (rule 48).',
    fields: { case: id(), participant: id(), notice: id(), how: code(...NOTICE_HOW) },
    subjects: { participant: 'participant' },
    inTheWorld: true,
    example: { case: aCase, participant: aPerson, notice: aNotice, how: 'voicemail' },
  }),
} as const;

const { NoticeDue, NoticeSent, NoticeDelivered, NoticeReturned, ContactedAgainstPermission } = noticeFacts;

export interface NoticesState {
  readonly notices: Map<
    string,
    {
      readonly participant: string;
      state: 'due' | 'sent' | 'delivered';
      /** When it was last sent. */
      sentAt: string | undefined;
      readonly fact: string;
    }
  >;
}

const become = (s: NoticesState, notice: string, state: 'due' | 'sent' | 'delivered'): void => {
  const found = s.notices.get(notice);
  if (found) found.state = state;
};

export const notices = evolution<NoticesState, typeof noticeFacts>(() => ({ notices: new Map() }), noticeFacts, {
  NoticeDue: (s, { id: factId, open }) =>
    void s.notices.set(open.notice, { participant: open.participant, state: 'due', sentAt: undefined, fact: factId }),
  NoticeSent: (s, { open, happenedAt }) => {
    become(s, open.notice, 'sent');
    const found = s.notices.get(open.notice);
    if (found) found.sentAt = happenedAt;
  },
  NoticeDelivered: (s, { open }) => become(s, open.notice, 'delivered'),
  NoticeReturned: (s, { open }) => become(s, open.notice, 'due'),
  ContactedAgainstPermission: () => {},
});

export const noticeNotFound = refusal('notice-not-found', 'There is no such notice in this case.', { clause: 'R3' });

type Slices = { readonly roster: RosterState; readonly notices: NoticesState };

/** Opens the duty to tell; nothing when the same thing is to be told already. */
export function raiseNotice(state: Slices, action: Parameters<typeof NoticeDue>[0]): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  if (state.notices.notices.has(action.notice)) return accept();
  return accept(NoticeDue(action, { restsOn: [action.because] }));
}

type NoticeHow = (typeof NOTICE_HOW)[number];
interface NoticeTold {
  readonly case: string;
  readonly notice: string;
  readonly how: NoticeHow;
}

/** Sends a notice in a way that the participant permits on that day; another is refused before it is done (rule 48). */
export function sendNotice(state: Slices, action: NoticeTold, permitted: boolean): Decision {
  const found = state.notices.notices.get(action.notice);
  if (found === undefined) return noticeNotFound({ field: 'notice' });
  if (!permitted) return contactNotPermitted({ field: 'how' });
  if (found.state !== 'due') return accept();
  return accept(NoticeSent({ ...action, participant: found.participant }, { restsOn: [found.fact] }));
}

/** Records what became of a notice; one that went against what the participant permits is recorded as that too (rule 36). */
export function recordNotice(
  state: Slices,
  action: NoticeTold & { readonly outcome: 'sent' | 'delivered' | 'returned' },
  permitted: boolean,
): Decision {
  const found = state.notices.notices.get(action.notice);
  if (found === undefined) return noticeNotFound({ field: 'notice' });
  if (found.state === action.outcome) return accept();
  const { case: caseId, notice, how } = action;
  const told = { case: caseId, participant: found.participant, notice, how };
  const kind = { sent: NoticeSent, delivered: NoticeDelivered, returned: NoticeReturned }[action.outcome];
  const more = { restsOn: [found.fact] };
  // A notice that arrived was sent first: it is told against permission once.
  const against =
    !permitted && (action.outcome === 'sent' || (action.outcome === 'delivered' && found.state === 'due'));
  return accept(kind(told, more), ...(against ? [ContactedAgainstPermission(told, more)] : []));
}
