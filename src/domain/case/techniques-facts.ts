import { fact } from '../language/fact.js';
import { code, flag, id, instant, list, optional, sealed, text } from '../language/field.js';
import { TECHNIQUES } from '../therapist/techniques.js';
import { CONSENT_HOW } from './counselling.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const aProposal = '0190c7a0-0000-7000-8000-0000000000e1';
const aUse = '0190c7a0-0000-7000-8000-0000000000e2';

/** What an explanation of a technique must cover before consent to it is informed (HCCA s. 11). */
export const TECHNIQUE_PARTS = [
  'nature',
  'benefits',
  'risks',
  'side-effects',
  'alternatives',
  'not-proceeding',
] as const;

const one = { case: id(), technique: id(), participant: id() };
const participant = { participant: 'participant' } as const;
const example = { case: aCase, technique: aProposal, participant: aPerson };

/** A technique that needs an explanation and a consent of its own, from proposal to use (T2; CRPO 3.2). */
export const techniqueFacts = {
  TechniqueProposed: fact({
    type: 'TechniqueProposed',
    stream: 'case',
    clauses: ['T2'],
    says: 'The therapist proposed a technique that needs its own explanation and consent.',
    fields: {
      case: id(),
      technique: id(),
      kind: code(...TECHNIQUES),
      therapist: id(),
      called: optional(sealed('technique', 'R', text())),
      why: sealed('technique', 'R', text()),
    },
    subjects: { therapist: 'staff' },
    compartments: { technique: 'stream' },
    example: {
      case: aCase,
      technique: aProposal,
      kind: 'other',
      therapist: aTherapist,
      called: 'Drawing together',
      why: 'Words alone have not helped with the nightmares.',
    },
  }),
  TechniqueExplained: fact({
    type: 'TechniqueExplained',
    stream: 'case',
    clauses: ['T2', 'R5'],
    says: 'A technique was explained to a participant: what was covered, and whether their questions were answered.',
    fields: {
      ...one,
      covered: list(code(...TECHNIQUE_PARTS)),
      questionsAnswered: flag(),
      notes: optional(sealed('technique', 'R', text())),
    },
    subjects: participant,
    compartments: { technique: 'participant' },
    example: {
      ...example,
      covered: [...TECHNIQUE_PARTS],
      questionsAnswered: true,
      notes: 'Asked whether it can be stopped halfway.',
    },
  }),
  TechniqueConsentGiven: fact({
    type: 'TechniqueConsentGiven',
    stream: 'case',
    clauses: ['T2'],
    says: 'A participant consented to a technique after it was explained; for touch, to this one instance.',
    fields: { ...one, how: code(...CONSENT_HOW) },
    subjects: participant,
    example: { ...example, how: 'verbal' },
  }),
  TechniqueConsentRefused: fact({
    type: 'TechniqueConsentRefused',
    stream: 'case',
    clauses: ['T2', 'R6'],
    says: 'A participant refused a technique; counselling goes on without it.',
    fields: { ...one, how: code(...CONSENT_HOW) },
    subjects: participant,
    example: { ...example, how: 'verbal' },
  }),
  TechniqueConsentWithdrawn: fact({
    type: 'TechniqueConsentWithdrawn',
    stream: 'case',
    clauses: ['T2'],
    says: 'A participant withdrew consent to a technique; it held at once.',
    fields: { ...one, how: code(...CONSENT_HOW) },
    subjects: participant,
    example: { ...example, how: 'verbal' },
  }),
  TechniqueUsed: fact({
    type: 'TechniqueUsed',
    stream: 'case',
    clauses: ['T2'],
    says: 'A technique was used in a session with the live consent of everyone there.',
    fields: { case: id(), technique: id(), use: id(), session: id(), participants: list(id()) },
    subjects: { participants: 'participant' },
    inTheWorld: true,
    example: { case: aCase, technique: aProposal, use: aUse, session: aSession, participants: [aPerson] },
  }),
  TechniqueUseRefused: fact({
    type: 'TechniqueUseRefused',
    stream: 'case',
    clauses: ['T2'],
    says: 'A technique was not used: the consent of somebody there was not live.',
    fields: { case: id(), technique: id(), session: id(), withoutConsentOf: list(id()) },
    subjects: { withoutConsentOf: 'participant' },
    example: { case: aCase, technique: aProposal, session: aSession, withoutConsentOf: [aPerson] },
  }),
  TechniqueUseReported: fact({
    type: 'TechniqueUseReported',
    stream: 'case',
    clauses: ['T2'],
    says: 'A technique that was used in a session was reported, whoever had consented; the clause shows as breached where somebody had not.',
    fields: {
      case: id(),
      use: id(),
      kind: code(...TECHNIQUES),
      technique: optional(id()),
      session: id(),
      participants: list(id()),
      withoutConsentOf: list(id()),
      words: optional(sealed('technique', 'R', text())),
    },
    subjects: { participants: 'participant' },
    compartments: { technique: 'stream' },
    inTheWorld: true,
    example: {
      case: aCase,
      use: aUse,
      kind: 'touch',
      session: aSession,
      participants: [aPerson],
      withoutConsentOf: [aPerson],
      words: 'A hand on the shoulder when leaving.',
    },
  }),
  TechniqueUseQuestioned: fact({
    type: 'TechniqueUseQuestioned',
    stream: 'case',
    clauses: ['T2'],
    says: 'A withdrawal that reached the agency before a technique was used was entered after it: the use is to be reviewed.',
    fields: { case: id(), use: id(), participant: id(), withdrawnAt: instant() },
    subjects: participant,
    example: { case: aCase, use: aUse, participant: aPerson, withdrawnAt: '2026-03-10T15:00:00.000Z' },
  }),
} as const;
