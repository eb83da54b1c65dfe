import { isLive } from '../../domain/case/sessions.js';
import { WEEKDAYS, type Weekday } from '../../domain/language/business-time.js';
import { accept } from '../../domain/language/decision.js';
import {
  availabilityFacts,
  availabilityVersionExists,
  publishAvailability,
  windowEndsBeforeItBegins,
} from '../../domain/therapist/availability.js';
import { releaseSlot, restoreSlot, slotFacts } from '../../domain/therapist/slots.js';
import { ActionBody, action, IsCode, IsCount, IsDate, IsId, IsName, IsRecords, leg } from './action.js';

export class AvailabilityWindow {
  @IsCode(...WEEKDAYS) weekday: Weekday;
  /** Minutes after local midnight. */
  @IsCount(0, 1440) fromMinute: number;
  @IsCount(0, 1440) toMinute: number;
}

export class DayAway {
  @IsDate() date: string;
}

export class PublishAvailability extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsName() version: string;
  @IsDate() effectiveFrom: string;
  @IsRecords(AvailabilityWindow, 0, 50) windows: AvailabilityWindow[];
  @IsRecords(DayAway, 0, 366) away: DayAway[];
}

export class SlotOfSession extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsId('case') case: string;
  @IsId('session') session: string;
}

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const onTherapist = (body: { therapist: string }): string => `therapist-${body.therapist}`;
const theCase = (body: { case: string }): readonly string[] => [`case-${body.case}`];
const { SlotHeld, SlotReleased, SlotConflictFound } = slotFacts;

export const availabilityActions = {
  PublishAvailability: action<PublishAvailability>({
    body: PublishAvailability,
    kind: 'request',
    clauses: ['T3'],
    says: 'Publish when a therapist sees clients: weekly windows and days away, from a day on.',
    who: ['therapist', 'front-desk', 'manager'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        decide: (s, { therapist, version, effectiveFrom, windows, away }: PublishAvailability) =>
          publishAvailability(s, {
            therapist,
            version,
            effectiveFrom,
            windows: windows.map(({ weekday, fromMinute, toMinute }) => ({ weekday, fromMinute, toMinute })),
            away: away.map(({ date }) => date),
          }),
      }),
    ],
    states: [availabilityFacts.AvailabilityPublished],
    refuses: [availabilityVersionExists, windowEndsBeforeItBegins],
    example: {
      therapist: aTherapist,
      version: '2026-1',
      effectiveFrom: '2026-01-05',
      windows: [{ weekday: 'tuesday', fromMinute: 540, toMinute: 1020 }],
      away: [{ date: '2026-03-17' }],
    },
  }),
  ReleaseSlot: action<SlotOfSession>({
    body: SlotOfSession,
    kind: 'request',
    clauses: ['C3'],
    says: 'Free a therapist’s time after a session was given up; nothing while the case still has it.',
    who: ['system'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        also: (body: SlotOfSession) => theCase(body),
        decide: (s, { therapist, session, case: caseId }: SlotOfSession, c) => {
          const known = c.world.case(caseId).sessions.sessions.get(session);
          // A hold whose booking has yet to come is settled or lapses; one settled for a booking since struck is free.
          const over = known === undefined ? s.slots.held.get(session)?.settled === true : !isLive(known);
          return over ? releaseSlot(s, { therapist, session }) : accept();
        },
      }),
    ],
    states: [SlotReleased],
    refuses: [],
    example: { therapist: aTherapist, case: aCase, session: aSession },
  }),
  RestoreSlot: action<SlotOfSession>({
    body: SlotOfSession,
    kind: 'request',
    clauses: ['C3'],
    says: 'Hold a therapist’s time again for a session brought back by better knowledge, or show the conflict.',
    who: ['system'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        also: (body: SlotOfSession) => theCase(body),
        decide: (s, { therapist, session, case: caseId }: SlotOfSession, c) => {
          const known = c.world.case(caseId).sessions.sessions.get(session);
          if (known === undefined || !isLive(known) || known.start <= c.now) return accept();
          const { start, end } = known;
          return restoreSlot(s, { therapist, session, case: caseId, start, end, until: c.now });
        },
      }),
    ],
    states: [SlotHeld, SlotConflictFound],
    refuses: [],
    example: { therapist: aTherapist, case: aCase, session: aSession },
  }),
} as const;
