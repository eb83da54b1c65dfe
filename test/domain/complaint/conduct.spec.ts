import { describe, expect, it } from '@jest/globals';
import { complaintFold } from '../../../src/domain/complaint/complaint.js';
import { endAsComplaint, lodgeTurned, registerTurned } from '../../../src/domain/complaint/conduct-complaint.js';
import { conductFacts } from '../../../src/domain/complaint/conduct-facts.js';
import {
  mayReport,
  nameReported,
  registerReport,
  reportConduct,
} from '../../../src/domain/complaint/conduct-reporting.js';
import {
  answerReport,
  closeReport,
  declareTies,
  findConduct,
  serveReport,
  takeUp,
} from '../../../src/domain/complaint/conduct-review.js';
import { complaintsAbout, registerFold } from '../../../src/domain/complaint/register.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { registrationFacts } from '../../../src/domain/therapist/registration.js';
import { therapistFold } from '../../../src/domain/therapist/therapist.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const complaint = idOf('report');
const client = idOf('client');
const another = idOf('another client');
const therapist = idOf('therapist');
const supervisor = idOf('supervisor');
const officer = idOf('officer');
const matter = idOf('matter');

const reported = (about: 'therapist' | 'staff' | 'client' = 'therapist', who: string | undefined = therapist) =>
  conductFacts.ConductReported({
    complaint,
    reporter: client,
    standing: 'client',
    about,
    ...(who !== undefined && { reported: who }),
    matters: [{ matter, clause: about === 'client' ? 'C1' : 'R1' }],
    statement: 'sealed',
  });
const begun = conductFacts.ConductReviewBegun({ complaint, reviewer: officer });
const served = (who: string) => conductFacts.ConductReportServed({ complaint, reported: who, served: [] });

const state = (...facts: readonly NewFact[]) => given(complaintFold, facts, { stream: `complaint-${complaint}` });
const known = (person: string) => ({ ...FOLDS.person.initial().person, person });
const supervised = given(therapistFold, [
  registrationFacts.SupervisionStarted({ therapist, supervisor, from: '2020-01-01' }),
]);
const by = (person: string, role: string) =>
  circumstances({
    actor: { person, role },
    world: { person: known, therapist: () => supervised, complaint: () => state(reported()) },
  });
const asOfficer = by(officer, 'complaints-officer');
const finding = (more: object = {}) => ({
  complaint,
  matter,
  finding: 'founded' as const,
  measures: [],
  reasons: 'sealed',
  ...more,
});

