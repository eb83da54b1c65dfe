import { fact } from '../language/fact.js';
import { code, flag, id, instant, list, sealed, text } from '../language/field.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const anOfficer = '0190c7a0-0000-7000-8000-0000000000f0';
const anEmergency = '0190c7a0-0000-7000-8000-0000000000e9';
const until = '2026-03-02T19:00:00.000Z';
const reviewBy = '2026-03-05T15:00:00.000Z';

/**
 * Why somebody opens a case that is not theirs. Only a significant risk of serious bodily harm (PHIPA s. 40(1)) overrides what
 * a client instructed; the other grounds stand in for a relation that is missing.
 */
export const EMERGENCY_GROUNDS = [
  'risk-of-serious-harm',
  'urgent-care-no-one-else',
  'therapist-unreachable',
  'client-asks-urgently',
] as const;
export type EmergencyGround = (typeof EMERGENCY_GROUNDS)[number];

/** What a second person finds of an emergency access. */
export const EMERGENCY_OUTCOMES = ['justified', 'not-justified'] as const;

const named = { case: id(), emergency: id(), participants: list(id()) };
const subjects = { participants: 'participant', by: 'staff' } as const;
const example = { case: aCase, emergency: anEmergency, participants: [aPerson] };

export const emergencyFacts = {
  EmergencyAccessOpened: fact({
    type: 'EmergencyAccessOpened',
    stream: 'case',
    clauses: ['R7'],
    says: 'A member of staff opened a case that is not theirs because of an emergency: on which ground, until when, and by when a second person reviews it.',
    fields: {
      ...named,
      by: id(),
      ground: code(...EMERGENCY_GROUNDS),
      until: instant(),
      reviewBy: instant(),
      reason: sealed('emergency', 'V', text()),
    },
    subjects,
    compartments: { emergency: 'stream' },
    inTheWorld: true,
    example: {
      ...example,
      by: aTherapist,
      ground: 'risk-of-serious-harm',
      until,
      reviewBy,
      reason: 'A call from the emergency department; the therapist of record is on an aeroplane.',
    },
  }),
  EmergencyAccessAnnounced: fact({
    type: 'EmergencyAccessAnnounced',
    stream: 'case',
    clauses: ['R7'],
    says: 'A privacy officer was sent a message that somebody opened a case because of an emergency.',
    fields: { ...named, to: id() },
    subjects: { participants: 'participant', to: 'staff' },
    inTheWorld: true,
    example: { ...example, to: anOfficer },
  }),
  EmergencyAccessClosed: fact({
    type: 'EmergencyAccessClosed',
    stream: 'case',
    clauses: ['R7'],
    says: 'An emergency access was closed before its time.',
    fields: { ...named, by: id() },
    subjects,
    inTheWorld: true,
    example: { ...example, by: aTherapist },
  }),
  EmergencyAccessReviewed: fact({
    type: 'EmergencyAccessReviewed',
    stream: 'case',
    clauses: ['R7'],
    says: 'A second person reviewed an emergency access and found it justified or not; what was not is a breach to be assessed.',
    fields: {
      ...named,
      by: id(),
      opener: id(),
      outcome: code(...EMERGENCY_OUTCOMES),
      late: flag(),
      findings: sealed('emergency', 'V', text()),
    },
    subjects: { ...subjects, opener: 'staff' },
    compartments: { emergency: 'stream' },
    example: {
      ...example,
      by: anOfficer,
      opener: aTherapist,
      outcome: 'justified',
      late: false,
      findings: 'The call is on record; only the safety plan was read.',
    },
  }),
  EmergencyReviewOverdue: fact({
    type: 'EmergencyReviewOverdue',
    stream: 'case',
    clauses: ['R7'],
    says: 'By the time set for it, no second person was known to have reviewed an emergency access.',
    fields: { ...named, reviewBy: instant() },
    subjects: { participants: 'participant' },
    example: { ...example, reviewBy },
  }),
} as const;
