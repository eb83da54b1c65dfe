import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mandatoryReportFacts, mandatoryReportFold } from '../../../src/domain/agency/mandatory-report.js';
import { DUTIES, type Duty } from '../../../src/domain/agency/mandatory-report-facts.js';
import {
  type Consider,
  consider,
  considerAgain,
  dutyOverdue,
  type Make,
  makeReport,
  reportMade,
  reportNotMade,
  tellClient,
} from '../../../src/domain/agency/reporting-duty.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const report = idOf('duty');
const reporter = idOf('therapist');
const client = idOf('client');
const at = '2026-01-05T15:00:00.000Z';

const known = (person: string) => ({ ...FOLDS.person.initial().person, person });
const c = (now = at, happenedAt = now) =>
  circumstances({
    now,
    happenedAt,
    actor: { person: reporter, role: 'therapist' },
    id: (name) => (name === 'report' ? report : idOf(name)),
    world: { person: known },
  });
const empty = mandatoryReportFold.initial();
const body = (duty: Duty, more: Partial<Consider> = {}): Consider => ({
  duty,
  concerns: [client],
  mayContinue: false,
  known: 'sealed',
  ...more,
});
const considered = (duty: Duty, more: Partial<Consider> = {}): NewFact => {
  const decision = consider(empty, body(duty, more), c());
  if (!('facts' in decision) || decision.facts?.[0] === undefined) throw new Error('not considered');
  return decision.facts[0];
};
const state = (...facts: readonly (NewFact | StoredFact)[]) =>
  given(mandatoryReportFold, facts, { stream: `mandatory-report-${report}`, at });
const make = (more: Partial<Make> = {}): Make => ({ report, to: 'college', how: 'online', named: false, ...more });

