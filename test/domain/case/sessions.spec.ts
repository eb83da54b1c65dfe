import { describe, expect, it } from '@jest/globals';
import { balanceOf } from '../../../src/domain/case/account.js';
import { recordAttendance } from '../../../src/domain/case/attendance.js';
import { bookSession } from '../../../src/domain/case/booking.js';
import { cancelByAgency, cancelSeat, confirmSeat, releaseSeats } from '../../../src/domain/case/cancelling.js';
import { extendDeadlines, lapseBooking, markUnconfirmed } from '../../../src/domain/case/clock.js';
import { rescheduleSession } from '../../../src/domain/case/rescheduling.js';
import { type Seat, seatOf } from '../../../src/domain/case/sessions.js';
import { accept } from '../../../src/domain/language/decision.js';
import {
  ana,
  ben,
  bookingOf,
  type CasePlay,
  calendar,
  opened,
  said,
  thea,
  theCase,
  world,
} from '../../support/case-play.js';
import { idOf } from '../../support/given.js';

const seat = (play: CasePlay, session: string, participant = ana): Seat =>
  seatOf(play.state.sessions, session, participant) as Seat;
const cancel = (play: CasePlay, session: string, at: string, more: Parameters<CasePlay['do']>[2] = {}, who = ana) =>
  play.do(at, (s, c) => cancelSeat(s, { case: theCase, session, participant: who }, c), more);
const confirm = (play: CasePlay, session: string, at: string, more: Parameters<CasePlay['do']>[2] = {}) =>
  play.do(at, (s, c) => confirmSeat(s, { case: theCase, session, participant: ana }, c), more);
const clock = (play: CasePlay, session: string, at: string) =>
  play.do(at, (s, c) => markUnconfirmed(s, { case: theCase, session, participant: ana }, c));

// Family Day is Monday 16 February 2026: the session of Tuesday the 17th has Friday noon, 17:00Z.
const FEBRUARY = '2026-02-17T09:00';
const NOON = '2026-02-13T17:00:00.000Z';
const booked = () => {
  const play = opened();
  return { play, session: play.book('2026-02-02T15:00:00.000Z', FEBRUARY) };
};

