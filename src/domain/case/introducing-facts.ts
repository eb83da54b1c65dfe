import { fact, widened } from '../language/fact.js';
import { code, count, date, digest, flag, id, list, name, optional } from '../language/field.js';
import { REGISTRATION_STATUSES, TITLES } from '../therapist/registration.js';
import { GIVEN_HOW } from './informing.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSupervisor = '0190c7a0-0000-7000-8000-00000000007b';
const aFact = '0190c7a0-0000-7000-8000-000000000001';

/** How a client may ask for a session. */
export const BOOKING_WAYS = ['portal', 'telephone', 'e-mail', 'in-person'] as const;

const shown = {
  case: id(),
  participant: id(),
  therapist: id(),
  how: code(...GIVEN_HOW),
  questionsInvited: flag(),
};
const example = {
  case: aCase,
  participant: aPerson,
  therapist: aTherapist,
  how: 'in-person',
  questionsInvited: true,
} as const;
const subjects = { participant: 'participant', therapist: 'staff' } as const;

/** How a participant came to know who their therapist is, how they work, and when they can be seen (R4, T3). */
export const introducingFacts = {
  QualificationsShown: fact({
    type: 'QualificationsShown',
    stream: 'case',
    clauses: ['R4', 'R5'],
    says: 'A participant was shown the qualifications of their therapist, as they stood that day.',
    fields: {
      ...shown,
      day: date(),
      title: code(...TITLES),
      college: code('CRPO', 'OCSWSSW'),
      status: code(...REGISTRATION_STATUSES, 'not-registered'),
      supervisors: list(id()),
      digest: digest(),
      from: list(id('fact of the therapist’s stream')),
    },
    subjects: { ...subjects, supervisors: 'staff' },
    inTheWorld: true,
    example: {
      ...example,
      day: '2026-01-05',
      title: 'RP-Qualifying',
      college: 'CRPO',
      status: 'in-good-standing',
      supervisors: [aSupervisor],
      digest: 'a'.repeat(64),
      from: [aFact],
    },
  }),
  ApproachExplained: fact({
    type: 'ApproachExplained',
    ...widened,
    stream: 'case',
    clauses: ['T3', 'R4', 'R5'],
    says: 'The therapist explained to a participant how they work: which published version of it, or none where none was in force.',
    fields: { ...shown, version: optional(name()), digest: optional(digest()) },
    subjects,
    inTheWorld: true,
    example: { ...example, version: '2026-1', digest: 'a'.repeat(64) },
  }),
  AvailabilityExplained: fact({
    type: 'AvailabilityExplained',
    ...widened,
    stream: 'case',
    clauses: ['T3', 'R5'],
    says: 'A participant was told when the therapist sees clients, how long one waits, and how sessions are booked; by which published version, if one was in force.',
    fields: {
      ...shown,
      version: optional(name()),
      waitingDays: optional(count()),
      bookedBy: list(code(...BOOKING_WAYS)),
    },
    subjects,
    inTheWorld: true,
    example: { ...example, version: '2026-1', waitingDays: 14, bookedBy: ['portal', 'telephone'] },
  }),
} as const;
