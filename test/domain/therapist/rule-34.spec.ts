import { describe, expect, it } from '@jest/globals';
import { recordAttendance } from '../../../src/domain/case/attendance.js';
import { bookSession } from '../../../src/domain/case/booking.js';
import { callOffSession, transferCase } from '../../../src/domain/case/calling-off.js';
import { rescheduleSession } from '../../../src/domain/case/rescheduling.js';
import { startSession } from '../../../src/domain/case/starting.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { callOffBarred, callOffDay } from '../../../src/domain/therapist/calling-off.js';
import {
  endQualification,
  qualificationFacts,
  recordQualification,
} from '../../../src/domain/therapist/qualifications.js';
import { barOn, registrationFacts } from '../../../src/domain/therapist/registration.js';
import { slotFacts } from '../../../src/domain/therapist/slots.js';
import { FOLDS } from '../../../src/domain/world.js';
import { worklist } from '../../../src/projections/affected-bookings.js';
import { ana, bookingOf, opened, said, thea, theCase, world } from '../../support/case-play.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const supervisor = idOf('supervisor');
const registered = (title: 'RP' | 'RP-Qualifying') =>
  registrationFacts.TherapistRegistered({
    therapist: thea,
    title,
    college: 'CRPO',
    from: '2020-01-01',
    nameOnRegister: 'Thea Example',
    number: '001',
  });
const supervised = registrationFacts.SupervisionStarted({ therapist: thea, supervisor, from: '2020-01-01' });
const lapsed = registrationFacts.SupervisionEnded({ therapist: thea, supervisor, on: '2026-02-10' });
const suspended = registrationFacts.RegistrationStatusChanged({
  therapist: thea,
  status: 'suspended',
  from: '2026-02-10',
  source: 'Public Register',
});
const slot = (name: string, start: string) =>
  slotFacts.SlotHeld({
    therapist: thea,
    session: idOf(name),
    case: theCase,
    start,
    end: start.replace(':00:00', ':50:00'),
    until: start,
  });
const therapist = (...facts: readonly NewFact[]) => given(FOLDS.therapist, facts);
const BEFORE = '2026-02-02T15:00:00.000Z';
const DAY = '2026-02-17';
const c = circumstances({ now: BEFORE, happenedAt: BEFORE });

const BARRED = [
  ['suspended', therapist(registered('RP'), suspended), 'therapist-not-in-good-standing'],
  [
    'Qualifying and without live supervision',
    therapist(registered('RP-Qualifying'), supervised, lapsed),
    'therapist-without-supervision',
  ],
  ['not registered', therapist(), 'therapist-not-registered'],
] as const;

describe('A therapist who may not practise on a day (rule 34)', () => {
  it.each(BARRED)(
    'R4: a therapist %s is neither booked nor moved to, nor does their session start',
    (_name, who, code) => {
      const play = opened('individual', { within: world(undefined, { therapist: () => who }) });
      const bar = barOn(who.registration, DAY);
      const session = idOf('new');
      expect(said(play.do(BEFORE, (s, here) => bookSession(s, bookingOf(`${DAY}T09:00`), session, bar, here)))).toBe(
        `${code} (R4)`,
      );
      const booked = play.book(BEFORE, `${DAY}T09:00`);
      const move = {
        case: theCase,
        session: booked,
        participant: ana,
        therapist: thea,
        startLocal: '2026-02-19T09:00',
      };
      expect(said(play.do(BEFORE, (s, here) => rescheduleSession(s, move, session, bar, here)))).toBe(`${code} (R4)`);
      const starting = { case: theCase, session: booked, present: [ana] };
      expect(said(play.do('2026-02-17T14:00:00.000Z', (s, here) => startSession(s, starting, here)))).toBe(
        `${code} (R4)`,
      );
    },
  );

  it.each(BARRED)('R4: a session held all the same by a therapist %s is recorded, and says so', (_name, who, code) => {
    const play = opened('individual', { within: world(undefined, { therapist: () => who }) });
    const session = play.book(BEFORE, `${DAY}T09:00`);
    const held = play.do('2026-02-17T15:00:00.000Z', (s, here) =>
      recordAttendance(s, { case: theCase, session, attended: [ana], missed: [] }, here),
    );
    expect(said(held)).toContain('SessionHeldWhileBarred');
    expect(held.facts?.find((f) => f.type === 'SessionHeldWhileBarred')?.data).toMatchObject({ because: code });
  });

  it('R4: the day before supervision ends a Qualifying therapist may practise, on that day no more', () => {
    const { registration } = therapist(registered('RP-Qualifying'), supervised, lapsed);
    expect(barOn(registration, '2026-02-09')).toBeUndefined();
    expect(barOn(registration, '2026-02-10')).toBeDefined();
  });

  it('R4: every session ahead that it makes impossible is on the work list, and one action calls them off (rule 56)', () => {
    const state = therapist(
      registered('RP'),
      slot('early', '2026-02-09T14:00:00.000Z'),
      slot('late', '2026-02-17T14:00:00.000Z'),
      suspended,
    );
    const off = callOffBarred(state, { therapist: thea }, c);
    expect(off.facts?.[0]?.data['sessions']).toEqual([{ session: idOf('late'), case: theCase }]);
    expect(outcome(callOffBarred(therapist(registered('RP')), { therapist: thea }, c))).toEqual([]);
  });

  it('R4: the work list is empty again once the standing is restored', () => {
    const rows = [
      { therapist: thea, kind: 'title', what: 'RP' },
      { therapist: thea, kind: 'status', what: 'in-good-standing', from: '2020-01-01', fact: 'a' },
      { therapist: thea, kind: 'status', what: 'suspended', from: '2026-02-10', fact: 'b' },
      { therapist: thea, kind: 'slot', session: 'early', start: '2026-02-09T14:00:00.000Z' },
      { therapist: thea, kind: 'slot', session: 'late', start: '2026-02-17T14:00:00.000Z' },
    ];
    const at = { now: BEFORE, dayOf: (instant: string) => instant.slice(0, 10) };
    expect(worklist(rows, at)).toMatchObject([
      { kind: 'impossible', session: 'late', because: 'therapist-not-in-good-standing' },
    ]);
    const restored = { therapist: thea, kind: 'status', what: 'in-good-standing', from: '2026-02-12', fact: 'c' };
    expect(worklist([...rows, restored], at)).toEqual([]);
  });
});