describe('the noon of the previous business day', () => {
  it('C3: a booking promises the noon, in local time, with every day passed over and why', () => {
    const { play, session } = booked();
    expect(play.state.sessions.sessions.get(session)?.deadline).toEqual({
      instant: NOON,
      local: '2026-02-13T12:00:00.000',
      zone: 'America/Toronto',
      calendarVersion: 'cal-1',
      skipped: [
        { date: '2026-02-16', reason: 'Family Day' },
        { date: '2026-02-15', reason: 'Sunday' },
        { date: '2026-02-14', reason: 'Saturday' },
      ],
    });
  });

  it('C3: a client who cancels at noon exactly is in time and owes nothing', () => {
    const { play, session } = booked();
    expect(said(cancel(play, session, NOON))).toBe('SeatCancelled');
    expect(seat(play, session).state).toBe('cancelled');
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });

  it('C3: a millisecond after noon is late, and costs the fee disclosed at booking instead of the session', () => {
    const { play, session } = booked();
    cancel(play, session, '2026-02-13T17:00:00.001Z');
    expect(seat(play, session).state).toBe('cancelled-late');
    expect(balanceOf(play.state.fees, ana)).toBe(6000);
  });

  it('C3: with a holiday on Monday, cancelling Monday at 11:00 for Tuesday is late (rule 1)', () => {
    const { play, session } = booked();
    cancel(play, session, '2026-02-16T16:00:00.000Z');
    expect(seat(play, session).state).toBe('cancelled-late');
  });

  it('C3: Easter Monday is a business day, so 11:59 that day is in time for Tuesday (rule 2)', () => {
    const play = opened();
    const session = play.book('2026-03-20T15:00:00.000Z', '2026-04-07T09:00');
    cancel(play, session, '2026-04-06T15:59:00.000Z');
    expect(seat(play, session).state).toBe('cancelled');
  });

  it('C3: where the agency’s calendar closes Easter Monday, the same message is late (rule 2)', () => {
    const play = opened('individual', { within: world([calendar('cal-easter', ['2026-04-06'])]) });
    const session = play.book('2026-03-20T15:00:00.000Z', '2026-04-07T09:00');
    cancel(play, session, '2026-04-06T15:59:00.000Z');
    expect(seat(play, session).state).toBe('cancelled-late');
  });

  it('C3: a voicemail of 11:40 typed in at 14:00 is in time, needs evidence, and is listed for review (rules 3, 39)', () => {
    const { play, session } = booked();
    const late = { now: '2026-02-13T19:00:00.000Z', channel: 'voicemail' } as const;
    expect(said(cancel(play, session, '2026-02-13T16:40:00.000Z', late))).toBe('evidence-needed (C3)');
    cancel(play, session, '2026-02-13T16:40:00.000Z', { ...late, evidence: 'voicemail 77' });
    expect(play.standing.at(-1)?.open).toMatchObject({ late: false, acrossDeadline: true, judgedBy: NOON });
  });

  it('C3: a time known only to the minute or the day favours the client (rule 76)', () => {
    for (const precision of ['minute', 'day'] as const) {
      const { play, session } = booked();
      cancel(play, session, precision === 'minute' ? '2026-02-13T17:00:59.000Z' : '2026-02-13T20:00:00.000Z', {
        precision,
        evidence: 'note',
      });
      expect(seat(play, session).state).toBe('cancelled');
    }
  });

  it('C3: a booking made after its deadline promises none and charges nothing late unless that was said (rule 4)', () => {
    for (const lateRuleTold of [false, true]) {
      const play = opened();
      const session = play.book('2026-02-16T15:00:00.000Z', FEBRUARY, { lateRuleTold });
      expect(play.state.sessions.sessions.get(session)?.deadline).toBeUndefined();
      cancel(play, session, '2026-02-16T16:00:00.000Z');
      expect(balanceOf(play.state.fees, ana)).toBe(lateRuleTold ? 6000 : 0);
    }
  });

  it('C4: a late cancellation costs nothing when the policies were not given beforehand', () => {
    const play = opened('individual', { disclosed: false });
    const session = play.book('2026-02-02T15:00:00.000Z', FEBRUARY);
    cancel(play, session, '2026-02-16T16:00:00.000Z');
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });

  it('C3: a later calendar that closes more days never takes a promise away (rule 5)', () => {
    const { play, session } = booked();
    play.world = world([calendar('cal-1'), calendar('cal-2', ['2026-02-13'])]);
    expect(said(play.do('2026-02-05T15:00:00.000Z', (s, c) => extendDeadlines(s, { case: theCase }, c)))).toBe('');
    cancel(play, session, NOON);
    expect(seat(play, session).state).toBe('cancelled');
  });

  it('C3: a later calendar that opens a day gives the client the later deadline at once, and says so (rule 5)', () => {
    const play = opened('individual', { within: world([calendar('cal-1', ['2026-02-20'])]) });
    const session = play.book('2026-02-02T15:00:00.000Z', '2026-02-23T09:00');
    play.world = world([calendar('cal-1', ['2026-02-20']), calendar('cal-2')]);
    const extended = play.do('2026-02-05T15:00:00.000Z', (s, c) => extendDeadlines(s, { case: theCase }, c));
    expect(said(extended)).toBe('DeadlineExtended');
    expect(play.state.sessions.sessions.get(session)?.deadline?.instant).toBe('2026-02-20T17:00:00.000Z');
    expect(said(play.do('2026-02-05T16:00:00.000Z', (s, c) => extendDeadlines(s, { case: theCase }, c)))).toBe('');
  });

  it('C3: January’s first deadlines see December’s closures of the former calendar', () => {
    const play = opened('individual', {
      within: world([calendar('cal-2026', ['2026-12-31']), calendar('cal-2027', [], '2027-01-01')]),
    });
    const session = play.book('2026-12-01T15:00:00.000Z', '2027-01-04T09:00');
    expect(play.state.sessions.sessions.get(session)?.deadline?.local).toBe('2026-12-30T12:00:00.000');
  });

  it('C3: a local time that does not exist is refused, one that exists twice asks which (rule 76)', () => {
    const play = opened();
    const at = '2026-02-02T15:00:00.000Z';
    const ask = (startLocal: string, fold?: 'earlier' | 'later') =>
      play.do(at, (s, c) =>
        bookSession(s, bookingOf(startLocal, { fold }), idOf(`s ${startLocal} ${fold}`), undefined, c),
      );
    expect(said(ask('2026-03-08T02:30'))).toBe('local-time-does-not-exist (C3)');
    expect(said(ask('2026-11-01T01:30'))).toBe('local-time-exists-twice (C3)');
    expect(said(ask('2026-11-01T01:30', 'later'))).toBe('SessionBooked');
    expect(play.standing.at(-1)?.open).toMatchObject({ start: '2026-11-01T06:30:00.000Z' });
  });

  it('C3: without a calendar that says which days are business days nothing is promised', () => {
    const play = opened('individual', { within: world([]) });
    const refused = play.do('2026-02-02T15:00:00.000Z', (s, c) =>
      bookSession(s, bookingOf(FEBRUARY), idOf('s'), undefined, c),
    );
    expect(said(refused)).toBe('no-business-calendar (C3)');
  });
});

