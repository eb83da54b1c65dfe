import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, flag, id, list, sealed, text } from '../language/field.js';
import { type RosterState, requireParticipant, type rosterFacts } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';

/** What an explanation must cover before consent to it is informed (HCCA s. 11; CRPO 3.2). */
export const EXPLANATION_PARTS = ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'] as const;
export const CONSENT_HOW = ['verbal', 'written', 'portal'] as const;

export const counsellingFacts = {
  CounsellingExplained: fact({
    type: 'CounsellingExplained',
    stream: 'case',
    clauses: ['T2', 'R5'],
    says: 'Counselling was explained to a participant: what was covered, and whether their questions were answered.',
    fields: {
      case: id(),
      participant: id(),
      covered: list(code(...EXPLANATION_PARTS)),
      questionsAnswered: flag(),
      notes: sealedNotes(),
    },
    subjects: { participant: 'participant' },
    compartments: { counselling: 'participant' },
    example: {
      case: aCase,
      participant: aPerson,
      covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
      questionsAnswered: true,
      notes: 'Asked how long it usually takes.',
    },
  }),
  CounsellingConsentGiven: fact({
    type: 'CounsellingConsentGiven',
    stream: 'case',
    clauses: ['T2', 'R7'],
    says: 'A participant consented to counselling after it was explained.',
    fields: { case: id(), participant: id(), how: code(...CONSENT_HOW) },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, how: 'written' },
  }),
  CounsellingConsentRefused: fact({
    type: 'CounsellingConsentRefused',
    stream: 'case',
    clauses: ['T2', 'R6'],
    says: 'A participant refused consent to counselling.',
    fields: { case: id(), participant: id(), how: code(...CONSENT_HOW) },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, how: 'verbal' },
  }),
  CounsellingConsentWithdrawn: fact({
    type: 'CounsellingConsentWithdrawn',
    stream: 'case',
    clauses: ['T2', 'R11'],
    says: 'A participant withdrew consent to counselling; it holds from then on and is not retroactive.',
    fields: { case: id(), participant: id(), how: code(...CONSENT_HOW) },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, how: 'verbal' },
  }),
} as const;

function sealedNotes() {
  return sealed('counselling', 'R', text());
}

const { CounsellingExplained, CounsellingConsentGiven, CounsellingConsentRefused, CounsellingConsentWithdrawn } =
  counsellingFacts;

export interface CounsellingState {
  readonly explanations: {
    readonly participant: string;
    readonly at: string;
    readonly complete: boolean;
    readonly fact: string;
  }[];
  readonly consents: {
    readonly participant: string;
    readonly from: string;
    until: string | undefined;
    readonly fact: string;
  }[];
}

const endConsents = (s: CounsellingState, participant: string, at: string): void => {
  for (const c of s.consents) if (c.participant === participant && c.until === undefined) c.until = at;
};

export const counselling = evolution<
  CounsellingState,
  typeof counsellingFacts,
  Pick<typeof rosterFacts, 'TherapistAssigned'>
>(
  () => ({ explanations: [], consents: [] }),
  counsellingFacts,
  {
    CounsellingExplained: (s, { id: factId, open, happenedAt }) =>
      void s.explanations.push({
        participant: open.participant,
        at: happenedAt,
        complete: EXPLANATION_PARTS.every((part) => open.covered.includes(part)) && open.questionsAnswered,
        fact: factId,
      }),
    CounsellingConsentGiven: (s, { id: factId, open, happenedAt }) =>
      void s.consents.push({ participant: open.participant, from: happenedAt, until: undefined, fact: factId }),
    CounsellingConsentRefused: (s, { open, happenedAt }) => endConsents(s, open.participant, happenedAt),
    CounsellingConsentWithdrawn: (s, { open, happenedAt }) => endConsents(s, open.participant, happenedAt),
  },
  {
    // With another therapist everything is explained and consented to anew (rule 55).
    TherapistAssigned: (s, { happenedAt }) => {
      s.explanations.length = 0;
      for (const consent of s.consents) consent.until ??= happenedAt;
    },
  },
);

/** True when counselling was explained in full to a participant. */
export const explained = (s: CounsellingState, participant: string): boolean =>
  s.explanations.some((e) => e.participant === participant && e.complete);

/** The consent to counselling of a participant that is live now, if any. */
export const liveConsent = (
  s: CounsellingState,
  participant: string,
): CounsellingState['consents'][number] | undefined =>
  s.consents.find((c) => c.participant === participant && c.until === undefined);

export const notExplained = refusal(
  'counselling-not-explained',
  'Consent is informed only after process, benefits, risks, alternatives and what follows from not proceeding were explained and questions answered.',
  { clause: 'T2' },
);
export const noCounsellingConsent = refusal(
  'no-counselling-consent',
  'There is no live consent to counselling to withdraw.',
  {
    clause: 'T2',
  },
);

type Slices = { readonly roster: RosterState; readonly counselling: CounsellingState };
type Consent = { readonly case: string; readonly participant: string; readonly how: (typeof CONSENT_HOW)[number] };

export function explainCounselling(state: Slices, action: Parameters<typeof CounsellingExplained>[0]): Decision {
  return requireParticipant(state, action.participant) ?? accept(CounsellingExplained(action));
}

export function consentToCounselling(state: Slices, action: Consent): Decision {
  const refused = requireParticipant(state, action.participant);
  if (refused) return refused;
  const explanation = state.counselling.explanations.findLast(
    (e) => e.participant === action.participant && e.complete,
  );
  if (explanation === undefined) return notExplained({ field: 'participant' });
  if (liveConsent(state.counselling, action.participant)) return accept();
  return accept(CounsellingConsentGiven(action, { restsOn: [explanation.fact] }));
}

export function refuseCounselling(state: Slices, action: Consent): Decision {
  return requireParticipant(state, action.participant) ?? accept(CounsellingConsentRefused(action));
}

export function withdrawCounsellingConsent(state: Slices, action: Consent): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const live = liveConsent(state.counselling, action.participant);
  if (live === undefined) return noCounsellingConsent({ field: 'participant' });
  return accept(CounsellingConsentWithdrawn(action, { restsOn: [live.fact] }));
}
