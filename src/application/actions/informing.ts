import {
  CONSENT_HOW,
  consentToCounselling,
  counsellingFacts,
  EXPLANATION_PARTS,
  explainCounselling,
  noCounsellingConsent,
  notExplained,
  refuseCounselling,
  withdrawCounsellingConsent,
} from '../../domain/case/counselling.js';
import {
  acknowledgePolicy,
  GIVEN_HOW,
  givePolicy,
  informingFacts,
  policyNotGiven,
  unknownPolicy,
} from '../../domain/case/informing.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { ActionBody, action, IsCode, IsCodes, IsFlag, IsId, IsText, leg } from './action.js';

export class GivePolicy extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('policy') policy: string;
  @IsCode(...GIVEN_HOW) how: (typeof GIVEN_HOW)[number];
}

export class AcknowledgePolicy extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('policy') policy: string;
}

export class ExplainCounselling extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCodes(EXPLANATION_PARTS) covered: (typeof EXPLANATION_PARTS)[number][];
  @IsFlag() questionsAnswered: boolean;
  @IsText() notes: string;
}

export class CounsellingConsent extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...CONSENT_HOW) how: (typeof CONSENT_HOW)[number];
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const { PolicyGiven, PolicyAcknowledged } = informingFacts;
const { CounsellingExplained, CounsellingConsentGiven, CounsellingConsentRefused, CounsellingConsentWithdrawn } =
  counsellingFacts;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aPolicy = '0190c7a0-0000-7000-8000-000000000b01';
const notTheirs = [caseNotFound, notAParticipant];
const consent = (body: CounsellingConsent) => ({ case: body.case, participant: body.participant, how: body.how });

export const informingActions = {
  GivePolicy: action<GivePolicy>({
    body: GivePolicy,
    kind: 'report',
    clauses: ['R3', 'R7'],
    says: 'Record that a version of a policy was given to a participant.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: GivePolicy, c) =>
          givePolicy(
            s,
            { case: body.case, participant: body.participant, policy: body.policy, how: body.how },
            c.world.policies.published,
          ),
      }),
    ],
    states: [PolicyGiven],
    refuses: [...notTheirs, unknownPolicy],
    example: { case: aCase, participant: someone, policy: aPolicy, how: 'in-person' },
  }),
  AcknowledgePolicy: action<AcknowledgePolicy>({
    body: AcknowledgePolicy,
    kind: 'request',
    clauses: ['R3', 'R7'],
    says: 'Acknowledge a version of a policy.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: AcknowledgePolicy) =>
          acknowledgePolicy(s, { case: body.case, participant: body.participant, policy: body.policy }),
      }),
    ],
    states: [PolicyAcknowledged],
    refuses: [...notTheirs, policyNotGiven],
    example: { case: aCase, participant: someone, policy: aPolicy },
  }),
  ExplainCounselling: action<ExplainCounselling>({
    body: ExplainCounselling,
    kind: 'report',
    clauses: ['T2', 'R5'],
    says: 'Record what was explained about counselling and whether questions were answered.',
    who: ['therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, covered, questionsAnswered, notes }: ExplainCounselling) =>
          explainCounselling(s, { case: caseId, participant, covered, questionsAnswered, notes }),
      }),
    ],
    states: [CounsellingExplained],
    refuses: notTheirs,
    example: {
      case: aCase,
      participant: someone,
      covered: [...EXPLANATION_PARTS],
      questionsAnswered: true,
      notes: 'Asked how long it usually takes.',
    },
  }),
  ConsentToCounselling: action<CounsellingConsent>({
    body: CounsellingConsent,
    kind: 'request',
    clauses: ['T2', 'R7'],
    says: 'Consent to counselling after it was explained.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', { stream: onCase, decide: (s, body: CounsellingConsent) => consentToCounselling(s, consent(body)) }),
    ],
    states: [CounsellingConsentGiven],
    refuses: [...notTheirs, notExplained],
    example: { case: aCase, participant: someone, how: 'written' },
  }),
  RefuseCounselling: action<CounsellingConsent>({
    body: CounsellingConsent,
    kind: 'request',
    clauses: ['T2', 'R6'],
    says: 'Refuse consent to counselling.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', { stream: onCase, decide: (s, body: CounsellingConsent) => refuseCounselling(s, consent(body)) }),
    ],
    states: [CounsellingConsentRefused],
    refuses: notTheirs,
    example: { case: aCase, participant: someone, how: 'verbal' },
  }),
  WithdrawCounsellingConsent: action<CounsellingConsent>({
    body: CounsellingConsent,
    kind: 'request',
    clauses: ['T2', 'R11'],
    says: 'Withdraw consent to counselling; it holds at once.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: CounsellingConsent) => withdrawCounsellingConsent(s, consent(body)),
      }),
    ],
    states: [CounsellingConsentWithdrawn],
    refuses: [...notTheirs, noCounsellingConsent],
    example: { case: aCase, participant: someone, how: 'verbal' },
  }),
} as const;