describe('confirming, and what the clock says', () => {
  it('C3: unconfirmed at the deadline is said as of the deadline; the seat is neither cancelled nor lost (rule 8)', () => {
    const { play, session } = booked();
    expect(said(clock(play, session, NOON))).toBe('deadline-not-reached (C3)');
    expect(said(clock(play, session, '2026-02-13T17:00:05.000Z'))).toBe('SeatUnconfirmed');
    expect(play.standing.at(-1)?.happenedAt).toBe(NOON);
    expect(seat(play, session).state).toBe('open');
    expect(said(clock(play, session, '2026-02-13T17:10:00.000Z'))).toBe('');
  });

  it('C3: who confirmed in time is never unconfirmed', () => {
    const { play, session } = booked();
    expect(said(confirm(play, session, '2026-02-12T15:00:00.000Z'))).toBe('SeatConfirmed');
    expect(said(clock(play, session, '2026-02-13T17:00:05.000Z'))).toBe('');
    expect(said(confirm(play, session, '2026-02-12T16:00:00.000Z'))).toBe('');
  });

  it('C3: a message from before the deadline found after it takes the place of what the clock said (rule 38)', () => {
    const { play, session } = booked();
    clock(play, session, '2026-02-13T17:00:05.000Z');
    confirm(play, session, '2026-02-13T16:00:00.000Z', { now: '2026-02-16T14:00:00.000Z', evidence: 'voicemail 78' });
    expect(seat(play, session)).toMatchObject({ unconfirmed: undefined, confirmed: { late: false } });
  });

  it('C3: confirming late is recorded as late and leaves what the clock said', () => {
    const { play, session } = booked();
    clock(play, session, '2026-02-13T17:00:05.000Z');
    confirm(play, session, '2026-02-13T18:00:00.000Z');
    expect(seat(play, session)).toMatchObject({ confirmed: { late: true } });
    expect(seat(play, session).unconfirmed).toBeDefined();
  });

  it('C3: an in-time message found after the session was missed undoes the missing and its fee (rule 38)', () => {
    const { play, session } = booked();
    clock(play, session, '2026-02-13T17:00:05.000Z');
    play.do('2026-02-17T15:00:00.000Z', (s, c) =>
      recordAttendance(s, { case: theCase, session, attended: [], missed: [ana] }, c),
    );
    expect(balanceOf(play.state.fees, ana)).toBe(12000);
    cancel(play, session, '2026-02-13T16:40:00.000Z', { now: '2026-02-18T14:00:00.000Z', evidence: 'voicemail 79' });
    expect(seat(play, session)).toMatchObject({ state: 'cancelled', unconfirmed: undefined });
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });

  it('C3: a cancellation thought late turns out in time: the later word takes its place, fee and all (rule 38)', () => {
    const { play, session } = booked();
    cancel(play, session, '2026-02-13T18:00:00.000Z');
    expect(balanceOf(play.state.fees, ana)).toBe(6000);
    cancel(play, session, '2026-02-13T16:40:00.000Z', { now: '2026-02-16T14:00:00.000Z', evidence: 'e-mail 4' });
    expect(seat(play, session).state).toBe('cancelled');
    expect(balanceOf(play.state.fees, ana)).toBe(0);
    expect(said(cancel(play, session, '2026-02-16T15:00:00.000Z'))).toBe('');
  });
});

