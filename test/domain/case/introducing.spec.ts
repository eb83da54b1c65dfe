import { describe, expect, it } from '@jest/globals';
import { caseFold } from '../../../src/domain/case/case.js';
import { consentToCounselling, counsellingFacts, EXPLANATION_PARTS } from '../../../src/domain/case/counselling.js';
import {
  explainApproach,
  explainAvailability,
  type Introduction,
  showQualifications,
} from '../../../src/domain/case/introducing.js';
import { assignTherapist, rosterFacts } from '../../../src/domain/case/roster.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { approachFacts } from '../../../src/domain/therapist/approach.js';
import { availabilityFacts } from '../../../src/domain/therapist/availability.js';
import { qualificationFacts } from '../../../src/domain/therapist/qualifications.js';
import { registrationFacts } from '../../../src/domain/therapist/registration.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [theCase, ana, ben, thea, supervisor] = ['case', 'ana', 'ben', 'thea', 'supervisor'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];
const opened = rosterFacts.CaseOpened({ case: theCase, kind: 'couple', participants: [ana, ben], therapist: thea });
const registered = registrationFacts.TherapistRegistered({
  therapist: thea,
  title: 'RP-Qualifying',
  college: 'CRPO',
  from: '2024-01-01',
  nameOnRegister: 'Thea Example',
  number: '009',
});
const supervised = registrationFacts.SupervisionStarted({ therapist: thea, supervisor, from: '2024-01-01' });
const degree = qualificationFacts.QualificationRecorded({
  therapist: thea,
  qualification: idOf('degree'),
  kind: 'degree',
  from: '2020-06-01',
  title: 'MA',
});
const approach = (version: string, effectiveFrom: string) =>
  approachFacts.ApproachPublished({ therapist: thea, version, effectiveFrom, digest: version, text: 'How I work.' });
const hours = availabilityFacts.AvailabilityPublished({
  therapist: thea,
  version: 'hours-1',
  effectiveFrom: '2026-01-01',
  windows: [{ weekday: 'tuesday', fromMinute: 540, toMinute: 1020 }],
});
const on = (day: string, ...facts: readonly NewFact[]) => {
  const therapist = given(FOLDS.therapist, facts);
  const now = `${day}T15:00:00.000Z`;
  return circumstances({ now, happenedAt: now, world: { therapist: () => therapist } });
};
const having = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);
const to = (participant: string): Introduction => ({
  case: theCase,
  participant,
  how: 'in-person',
  questionsInvited: true,
});

describe('Introducing a therapist', () => {
  it('R4: qualifications are shown as they stood that day, with supervision, and the facts they rest on', () => {
    const shown = showQualifications(having(), to(ana), on('2026-01-05', registered, supervised, degree));
    expect(outcome(shown)).toEqual(['QualificationsShown']);
    expect(shown.facts?.[0]?.data).toMatchObject({
      therapist: thea,
      day: '2026-01-05',
      title: 'RP-Qualifying',
      college: 'CRPO',
      status: 'in-good-standing',
      supervisors: [supervisor],
      questionsInvited: true,
    });
    expect(shown.facts?.[0]?.data['from']).toHaveLength(3);
  });

  it('R4: what the register says of a suspended therapist is shown too, and a qualification that ran out is not', () => {
    const suspended = registrationFacts.RegistrationStatusChanged({
      therapist: thea,
      status: 'suspended',
      from: '2026-01-02',
      source: 'Public Register',
    });
    const ended = qualificationFacts.QualificationEnded({
      therapist: thea,
      qualification: idOf('degree'),
      on: '2026-01-03',
    });
    const shown = showQualifications(having(), to(ana), on('2026-01-05', registered, degree, suspended, ended));
    expect(shown.facts?.[0]?.data).toMatchObject({ status: 'suspended', supervisors: [] });
    expect(shown.facts?.[0]?.data['from']).toHaveLength(2);
  });

  it('R4: with no registration there is nothing to show, and a stranger to the case is shown nothing', () => {
    expect(outcome(showQualifications(having(), to(ana), on('2026-01-05')))).toBe('therapist-not-registered');
    expect(outcome(showQualifications(having(), to(idOf('stranger')), on('2026-01-05', registered)))).toBe(
      'not-a-participant',
    );
  });

  it('R4: showing the same again on the same day says nothing new; after a change in the register it does', () => {
    const first = showQualifications(having(), to(ana), on('2026-01-05', registered));
    const state = having(...(first.facts ?? []));
    expect(outcome(showQualifications(state, to(ana), on('2026-01-05', registered)))).toEqual([]);
    expect(outcome(showQualifications(state, to(ben), on('2026-01-05', registered)))).toEqual(['QualificationsShown']);
    expect(outcome(showQualifications(state, to(ana), on('2026-01-05', registered, supervised)))).toEqual([
      'QualificationsShown',
    ]);
  });

  it('T3: the approach explained is the published version in force that day; told with none in force it is recorded without one', () => {
    const c = on('2026-01-05', registered, approach('1', '2025-01-01'), approach('2', '2026-02-01'));
    expect(explainApproach(having(), to(ana), c).facts?.[0]?.data).toMatchObject({ version: '1', digest: '1' });
    const without = explainApproach(having(), to(ana), on('2026-01-05', registered));
    expect(outcome(without)).toEqual(['ApproachExplained']);
    expect(without.facts?.[0]?.data).not.toHaveProperty('version');
    const told = having(...(without.facts ?? []));
    expect(outcome(explainApproach(told, to(ana), on('2026-01-05', registered)))).toEqual([]);
    expect(outcome(explainApproach(told, to(ana), c))).toEqual(['ApproachExplained']);
  });

  it('T3: availability is explained with its version, the wait, and how sessions are booked', () => {
    const telling = { ...to(ana), waitingDays: 14, bookedBy: ['portal'] } as const;
    const told = explainAvailability(having(), telling, on('2026-01-05', registered, hours));
    expect(told.facts?.[0]?.data).toMatchObject({ version: 'hours-1', waitingDays: 14, bookedBy: ['portal'] });
    expect(
      outcome(explainAvailability(having(...(told.facts ?? [])), telling, on('2026-01-06', registered, hours))),
    ).toEqual([]);
    const without = explainAvailability(having(), telling, on('2026-01-05', registered));
    expect(outcome(without)).toEqual(['AvailabilityExplained']);
    expect(without.facts?.[0]?.data).not.toHaveProperty('version');
  });

  it('T2: with another therapist counselling is explained and consented to anew, by every participant (rule 55)', () => {
    const earlier = having(
      counsellingFacts.CounsellingExplained({
        case: theCase,
        participant: ana,
        covered: [...EXPLANATION_PARTS],
        questionsAnswered: true,
        notes: '-',
      }),
      counsellingFacts.CounsellingConsentGiven({ case: theCase, participant: ana, how: 'written' }),
    );
    const said = { case: theCase, participant: ana, how: 'written' } as const;
    expect(outcome(consentToCounselling(earlier, said))).toEqual([]);
    const assigned = assignTherapist(earlier, { case: theCase, therapist: idOf('theo') }, undefined);
    expect(assigned.facts?.[0]?.subjects?.map(({ person }) => person)).toEqual([ana, ben]);
    for (const fact of stored(assigned.facts ?? [])) caseFold.evolve(earlier, fact);
    expect(outcome(consentToCounselling(earlier, said))).toBe('counselling-not-explained');
  });
});