describe('Calling off (rules 55 and 58)', () => {
  it('T3: one action calls off a whole local day, an evening that is the next day elsewhere included', () => {
    const state = therapist(
      registered('RP'),
      slot('morning', '2026-02-17T14:00:00.000Z'),
      slot('evening', '2026-02-18T01:00:00.000Z'),
      slot('next day', '2026-02-18T14:00:00.000Z'),
    );
    const off = callOffDay(state, { therapist: thea, day: DAY }, c);
    expect(off.facts?.[0]?.data).toMatchObject({
      because: 'away',
      sessions: [{ session: idOf('morning') }, { session: idOf('evening') }],
    });
  });

  it('T3: each is cancelled as by the agency, without a fee, with an offer of another; a second time says nothing', () => {
    const play = opened();
    const session = play.book(BEFORE, `${DAY}T09:00`);
    const action = { case: theCase, session, because: 'away' } as const;
    expect(said(play.do(BEFORE, (s) => callOffSession(s, action)))).toBe(
      'SessionCancelledByAgency,AnotherSessionOffered',
    );
    expect(said(play.do(BEFORE, (s) => callOffSession(s, action)))).toBe('');
    expect(outcome(callOffSession(play.state, { ...action, session: idOf('unknown') }))).toEqual([]);
  });

  it('T3: when another therapist takes the case, what was booked is offered again and declining is free (rule 55)', () => {
    const play = opened();
    play.book(BEFORE, `${DAY}T09:00`);
    const taken = { case: theCase, therapist: idOf('theo') };
    expect(said(play.do(BEFORE, (s, here) => transferCase(s, taken, undefined, here)))).toBe(
      'TherapistAssigned,SessionCancelledByAgency,AnotherSessionOffered',
    );
  });
});

describe('Qualifications', () => {
  const degree = {
    therapist: thea,
    qualification: idOf('q'),
    kind: 'technique',
    technique: 'EMDR',
    from: '2021-06-01',
    title: 'EMDR',
  } as const;

  it('R4: a qualification is recorded of a registered therapist, a certified technique by its name', () => {
    const { technique: _technique, ...unnamed } = degree;
    expect(outcome(recordQualification(therapist(registered('RP')), degree))).toEqual(['QualificationRecorded']);
    expect(outcome(recordQualification(therapist(registered('RP')), unnamed))).toBe('certified-technique-needed');
    expect(outcome(recordQualification(therapist(), degree))).toBe('therapist-not-registered');
  });

  it('R4: it ends once, not before it began, and only if it is there', () => {
    const held = therapist(registered('RP'), qualificationFacts.QualificationRecorded(degree));
    const ending = { therapist: thea, qualification: idOf('q'), on: '2026-01-01' };
    expect(outcome(endQualification(held, ending))).toEqual(['QualificationEnded']);
    expect(outcome(endQualification(held, { ...ending, on: '2020-01-01' }))).toBe(
      'qualification-ends-before-it-begins',
    );
    expect(outcome(endQualification(held, { ...ending, qualification: idOf('other') }))).toBe(
      'qualification-not-found',
    );
    const over = therapist(
      registered('RP'),
      qualificationFacts.QualificationRecorded(degree),
      qualificationFacts.QualificationEnded(ending),
    );
    expect(outcome(endQualification(over, ending))).toEqual([]);
  });
});