describe('R1: a report of how somebody was treated', () => {
  it('R1: a client’s report of a therapist is held against R1 and T1, of other staff against R1, of a client against C1', () => {
    const clauses = (about: 'therapist' | 'staff' | 'client') => {
      const decision = reportConduct(
        state(),
        { about, standing: 'client', reported: another, statement: 'sealed' },
        by(client, 'person'),
      );
      const [fact] = decision.facts ?? [];
      return ((fact?.data['matters'] ?? []) as { clause: string }[]).map((m) => m.clause);
    };
    expect(clauses('therapist')).toEqual(['R1', 'T1']);
    expect(clauses('staff')).toEqual(['R1']);
    expect(clauses('client')).toEqual(['C1']);
  });

  it('R1: a report denies only itself: it is entered, and closes no case to anybody', () => {
    const decision = registerReport(complaint, client, therapist);
    const { register } = given(registerFold, decision.facts ?? []);
    expect(register.all.get(complaint)).toMatchObject({ respondents: [therapist], persons: [], cases: [] });
    expect(register.open.size).toBe(0);
    expect(complaintsAbout(register, idOf('case'), [client])).toEqual([]);
  });

  it('R1: a report opens none of the clocks and tracks of a complaint', () => {
    const { deadlines, lodging } = state(reported(), begun, served(therapist));
    expect([deadlines.byKey.size, lodging.tracks.size]).toEqual([0, 0]);
  });

  it('R1: nobody reports in another’s name but who enters it for them', () => {
    const body = { about: 'client', standing: 'staff', reporter: therapist, reported: client, statement: 's' } as const;
    expect(mayReport(body, by(another, 'person'))).toMatchObject({ refusal: { code: 'reporter-is-another' } });
    expect(mayReport(body, by(idOf('desk'), 'front-desk'))).toBeUndefined();
  });

  it('R1: somebody nobody knows cannot be named, and nobody reports themselves', () => {
    const body = { about: 'staff', standing: 'client', reported: another, statement: 's' } as const;
    const nobody = circumstances({ actor: { person: client, role: 'person' } });
    const unknown = { ...nobody, world: { ...nobody.world, person: () => FOLDS.person.initial().person } };
    expect(outcome(reportConduct(state(), body, unknown))).toBe('person-not-registered');
    expect(outcome(reportConduct(state(), { ...body, reported: client }, by(client, 'person')))).toBe('own-conduct');
  });

  it('R1: whom nobody knew may be named later, once', () => {
    const unknown = conductFacts.ConductReported({ ...reported().data, reported: undefined } as never);
    expect(outcome(serveReport(state(unknown), { complaint, served: [] }, asOfficer))).toBe('reported-not-named');
    expect(outcome(nameReported(state(unknown), { complaint, reported: therapist }, asOfficer))).toEqual([
      'ReportedPersonNamed',
    ]);
    expect(outcome(nameReported(state(reported()), { complaint, reported: therapist }, asOfficer))).toEqual([]);
    expect(outcome(nameReported(state(reported()), { complaint, reported: another }, asOfficer))).toBe(
      'reported-is-named',
    );
  });

  it('R1: what is said in a report, an answer or reasons is never in the open', () => {
    const facts = stored([
      conductFacts.ConductReported({ ...reported().data, statement: 'canary' } as never),
      conductFacts.ReportedPersonAnswered({ complaint, reported: therapist, answer: 'canary' }),
      conductFacts.ConductMeasuresAgreed({ complaint, matter, measures: ['talk'], details: 'canary' }),
    ]);
    expect(JSON.stringify(facts.map((f) => f.open))).not.toContain('canary');
  });
});

describe('T1: who reviews a report', () => {
  it.each([
    ['the person reported', therapist, 'reported'],
    ['the reporter', client, 'reporter'],
    ['the supervisor of the person reported', supervisor, 'supervisor'],
  ])('T1: %s does not review it (rule 62)', (_who, reviewer, tie) => {
    expect(takeUp(state(reported()), { complaint, reviewer }, asOfficer)).toMatchObject({
      refusal: { code: 'reviewer-not-independent', values: { tie } },
    });
  });

  it('T1: neither somebody with a declared tie nor an earlier reviewer reviews it (rule 62)', () => {
    const tied = conductFacts.ReviewerTiesDeclared({ complaint, person: another });
    expect(outcome(declareTies(state(reported()), { complaint, person: another }))).toEqual(['ReviewerTiesDeclared']);
    expect(outcome(takeUp(state(reported(), tied), { complaint, reviewer: another }, asOfficer))).toBe(
      'reviewer-not-independent',
    );
    const replaced = conductFacts.ConductReviewBegun({ complaint, reviewer: another });
    expect(outcome(takeUp(state(reported(), begun, replaced), { complaint, reviewer: officer }, asOfficer))).toBe(
      'reviewer-not-independent',
    );
  });

  it('T1: a finding needs a reviewer who is still independent, and is not written down by somebody who is not', () => {
    expect(outcome(findConduct(state(reported()), finding(), asOfficer))).toBe('report-not-taken-up');
    const tied = conductFacts.ReviewerTiesDeclared({ complaint, person: officer });
    expect(outcome(findConduct(state(reported(), begun, tied), finding(), asOfficer))).toBe('reviewer-not-independent');
    expect(outcome(findConduct(state(reported(), begun), finding(), by(supervisor, 'complaints-officer')))).toBe(
      'reviewer-not-independent',
    );
  });

  it('T1: a finding says whether the person reported was heard, and what was agreed is a fact of its own', () => {
    const heard = (...facts: readonly NewFact[]) =>
      findConduct(state(reported(), begun, ...facts), finding({ measures: ['training'] }), asOfficer).facts;
    const answered = conductFacts.ReportedPersonAnswered({ complaint, reported: therapist, answer: 'sealed' });
    expect(heard()?.map((f) => f.type)).toEqual(['ConductFound', 'ConductMeasuresAgreed']);
    expect(heard()?.[0]?.data['heard']).toBe('not-served');
    expect(heard(served(therapist))?.[0]?.data['heard']).toBe('served');
    expect(heard(served(therapist), answered)?.[0]?.data['heard']).toBe('answered');
  });

  it('T1: a report closes with its findings only when each clause has one; its reporter may withdraw it and no more', () => {
    const close = (because: 'findings-made' | 'withdrawn' | 'cannot-be-reviewed', c = asOfficer) =>
      outcome(closeReport(state(reported(), begun), { complaint, because }, c));
    expect(close('findings-made')).toBe('findings-missing');
    expect(close('cannot-be-reviewed')).toEqual(['ConductReportClosed']);
    expect(close('withdrawn', by(client, 'complainant'))).toEqual(['ConductReportClosed']);
    expect(close('cannot-be-reviewed', by(client, 'complainant'))).toBe('reporter-only-withdraws');
    expect(close('cannot-be-reviewed', by(supervisor, 'complaints-officer'))).toBe('reviewer-not-independent');
  });
});

