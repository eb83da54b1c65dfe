import { sessionNotBegun } from '../../domain/case/booking.js';
import { CONSENT_HOW } from '../../domain/case/counselling.js';
import { caseIsClosed, caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { sessionNotFound } from '../../domain/case/sessions.js';
import {
  consentToTechnique,
  explainTechnique,
  noTechniqueConsent,
  proposeTechnique,
  refuseTechnique,
  reportTechniqueUsed,
  techniqueNeedsAName,
  techniqueNotConsented,
  techniqueNotExplained,
  techniqueNotFound,
  useTechnique,
  withdrawTechniqueConsent,
} from '../../domain/case/techniques.js';
import { TECHNIQUE_PARTS, techniqueFacts } from '../../domain/case/techniques-facts.js';
import { TECHNIQUES, type Technique } from '../../domain/therapist/techniques.js';
import { ActionBody, action, IsCode, IsCodes, IsFlag, IsId, IsIds, IsText, leg, Optional } from './action.js';

export class ProposeTechnique extends ActionBody {
  @IsId('case') case: string;
  @IsCode(...TECHNIQUES) kind: Technique;
  /** What another technique is called. */
  @Optional() @IsText(200) called?: string;
  @IsText(5_000) why: string;
}

export class ExplainTechnique extends ActionBody {
  @IsId('case') case: string;
  @IsId('technique') technique: string;
  @IsId('person') participant: string;
  @IsCodes(TECHNIQUE_PARTS) covered: (typeof TECHNIQUE_PARTS)[number][];
  @IsFlag() questionsAnswered: boolean;
  @Optional() @IsText() notes?: string;
}

export class TechniqueConsent extends ActionBody {
  @IsId('case') case: string;
  @IsId('technique') technique: string;
  @IsId('person') participant: string;
  @IsCode(...CONSENT_HOW) how: (typeof CONSENT_HOW)[number];
}

export class UseTechnique extends ActionBody {
  @IsId('case') case: string;
  @IsId('technique') technique: string;
  @IsId('session') session: string;
}

export class ReportTechniqueUsed extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsCode(...TECHNIQUES) kind: Technique;
  /** The proposal it belongs to, if there was one. */
  @Optional() @IsId('technique') technique?: string;
  /** Who was there; left out: those who came to the session. */
  @Optional() @IsIds(1, 30) participants?: string[];
  @Optional() @IsText(5_000) words?: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const { TechniqueProposed, TechniqueExplained, TechniqueUsed, TechniqueUseRefused } = techniqueFacts;
const { TechniqueConsentGiven, TechniqueConsentRefused, TechniqueConsentWithdrawn } = techniqueFacts;
const { TechniqueUseReported, TechniqueUseQuestioned } = techniqueFacts;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const aProposal = '0190c7a0-0000-7000-8000-0000000000e1';
const said = { case: aCase, technique: aProposal, participant: someone, how: 'verbal' };
const notTheirs = [caseNotFound, notAParticipant, techniqueNotFound];
const consent = ({ case: caseId, technique, participant, how }: TechniqueConsent) => ({
  case: caseId,
  technique,
  participant,
  how,
});

export const techniqueActions = {
  ProposeTechnique: action<ProposeTechnique>({
    body: ProposeTechnique,
    kind: 'request',
    clauses: ['T2'],
    says: 'Propose a technique that needs its own explanation and consent, touch included.',
    who: ['therapist'],
    makes: (_body, id) => id('technique'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, kind, called, why }: ProposeTechnique, c) =>
          proposeTechnique(s, {
            case: caseId,
            technique: c.id('technique'),
            kind,
            why,
            ...(called !== undefined && { called }),
          }),
      }),
    ],
    states: [TechniqueProposed],
    refuses: [caseNotFound, caseIsClosed, techniqueNeedsAName],
    example: { case: aCase, kind: 'EMDR', why: 'The nightmares go on.' },
  }),
  ExplainTechnique: action<ExplainTechnique>({
    body: ExplainTechnique,
    kind: 'report',
    clauses: ['T2', 'R5'],
    says: 'Record what of a technique was explained to a participant and whether questions were answered.',
    who: ['therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, technique, participant, covered, questionsAnswered, notes }: ExplainTechnique) =>
          explainTechnique(s, {
            case: caseId,
            technique,
            participant,
            covered,
            questionsAnswered,
            ...(notes !== undefined && { notes }),
          }),
      }),
    ],
    states: [TechniqueExplained],
    refuses: notTheirs,
    example: {
      case: aCase,
      technique: aProposal,
      participant: someone,
      covered: [...TECHNIQUE_PARTS],
      questionsAnswered: true,
      notes: 'Asked whether it can be stopped halfway.',
    },
  }),
  ConsentToTechnique: action<TechniqueConsent>({
    body: TechniqueConsent,
    kind: 'request',
    clauses: ['T2'],
    says: 'Consent to a technique after it was explained; for touch, to the next instance only.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: TechniqueConsent, c) => consentToTechnique(s, consent(body), c),
      }),
    ],
    states: [TechniqueConsentGiven],
    refuses: [...notTheirs, techniqueNotExplained],
    example: said,
  }),
  RefuseTechnique: action<TechniqueConsent>({
    body: TechniqueConsent,
    kind: 'request',
    clauses: ['T2', 'R6'],
    says: 'Refuse a technique; counselling goes on without it.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: TechniqueConsent, c) => refuseTechnique(s, consent(body), c),
      }),
    ],
    states: [TechniqueConsentRefused, TechniqueUseQuestioned],
    refuses: notTheirs,
    example: said,
  }),
  WithdrawTechniqueConsent: action<TechniqueConsent>({
    body: TechniqueConsent,
    kind: 'request',
    clauses: ['T2'],
    says: 'Withdraw consent to a technique, at any time; it holds at once.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: TechniqueConsent, c) => withdrawTechniqueConsent(s, consent(body), c),
      }),
    ],
    states: [TechniqueConsentWithdrawn, TechniqueUseQuestioned],
    refuses: [...notTheirs, noTechniqueConsent],
    example: said,
  }),
  UseTechnique: action<UseTechnique>({
    body: UseTechnique,
    kind: 'request',
    clauses: ['T2'],
    says: 'Use a technique in a session that has begun; refused, on record, unless everyone there consents.',
    who: ['therapist'],
    makes: (_body, id) => id('use'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, technique, session }: UseTechnique, c) =>
          useTechnique(s, { case: caseId, technique, use: c.id('use'), session }, c),
      }),
    ],
    states: [TechniqueUsed, TechniqueUseRefused],
    refuses: [techniqueNotFound, sessionNotFound, sessionNotBegun, techniqueNotConsented],
    example: { case: aCase, technique: aProposal, session: aSession },
  }),
  ReportTechniqueUsed: action<ReportTechniqueUsed>({
    body: ReportTechniqueUsed,
    kind: 'report',
    clauses: ['T2'],
    says: 'Report that a technique was used in a session, whoever had consented.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    makes: (_body, id) => id('use'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ReportTechniqueUsed, c) => {
          const { case: caseId, session, kind, technique, participants, words } = body;
          return reportTechniqueUsed(
            s,
            {
              case: caseId,
              use: c.id('use'),
              session,
              kind,
              participants,
              ...(technique !== undefined && { technique }),
              ...(words !== undefined && { words }),
            },
            c,
          );
        },
      }),
    ],
    states: [TechniqueUseReported],
    refuses: [caseNotFound, notAParticipant, sessionNotFound, techniqueNotFound],
    example: { case: aCase, session: aSession, kind: 'touch', words: 'A hand on the shoulder when leaving.' },
  }),
} as const;