describe('R7: duties to report', () => {
  it('R7: the duty is the actor’s own; of sexual abuse by a professional it runs 30 days, rolled by the statutory calendar (rule 29)', () => {
    expect(considered('RHPA-85.1').data).toMatchObject({
      reporter,
      obligation: 'must',
      round: 1,
      dueBy: '2026-02-05T04:59:59.999Z',
    });
  });

  it('R7: it is due at once where abuse may continue, and always for a child or a resident (rules 29 and 30)', () => {
    const next = '2026-01-06T15:00:00.000Z';
    expect(considered('RHPA-85.1', { mayContinue: true }).data['dueBy']).toBe(next);
    for (const duty of ['CYFSA-125', 'FLTCA-28', 'RHA-75'] as const) expect(considered(duty).data['dueBy']).toBe(next);
  });

  it('R7: no duty while nobody knows the abuser’s name, and none but a power for somebody of 16 or 17; both are written down', () => {
    expect(considered('RHPA-85.1', { abuserNamed: false }).data).toMatchObject({ obligation: 'none' });
    expect(considered('RHPA-85.1', { abuserNamed: false }).data['dueBy']).toBeUndefined();
    expect(considered('CYFSA-125', { aged16or17: true }).data).toMatchObject({ obligation: 'may' });
    expect(considered('CYFSA-125', { aged16or17: true }).data['dueBy']).toBeUndefined();
  });

  it('R7: considering refuses only what cannot be: persons and cases nobody knows', () => {
    const unknown = { ...c(), world: { ...c().world, person: () => FOLDS.person.initial().person } };
    expect(outcome(consider(empty, body('CYFSA-125'), unknown))).toBe('person-not-registered');
    expect(outcome(consider(empty, body('CYFSA-125', { about: idOf('no case') }), c()))).toBe('case-not-found');
  });

  it('R7: a client is named to the College only with written consent; that a name was given without is a breach on record', () => {
    const s = state(considered('RHPA-85.1'));
    expect(outcome(makeReport(s, make({ named: true }), c()))).toBe('name-needs-written-consent');
    const consents = [{ client, evidence: 'scan 12' }];
    expect(makeReport(s, make({ named: true, consents }), c()).facts?.[0]?.data['naming']).toBe('with-written-consent');
    expect(reportMade(s, make({ named: true }), c()).facts?.[0]?.data['naming']).toBe('without-consent');
    expect(makeReport(state(considered('CYFSA-125')), make({ named: true }), c()).facts?.[0]?.data['naming']).toBe(
      'as-the-act-requires',
    );
  });

  it('R7: whoever treats the alleged abuser says what they think of the future risk, or that they cannot', () => {
    const s = state(considered('RHPA-85.1', { treatsAlleged: true }));
    expect(outcome(makeReport(s, make(), c()))).toBe('risk-opinion-needed');
    expect(makeReport(s, make({ opinion: 'cannot-form' }), c()).facts?.[0]?.data['opinion']).toBe('cannot-form');
    expect(reportMade(s, make(), c()).facts?.[0]?.data['opinion']).toBe('left-out');
  });

  it('R7: the report says whether the client was told first, by best efforts or why not', () => {
    const s = state(considered('RHPA-85.1'));
    expect(reportMade(s, make(), c()).facts?.[0]?.data['told']).toBe('not-first');
    const told = tellClient(s, { report, client, outcome: 'could-not-be-reached', reason: 'sealed' }, c());
    expect(told.facts?.[0]?.data).toMatchObject({ first: true, outcome: 'could-not-be-reached' });
    const after = state(considered('RHPA-85.1'), ...(told.facts ?? []));
    expect(reportMade(after, make(), c()).facts?.[0]?.data['told']).toBe('first');
    const made = state(considered('RHPA-85.1'), ...(reportMade(s, make(), c()).facts ?? []));
    expect(tellClient(made, { report, client, outcome: 'told' }, c()).facts?.[0]?.data['first']).toBe(false);
  });

  it('R7: that another has reported, or a choice where the law demands it, ends no duty (rule 29)', () => {
    const ends = (because: 'another-has-reported' | 'chose-not-to' | 'no-reasonable-grounds', more = {}) =>
      reportNotMade(state(considered('CYFSA-125', more)), { report, because, reasons: 'sealed' }, c()).facts?.[0]?.data[
        'ends'
      ];
    expect(ends('another-has-reported')).toBe(false);
    expect(ends('chose-not-to')).toBe(false);
    expect(ends('chose-not-to', { aged16or17: true })).toBe(true);
    expect(ends('no-reasonable-grounds')).toBe(true);
  });

  it('R7: new information opens the duty again, what was reported before does not discharge it (rule 30)', () => {
    const first = considered('CYFSA-125');
    const made = reportMade(state(first), make({ to: 'childrens-aid-society' }), c()).facts?.[0] as NewFact;
    const again = considerAgain(
      state(first, made),
      { report, mayContinue: true, known: 'sealed' },
      c('2026-01-12T15:00:00.000Z'),
    ).facts?.[0] as NewFact;
    expect(again.data).toMatchObject({ round: 2, dueBy: '2026-01-13T15:00:00.000Z' });
    expect(outcome(dutyOverdue(state(first, made), { report }, c('2026-02-01T15:00:00.000Z')))).toEqual([]);
    expect(outcome(dutyOverdue(state(first, made, again), { report }, c('2026-02-01T15:00:00.000Z')))).toEqual([
      'MandatoryReportOverdue',
    ]);
  });

  it('R7: the clock speaks once, at the deadline, and what was done in time and known late undoes it (rule 38)', () => {
    const first = considered('CYFSA-125');
    const late = c('2026-01-08T15:00:00.000Z');
    expect(outcome(dutyOverdue(state(first), { report }, c('2026-01-06T15:00:00.000Z')))).toBe(
      'reporting-duty-not-due',
    );
    const [overdue] = dutyOverdue(state(first), { report }, late).facts ?? [];
    expect(overdue?.happenedAt).toBe('2026-01-06T15:00:00.000Z');
    const facts = stored([first, overdue as NewFact], { stream: `mandatory-report-${report}` });
    const spoken = state(...facts);
    expect(outcome(dutyOverdue(spoken, { report }, late))).toEqual([]);
    const inTime = reportMade(spoken, make(), c('2026-01-08T16:00:00.000Z', '2026-01-05T16:00:00.000Z')).facts?.[0];
    expect([inTime?.supersedes, inTime?.data['late']]).toEqual([[facts[1]?.id], false]);
    const after = reportMade(spoken, make(), late).facts?.[0];
    expect([after?.supersedes, after?.data['late']]).toEqual([undefined, true]);
  });

  it('R7: what is known, the reasons and the reference are never in the open', () => {
    const facts = stored([
      considered('CYFSA-125', { known: 'canary', whom: 'canary' }),
      mandatoryReportFacts.MandatoryReportNotMade({
        report,
        reporter,
        because: 'other',
        round: 1,
        late: false,
        ends: false,
        reasons: 'canary',
      }),
    ]);
    expect(JSON.stringify(facts.map((f) => f.open))).not.toContain('canary');
  });

  it('R7: whatever is done in whatever order, a duty that must be met and is not settled is said to be overdue once its day is past', () => {
    const steps = fc.array(fc.constantFrom('again', 'made', 'another', 'grounds', 'told', 'clock'), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...DUTIES), steps, (duty, names) => {
        let facts: readonly StoredFact[] = stored([considered(duty)], { stream: 'mandatory-report-x' });
        let owed = true;
        const step = (name: string, when: string) => {
          const s = state(...facts);
          const on = c(when);
          const said =
            name === 'again'
              ? considerAgain(s, { report, mayContinue: false, known: 's' }, on)
              : name === 'made'
                ? reportMade(s, make(), on)
                : name === 'another' || name === 'grounds'
                  ? reportNotMade(
                      s,
                      {
                        report,
                        because: name === 'another' ? 'another-has-reported' : 'no-reasonable-grounds',
                        reasons: 's',
                      },
                      on,
                    )
                  : name === 'told'
                    ? tellClient(s, { report, client, outcome: 'told' }, on)
                    : dutyOverdue(s, { report }, on);
          facts = [
            ...facts,
            ...stored(said.facts ?? [], { stream: 'mandatory-report-x', from: facts.length, at: when }),
          ];
        };
        names.forEach((name, i) => {
          step(name, `2026-01-05T15:00:${String(i + 1).padStart(2, '0')}.000Z`);
          if (name === 'again') owed = true;
          if (name === 'made' || name === 'grounds') owed = false;
        });
        step('clock', '2026-06-01T15:00:00.000Z');
        expect(facts.some((f) => f.type === 'MandatoryReportOverdue')).toBe(owed);
      }),
      { numRuns: 200 },
    );
  });
});