describe('moving, and cancelling by the agency', () => {
  const move = (play: CasePlay, session: string, at: string, startLocal = '2026-02-19T09:00') =>
    play.do(at, (s, c) =>
      rescheduleSession(
        s,
        { case: theCase, session, participant: ana, therapist: thea, startLocal },
        idOf(`moved ${startLocal}`),
        undefined,
        c,
      ),
    );

  it('C3: moving late is judged as the late cancellation it is; the new session has its own deadline (rule 6)', () => {
    const { play, session } = booked();
    expect(said(move(play, session, '2026-02-16T15:00:00.000Z'))).toBe('SeatCancelled,SessionBooked');
    expect(seat(play, session).state).toBe('cancelled-late');
    const moved = play.state.sessions.sessions.get(idOf('moved 2026-02-19T09:00'));
    expect(moved?.deadline?.local).toBe('2026-02-18T12:00:00.000');
    expect(balanceOf(play.state.fees, ana)).toBe(6000 + 12000);
  });

  it('C3: moving in time costs nothing', () => {
    const { play, session } = booked();
    move(play, session, NOON);
    expect(balanceOf(play.state.fees, ana)).toBe(12000);
  });

  it('C3: moving a couple’s session judges who asked and nobody else (rules 6, 52)', () => {
    const play = opened('couple');
    const session = play.book('2026-02-02T15:00:00.000Z', FEBRUARY, { service: 'couple', participants: [ana, ben] });
    move(play, session, '2026-02-16T15:00:00.000Z');
    expect(seat(play, session, ana).state).toBe('cancelled-late');
    expect(seat(play, session, ben).state).toBe('cancelled');
  });

  it('C3: the agency cancels at any hour: no fee, and what was prepaid is credit (rule 7)', () => {
    const { play, session } = booked();
    const decision = play.do('2026-02-17T13:55:00.000Z', (s) =>
      cancelByAgency(s, { case: theCase, session, because: 'therapist-away' }),
    );
    expect(said(decision)).toBe('SessionCancelledByAgency');
    expect(balanceOf(play.state.fees, ana)).toBe(0);
    expect(seat(play, session).state).toBe('cancelled-by-agency');
    expect(said(cancel(play, session, '2026-02-17T13:56:00.000Z'))).toBe('seat-has-ended (C3)');
  });

  it('C3: the last seat given up frees the therapist’s time, the first of two does not', () => {
    const play = opened('couple');
    const session = play.book('2026-02-02T15:00:00.000Z', FEBRUARY, { service: 'couple', participants: [ana, ben] });
    cancel(play, session, '2026-02-10T15:00:00.000Z');
    expect(play.standing.at(-1)?.open).toMatchObject({ slotFree: false });
    cancel(play, session, '2026-02-10T16:00:00.000Z', {}, ben);
    expect(play.standing.at(-1)?.open).toMatchObject({ slotFree: true });
  });

  it('C3: a held time that was never booked lapses, and that session is refused from then on', () => {
    const play = opened();
    const session = idOf('a slow booking');
    const until = '2026-02-02T15:05:00.000Z';
    play.do('2026-02-02T15:06:00.000Z', (s) => lapseBooking(s, { case: theCase, session, therapist: thea }, until));
    expect(play.standing.at(-1)?.happenedAt).toBe(until);
    const late = play.do('2026-02-02T15:07:00.000Z', (s, c) =>
      bookSession(s, bookingOf(FEBRUARY), session, undefined, c),
    );
    expect(said(late)).toBe('booking-lapsed (C3)');
  });
});

describe('who leaves gives their seats back', () => {
  const leave = (play: CasePlay, at: string, more: Partial<Parameters<typeof releaseSeats>[1]> = {}) =>
    play.do(at, (s, c) =>
      accept(...releaseSeats(s, { case: theCase, participant: ana, because: 'client-ended', ...more }, c)),
    );

  it('R11: a client who ends owes a late fee only for the session whose deadline has passed (rule 35)', () => {
    const { play } = booked();
    const later = play.book('2026-02-02T15:00:00.000Z', '2026-02-24T09:00');
    leave(play, '2026-02-16T15:00:00.000Z');
    expect(balanceOf(play.state.fees, ana)).toBe(6000);
    expect(seat(play, later).state).toBe('released');
  });

  it('R11: when one of a couple leaves, whoever stays loses the joint session without cost (rule 53)', () => {
    const play = opened('couple');
    const session = play.book('2026-02-02T15:00:00.000Z', FEBRUARY, { service: 'couple', participants: [ana, ben] });
    leave(play, '2026-02-16T15:00:00.000Z', { because: 'participant-left', jointly: true });
    expect(balanceOf(play.state.fees, ana)).toBeGreaterThan(0);
    expect(balanceOf(play.state.fees, ben)).toBe(0);
    expect(seat(play, session, ben).state).toBe('released');
  });

  it('R11: when the therapist ends, nobody is charged for anything late', () => {
    const { play } = booked();
    leave(play, '2026-02-16T15:00:00.000Z', { because: 'therapist-ended', participant: undefined });
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });
});