describe('C1: a report of a client’s conduct', () => {
  it('C1: a client answers what was served on them, also when the report is closed, and nothing before', () => {
    const closed = conductFacts.ConductReportClosed({ complaint, because: 'withdrawn', withoutFinding: ['C1'] });
    const answer = (...facts: readonly NewFact[]) =>
      outcome(answerReport(state(reported('client', another), ...facts), { complaint, answer: 'sealed' }));
    expect(answer()).toBe('nothing-served');
    expect(answer(served(another))).toEqual(['ReportedPersonAnswered']);
    expect(answer(served(another), closed)).toEqual(['ReportedPersonAnswered']);
  });

  it('C1: only facts of this very report are served', () => {
    const facts = stored([reported('client', another)]);
    const c = { ...asOfficer, history: facts };
    const s = state(reported('client', another));
    expect(outcome(serveReport(s, { complaint, served: [idOf('elsewhere')] }, c))).toBe('fact-not-in-report');
    expect(outcome(serveReport(s, { complaint, served: [facts[0]?.id ?? ''] }, c))).toEqual(['ConductReportServed']);
  });

  it('C1: a client’s conduct never becomes a complaint', () => {
    const s = state(reported('client', another));
    const c = { ...asOfficer, world: { ...asOfficer.world, complaint: () => s } };
    const turn = { complaint, consent: 'written', tracks: ['agency'], statement: 's', notInvolved: false } as const;
    expect(outcome(registerTurned(turn, c))).toBe('client-conduct-is-no-complaint');
  });
});

describe('R10: a report becomes a complaint', () => {
  const turn = { complaint, tracks: ['agency'], statement: 'sealed', notInvolved: true } as const;

  it('R10: only with the reporter’s consent', () => {
    expect(outcome(registerTurned(turn, asOfficer))).toBe('reporter-consent-needed');
    expect(outcome(registerTurned({ ...turn, consent: 'written' }, asOfficer))).toEqual(['ComplaintRegistered']);
    expect(outcome(registerTurned(turn, by(client, 'complainant')))).toEqual(['ComplaintRegistered']);
  });

  it('R10: the complaint is lodged first, linked, and then the report ends: neither loses the other', () => {
    const c = by(client, 'complainant');
    expect(outcome(lodgeTurned(complaintFold.initial(), turn, c))).toEqual([
      'ComplaintLodged',
      'ComplaintBeganAsReport',
    ]);
    const ended = endAsComplaint(state(reported()), turn, c);
    expect(ended.facts?.[0]?.data).toMatchObject({
      because: 'became-complaint',
      became: idOf('complaint'),
      withoutFinding: ['R1'],
    });
    const became = state(reported(), ...(ended.facts ?? []));
    expect(outcome(endAsComplaint(became, turn, c))).toEqual([]);
    const again = { ...c, world: { ...c.world, complaint: () => became } };
    expect(outcome(registerTurned(turn, again))).toBe('report-became-complaint');
  });
});
