import { fact } from '../language/fact.js';
import { cents, code, count, id, list, record, sealed, text } from '../language/field.js';
import { ending } from './sessions-facts.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const aCharge = '0190c7a0-0000-7000-8000-000000000fee';

/** What somebody may not yet have been given when a session begins. */
export const MISSING = ['policy', 'explanation', 'consent', 'fee'] as const;
export type Missing = (typeof MISSING)[number];
/** Why a session was not, or not wholly, provided (rule 58). */
export const NOT_PROVIDED = ['therapist-absent', 'therapist-late', 'cut-short'] as const;

const session = { case: aCase, session: aSession };
const seat = { ...session, participant: aPerson };
const onParticipant = { participant: 'participant' } as const;

/** What became of a session on its day. */
export const attendanceFacts = {
  UrgentCareOverridden: fact({
    type: 'UrgentCareOverridden',
    stream: 'case',
    clauses: ['R3', 'T2'],
    says: 'Urgent care went before what must be given and explained first, for one participant and session, with a reason.',
    fields: { case: id(), session: id(), participant: id(), reason: sealed('reason', 'R', text()) },
    subjects: onParticipant,
    compartments: { reason: 'participant' },
    example: { ...seat, reason: 'In acute distress at the door.' },
  }),
  SessionStarted: fact({
    type: 'SessionStarted',
    stream: 'case',
    clauses: ['C4', 'R3', 'T2', 'R4'],
    says: 'A session started: those present had been informed, had consented, and had paid or had an arrangement.',
    fields: { case: id(), session: id(), therapist: id(), present: list(id()) },
    subjects: { present: 'participant', therapist: 'staff' },
    example: { ...session, therapist: aTherapist, present: [aPerson] },
  }),
  SessionHeld: fact({
    type: 'SessionHeld',
    stream: 'case',
    clauses: ['T1', 'T3'],
    says: 'A session was held.',
    fields: {
      case: id(),
      session: id(),
      therapist: id(),
      attended: list(id()),
      minutes: count(),
      how: code('started', 'reported'),
    },
    subjects: { attended: 'participant', therapist: 'staff' },
    inTheWorld: true,
    example: { ...session, therapist: aTherapist, attended: [aPerson], minutes: 50, how: 'started' },
  }),
  SeatAttended: fact({
    type: 'SeatAttended',
    stream: 'case',
    clauses: ['C3', 'C5'],
    says: 'A participant attended their session.',
    fields: { case: id(), session: id(), participant: id() },
    subjects: onParticipant,
    example: seat,
  }),
  SeatMissed: fact({
    type: 'SeatMissed',
    stream: 'case',
    clauses: ['C3', 'C4'],
    says: 'A participant missed their session; the fee disclosed at booking takes the place of the session’s.',
    fields: { case: id(), session: id(), participant: id(), ...ending },
    subjects: onParticipant,
    example: {
      ...seat,
      charge: aCharge,
      releasedCents: 12000,
      feeCharge: '0190c7a0-0000-7000-8000-000000001fee',
      feeCents: 12000,
      feeTaxCents: 0,
    },
  }),
  SessionNotProvided: fact({
    type: 'SessionNotProvided',
    stream: 'case',
    clauses: ['R1', 'T1', 'C4'],
    says: 'The therapist was absent, late, or cut the session short: only the part provided is charged (rule 58).',
    fields: {
      case: id(),
      session: id(),
      therapist: id(),
      because: code(...NOT_PROVIDED),
      minutesProvided: count(),
      /** What is taken off each seat's charge, and the tax in what remains. */
      seats: list(record({ participant: id(), charge: id(), releasedCents: cents(), taxCents: cents() })),
    },
    subjects: { 'seats.participant': 'participant', therapist: 'staff' },
    example: {
      ...session,
      therapist: aTherapist,
      because: 'therapist-absent',
      minutesProvided: 0,
      seats: [{ participant: aPerson, charge: aCharge, releasedCents: 12000, taxCents: 0 }],
    },
  }),
  SessionHeldUnpaid: fact({
    type: 'SessionHeldUnpaid',
    stream: 'case',
    clauses: ['C4'],
    says: 'A session was held although a seat was neither paid nor covered by an arrangement (rule 36).',
    fields: { case: id(), session: id(), participant: id(), charge: id(), owedCents: cents() },
    subjects: onParticipant,
    example: { ...seat, charge: aCharge, owedCents: 12000 },
  }),
  SessionHeldUninformed: fact({
    type: 'SessionHeldUninformed',
    stream: 'case',
    clauses: ['R3', 'T2', 'R7'],
    says: 'A session was held although a participant had not been given, explained or asked what must come first (rule 36).',
    fields: { case: id(), session: id(), participant: id(), missing: list(code(...MISSING)) },
    subjects: onParticipant,
    example: { ...seat, missing: ['consent'] },
  }),
  SessionHeldWhileBarred: fact({
    type: 'SessionHeldWhileBarred',
    stream: 'case',
    clauses: ['R4'],
    says: 'A session was held by a therapist who might not practise that day (rules 34, 36).',
    fields: {
      case: id(),
      session: id(),
      therapist: id(),
      because: code('therapist-not-registered', 'therapist-not-in-good-standing', 'therapist-without-supervision'),
    },
    subjects: { therapist: 'staff' },
    example: { ...session, therapist: aTherapist, because: 'therapist-not-in-good-standing' },
  }),
} as const;
