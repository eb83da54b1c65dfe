import { CLAUSES } from '../charter.js';
import { fact } from '../language/fact.js';
import { code, flag, id, instant, list, optional, sealed, text } from '../language/field.js';
import { limitName } from './limits.js';
import { aComplainant, aComplaint, aFact, aMeasure, anAllegation, anOfficer, aRespondent } from './samples.js';

/** The two hearings of the agency's track, each by people who had no part in the other (rule 62). */
export const STAGES = ['complaint', 'appeal'] as const;
export type Stage = (typeof STAGES)[number];
/** What was found about one allegation. */
export const FINDINGS = ['founded', 'not-founded', 'inconclusive'] as const;
/** What the agency decided about the whole, following from the findings. */
export const OUTCOMES = ['founded', 'partly-founded', 'not-founded', 'inconclusive'] as const;
/** What is done for a founded allegation. */
export const REMEDIES = ['none', 'apology', 'refund', 'another-therapist', 'training', 'practice-changed'] as const;
/** How a person may be tied to a complaint so that they may not hear it. */
export const CONFLICTS = ['family-or-friend', 'works-closely', 'own-interest', 'treats-a-party', 'other'] as const;
/** What the agency may do while a complaint is open. */
export const MEASURES = [
  'another-therapist-offered',
  'no-contact',
  'closer-supervision',
  'duties-changed',
  'access-narrowed',
] as const;
/** How a decision reached a party. */
export const DELIVERIES = ['in-person', 'mail', 'e-mail', 'portal'] as const;

export const handlingFacts = {
  ComplaintAcknowledged: fact({
    type: 'ComplaintAcknowledged',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The agency acknowledged the complaint to the complainant.',
    fields: { complaint: id(), to: id() },
    subjects: { to: 'complainant' },
    inTheWorld: true,
    example: { complaint: aComplaint, to: aComplainant },
  }),
  ConflictDeclared: fact({
    type: 'ConflictDeclared',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A person is too near to the complaint to investigate or decide it.',
    fields: {
      complaint: id(),
      person: id(),
      about: code(...CONFLICTS),
      reason: optional(sealed('reasons', 'R', text())),
    },
    subjects: { person: 'staff' },
    compartments: { reasons: 'stream' },
    example: { complaint: aComplaint, person: anOfficer, about: 'works-closely' },
  }),
  ComplaintAssigned: fact({
    type: 'ComplaintAssigned',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The complaint, or its appeal, was given to an independent person to investigate.',
    fields: { complaint: id(), stage: code(...STAGES), assignee: id() },
    subjects: { assignee: 'staff' },
    example: { complaint: aComplaint, stage: 'complaint', assignee: anOfficer },
  }),
  RespondentNotified: fact({
    type: 'RespondentNotified',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A respondent was told of the complaint and served the facts listed: these, and no others, they may see.',
    fields: { complaint: id(), respondent: id(), served: list(id()), respondBy: instant() },
    subjects: { respondent: 'respondent' },
    inTheWorld: true,
    example: {
      complaint: aComplaint,
      respondent: aRespondent,
      served: [aFact],
      respondBy: '2026-06-18T03:59:59.999Z',
    },
  }),
  MoreServed: fact({
    type: 'MoreServed',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'Further facts of the complaint were served on a respondent.',
    fields: { complaint: id(), respondent: id(), served: list(id()) },
    subjects: { respondent: 'respondent' },
    inTheWorld: true,
    example: { complaint: aComplaint, respondent: aRespondent, served: [aFact] },
  }),
  RespondentAnswered: fact({
    type: 'RespondentAnswered',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A respondent answered the complaint to the agency.',
    fields: { complaint: id(), respondent: id(), answer: sealed('answer', 'R', text()) },
    subjects: { respondent: 'respondent' },
    compartments: { answer: 'respondent' },
    example: { complaint: aComplaint, respondent: aRespondent, answer: 'I remember that hour differently.' },
  }),
  FindingRecorded: fact({
    type: 'FindingRecorded',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A finding was made about one allegation, under its clause, on the evidence listed.',
    fields: {
      complaint: id(),
      stage: code(...STAGES),
      allegation: id(),
      clause: code(...CLAUSES),
      finding: code(...FINDINGS),
      evidence: list(id()),
      remedy: code(...REMEDIES),
      reasons: sealed('reasons', 'R', text()),
    },
    compartments: { reasons: 'stream' },
    example: {
      complaint: aComplaint,
      stage: 'complaint',
      allegation: anAllegation,
      clause: 'T1',
      finding: 'founded',
      evidence: [aFact],
      remedy: 'apology',
      reasons: 'Both accounts agree on the words used.',
    },
  }),
  RemedyDone: fact({
    type: 'RemedyDone',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The remedy for a founded allegation was carried out.',
    fields: { complaint: id(), allegation: id() },
    inTheWorld: true,
    example: { complaint: aComplaint, allegation: anAllegation },
  }),
  ComplaintDecided: fact({
    type: 'ComplaintDecided',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'The agency decided the complaint, with reasons, following from the findings.',
    fields: {
      complaint: id(),
      decider: id(),
      outcome: code(...OUTCOMES),
      /** Clocks that stop with it. */
      ends: list(limitName),
      reasons: sealed('reasons', 'R', text()),
    },
    subjects: { decider: 'staff' },
    compartments: { reasons: 'stream' },
    example: {
      complaint: aComplaint,
      decider: anOfficer,
      outcome: 'founded',
      ends: [{ kind: 'respond', person: aRespondent }],
      reasons: 'The finding speaks for itself.',
    },
  }),
  DecisionDelivered: fact({
    type: 'DecisionDelivered',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'A decision with its reasons reached a party, on evidence or on the deemed day: the time to appeal runs from there (rule 41).',
    fields: {
      complaint: id(),
      of: code(...STAGES),
      party: id(),
      how: code(...DELIVERIES),
      receivedAt: instant(),
      basis: code('evidence', 'deemed'),
      appealUntil: optional(instant()),
      toRespondent: flag(),
    },
    subjects: { party: 'named' },
    inTheWorld: true,
    example: {
      complaint: aComplaint,
      of: 'complaint',
      party: aComplainant,
      how: 'mail',
      receivedAt: '2026-07-10T16:00:00.000Z',
      basis: 'evidence',
      appealUntil: '2026-08-11T03:59:59.999Z',
      toRespondent: false,
    },
  }),
  InterimMeasureTaken: fact({
    type: 'InterimMeasureTaken',
    stream: 'complaint',
    clauses: ['R10', 'R1'],
    says: 'While the complaint is open the agency took a measure concerning a respondent; it is not a finding.',
    fields: {
      complaint: id(),
      measure: id(),
      kind: code(...MEASURES),
      respondent: id(),
      until: optional(instant()),
      details: optional(sealed('reasons', 'R', text())),
    },
    subjects: { respondent: 'respondent' },
    compartments: { reasons: 'stream' },
    example: { complaint: aComplaint, measure: aMeasure, kind: 'another-therapist-offered', respondent: aRespondent },
  }),
  InterimMeasureEnded: fact({
    type: 'InterimMeasureEnded',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'An interim measure ended.',
    fields: { complaint: id(), measure: id() },
    example: { complaint: aComplaint, measure: aMeasure },
  }),
} as const;
