import { counsellingFacts, EXPLANATION_PARTS } from '../../domain/case/counselling.js';
import { endingFacts } from '../../domain/case/ending.js';
import { informingFacts } from '../../domain/case/informing.js';
import { noticeFacts } from '../../domain/case/notices.js';
import { rosterFacts } from '../../domain/case/roster.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { nothing } from '../view.js';
import { introductionDue } from './introducing.js';
import { caseIsClosed, caseIsOpen, gone, hasLeft, isBack, policiesFor, standingPart, stands } from './part.js';

const { CaseOpened, ParticipantJoined, ParticipantRemoved, CaseClosed, CaseReopened } = rosterFacts;

/** What is due to everyone who joins: policies, explanations, the therapist's qualifications and availability. */
const joined = (fact: StoredFact, participant: string) => [
  isBack(participant),
  stands(fact, 'R3', policiesFor(participant), 'open', { participant, onceGone: 'dropped' }),
  stands(fact, 'T2', `explanation for ${participant}`, 'open', { participant, onceGone: 'dropped' }),
  ...introductionDue(fact, participant),
];
const urgentCareIsOver = (participant: string) => [
  gone('R3', `urgent care of ${participant}`),
  gone('T2', `urgent care of ${participant}`),
];

/** R3, T2, R11 and T4 as one comes, is told everything, consents and goes. */
export const informingStanding = standingPart({
  follows: {
    ...informingFacts,
    ...counsellingFacts,
    ...endingFacts,
    ...noticeFacts,
    CaseOpened,
    ParticipantJoined,
    ParticipantRemoved,
    CaseClosed,
    CaseReopened,
  },
  on: {
    CaseOpened: (f) => f.open.participants.flatMap((participant) => joined(f, participant)),
    ParticipantJoined: (f) => joined(f, f.open.participant),
    ParticipantRemoved: (f) => [hasLeft(f, f.open.participant)],
    CaseClosed: (f) => [caseIsClosed(f)],
    // Who comes back goes on where they stood.
    CaseReopened: (f) => [caseIsOpen(), ...f.open.participants.map(isBack)],
    PolicyGiven: (f) => [
      stands(f, 'R3', `${f.open.kind} for ${f.open.participant}`, 'kept', f.open.participant),
      ...(f.open.kind === 'limits-of-confidentiality'
        ? [stands(f, 'R7', `limits told to ${f.open.participant}`, 'kept', f.open.participant)]
        : []),
    ],
    PolicyAcknowledged: (f) => [
      stands(f, 'R3', `${f.open.kind} acknowledged by ${f.open.participant}`, 'kept', f.open.participant),
    ],
    CounsellingExplained: (f) => {
      const { covered, questionsAnswered, participant } = f.open;
      const whole = questionsAnswered && EXPLANATION_PARTS.every((part) => covered.includes(part));
      return [
        // In part, it leaves what is due as it was; nor does it undo a whole one.
        ...(whole ? [stands(f, 'T2', `explanation for ${participant}`, 'kept', participant)] : []),
        stands(f, 'R5', `questions of ${participant}`, questionsAnswered ? 'kept' : 'open', participant),
      ];
    },
    CounsellingConsentGiven: (f) => [
      ...urgentCareIsOver(f.open.participant),
      stands(f, 'T2', `consent of ${f.open.participant}`, 'kept', f.open.participant),
    ],
    CounsellingConsentRefused: (f) => [
      ...urgentCareIsOver(f.open.participant),
      stands(f, 'T2', `consent of ${f.open.participant}`, 'kept', f.open.participant),
      stands(f, 'R6', `refusal by ${f.open.participant}`, 'kept', f.open.participant),
    ],
    CounsellingConsentWithdrawn: (f) => [
      stands(f, 'T2', `consent of ${f.open.participant}`, 'kept', f.open.participant),
    ],
    ClientEnded: (f) => [stands(f, 'R11', `ending by ${f.open.participant}`, 'kept', f.open.participant)],
    TherapistEnded: (f) => [stands(f, 'T4', 'ending by the therapist', 'kept')],
    ReferralOffered: (f) => [stands(f, 'T4', `referral for ${f.open.participant}`, 'kept', f.open.participant)],
    NoticeDue: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'open', f.open.participant)],
    // Whether it arrived is not known yet.
    NoticeSent: nothing,
    NoticeDelivered: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'kept', f.open.participant)],
    ContactedAgainstPermission: (f) => [
      stands(f, 'R7', `reached by ${f.open.how} against permission, ${f.id}`, 'breached', f.open.participant),
    ],
    NoticeReturned: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'open', f.open.participant)],
  },
});
