import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { breachDeadlineMissed } from '../../../src/domain/agency/breach-clocks.js';
import { type BreachLimit, GROUND_CODES, type Ground } from '../../../src/domain/agency/breach-facts.js';
import {
  assessBreach,
  closeBreach,
  containBreach,
  extendBreach,
  type Finding,
  findBreach,
} from '../../../src/domain/agency/breach-handling.js';
import {
  notifyOfBreach,
  reportNotReached,
  reportToCollege,
  reportToCommissioner,
} from '../../../src/domain/agency/breach-notices.js';
import { submitStatistics } from '../../../src/domain/agency/breach-statistics.js';
import { type BreachesState, breachesFold } from '../../../src/domain/agency/breaches.js';
import { kindOf } from '../../../src/domain/catalogue.js';
import type { Circumstances, Decision } from '../../../src/domain/language/decision.js';
import type { StoredFact } from '../../../src/domain/language/fact.js';
import { decideEnteredInError, standing } from '../../../src/domain/language/mistakes.js';
import { tellOfBreach } from '../../../src/domain/person/breach-told.js';
import { FOLDS, type World } from '../../../src/domain/world.js';
import { calendar } from '../../support/case-play.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [ana, ben] = ['Ana', 'Ben'].map(idOf) as [string, string];
const theCase = idOf('case');
const found = '2026-03-02T15:00:00.000Z';
const known = (person: string) => ({ ...FOLDS.person.initial().person, person });
const inCase = given(FOLDS.case, []);
const world: Partial<World> = {
  ...given(FOLDS.calendars, [calendar('cal-1')]),
  person: known,
  case: (id) => (id === theCase ? { ...inCase, roster: { ...inCase.roster, case: theCase } } : inCase),
};

/** The register, played action by action, each at its own time. */
class Register {
  history: readonly StoredFact[] = [];
  get state(): BreachesState {
    return given(breachesFold, this.history);
  }
  types(): readonly string[] {
    return standing(this.history).map(({ type }) => type);
  }
  do(
    at: string,
    decide: (s: BreachesState, c: Circumstances<World>) => Decision,
    changes: Parameters<typeof circumstances>[0] = {},
  ): Decision {
    const played = this.history.length;
    const c = circumstances({
      now: at,
      happenedAt: at,
      id: (name) => idOf(`${name} ${played}`),
      history: this.history,
      ...changes,
      world: { ...world, ...changes.world },
    });
    const decision = decide(this.state, c);
    const facts = stored(decision.facts ?? [], { stream: 'breaches', at: c.happenedAt, from: played });
    this.history = [...this.history, ...facts];
    return decision;
  }
  find(more: Partial<Finding> = {}, at = found): string {
    const id = idOf(`breach ${this.history.length}`);
    this.do(at, (s, c) =>
      findBreach(s, { kind: 'disclosed', persons: [ana], cases: [theCase], staff: [], details: 's', ...more }, c),
    );
    return id;
  }
  assess(breach: string, applying: readonly Ground[] = [], at = found, more: object = {}): Decision {
    return this.do(at, (s, c) => assessBreach(s, { ...assessment(breach, applying), ...more }, c));
  }
  notify(breach: string, person: string, at = found, changes = {}): Decision {
    return this.do(at, (s, c) => notifyOfBreach(s, { breach, person, ...TOLD }, c), changes);
  }
  clock(breach: string, limit: BreachLimit, at: string, person?: string): Decision {
    return this.do(at, (s, c) => breachDeadlineMissed(s, { breach, limit, ...(person && { person }) }, c));
  }
  due(breach: string, limit: string): string | undefined {
    return this.state.register.breaches.get(breach)?.clocks.get(limit)?.due;
  }
}

const TOLD = { how: 'mail', toldOfRightToComplain: true } as const;
const assessment = (breach: string, applying: readonly Ground[], finding: 'breach' | 'no-breach' = 'breach') => ({
  breach,
  finding,
  grounds: GROUND_CODES.map((ground) => ({ ground, applies: applying.includes(ground) })),
  realRisk: false,
  reasons: 'sealed',
});
const missing = (decision: Decision) => ('refusal' in decision ? decision.refusal.values?.['missing'] : undefined);

describe('R7: a breach is found', () => {
  it('R7: reporting it is refused only for what cannot be: a person, a case or staff nobody knows', () => {
    const at = new Register();
    const report = (more: Partial<Finding>, changes = {}) =>
      outcome(
        at.do(
          found,
          (s, c) => findBreach(s, { kind: 'lost', persons: [], cases: [], staff: [], details: 's', ...more }, c),
          changes,
        ),
      );
    expect(report({})).toEqual(['BreachFound']);
    expect(report({ cases: [idOf('no case')] })).toBe('case-not-found');
    expect(report({ staff: [ana] })).toBe('not-on-staff');
    const nobody = { world: { person: () => FOLDS.person.initial().person } };
    expect(report({ persons: [ana] }, nobody)).toBe('person-not-registered');
  });

  it('R7: its clocks run: to assess it, to tell each person (both agency parameters), and to count it by 1 March', () => {
    const at = new Register();
    const breach = at.find({ persons: [ana, ben] });
    const clocks = [...(at.state.register.breaches.get(breach)?.clocks.keys() ?? [])];
    expect(clocks).toEqual(['assess', `notify ${ana}`, `notify ${ben}`, 'statistics']);
    expect(at.due(breach, 'assess')).toBe('2026-03-10T03:59:59.999Z');
    expect(at.due(breach, 'statistics')).toBe('2027-03-02T04:59:59.999Z');
  });

  it('R7: the clock of a College is 30 days from the event and carried past a legal holiday (rule 77)', () => {
    const at = new Register();
    const breach = at.find();
    // Thirty days after 6 March is 5 April 2026, Easter Sunday; Easter Monday is a legal holiday too.
    at.assess(breach, ['college-notice'], '2026-03-09T15:00:00.000Z', { collegeEventOn: '2026-03-06' });
    expect(at.due(breach, 'college')).toBe('2026-04-08T03:59:59.999Z');
    expect(outcome(at.assess(breach, ['college-notice'], found, { collegeEventOn: '2027-01-01' }))).toBe(
      'college-event-in-the-future',
    );
  });

  it('R7: one fact of a case raises one breach, however often it is reacted to (rule 11)', () => {
    const at = new Register();
    at.find({ raisedBy: idOf('a disclosure') });
    at.find({ raisedBy: idOf('a disclosure') });
    expect(at.types()).toEqual(['BreachFound']);
  });

  it('R7: more persons have each their own clock, and a closed breach is open again', () => {
    const at = new Register();
    const breach = at.find();
    at.assess(breach);
    at.notify(breach, ana);
    expect(outcome(at.do(found, (s) => closeBreach(s, { breach })))).toEqual(['BreachClosed']);
    const extend = (persons: string[]) =>
      outcome(at.do(found, (s, c) => extendBreach(s, { breach, persons, cases: [] }, c)));
    expect(extend([ana])).toEqual([]);
    expect(extend([ben])).toEqual(['BreachExtended']);
    expect(at.due(breach, `notify ${ben}`)).toBeDefined();
    expect(missing(at.do(found, (s) => closeBreach(s, { breach })))).toBe('notice to 1 person');
  });
});

describe('R7: a breach is assessed', () => {
  it('R7: each of the seven grounds is considered once; any of them makes the Commissioner’s notice due, one the College’s', () => {
    expect(GROUND_CODES).toHaveLength(7);
    const at = new Register();
    const breach = at.find();
    const said = (grounds: readonly { readonly ground: Ground; readonly applies: boolean }[]) =>
      outcome(at.do(found, (s, c) => assessBreach(s, { ...assessment(breach, []), grounds }, c)));
    const all = assessment(breach, []).grounds;
    expect(said(all.slice(1))).toBe('grounds-not-considered');
    expect(said([...all.slice(1), ...all.slice(1, 2)])).toBe('grounds-not-considered');
    expect(said([...all, ...all.slice(0, 1)])).toBe('grounds-not-considered');
    fc.assert(
      fc.property(fc.subarray(GROUND_CODES), (applying) => {
        const fresh = new Register();
        const one = fresh.find();
        expect(fresh.assess(one, applying).facts?.[0]?.data).toMatchObject({
          commissionerNotice: applying.length > 0,
          collegeNotice: applying.includes('college-notice'),
        });
        expect(fresh.due(one, 'commissioner') !== undefined).toBe(applying.length > 0);
        expect(fresh.due(one, 'college') !== undefined).toBe(applying.includes('college-notice'));
      }),
    );
  });

  it('R7: what is found to be no breach contradicts any ground, and stops every clock of it', () => {
    const at = new Register();
    const breach = at.find();
    const none = (applying: readonly Ground[]) =>
      outcome(at.do(found, (s, c) => assessBreach(s, assessment(breach, applying, 'no-breach'), c)));
    expect(none(['pattern'])).toBe('grounds-contradict');
    expect(none([])).toEqual(['BreachAssessed']);
    const statuses = [...(at.state.register.breaches.get(breach)?.clocks.values() ?? [])].map((c) => c.status);
    expect(statuses).not.toContain('open');
    expect(outcome(at.notify(breach, ana))).toBe('not-a-breach');
    expect(outcome(at.do(found, (s) => closeBreach(s, { breach })))).toEqual(['BreachClosed']);
  });

  it('R7: a breach to which none of the seven grounds applies is still told to each person and counted in the year (rule 28)', () => {
    const at = new Register();
    const breach = at.find({ persons: [ana, ben] });
    expect(at.assess(breach, []).facts?.[0]?.data).toMatchObject({ commissionerNotice: false, begins: [], ends: [] });
    const clocks = at.state.register.breaches.get(breach)?.clocks;
    for (const each of [`notify ${ana}`, `notify ${ben}`, 'statistics'])
      expect([each, clocks?.get(each)?.status]).toEqual([each, 'open']);
    expect(clocks?.get('commissioner')).toBeUndefined();
    expect(missing(at.do(found, (s) => closeBreach(s, { breach })))).toBe('notice to 2 persons');
  });

  it('R7: assessed again as a breach after all, the clocks run again', () => {
    const at = new Register();
    const breach = at.find();
    at.do(found, (s, c) => assessBreach(s, assessment(breach, [], 'no-breach'), c));
    at.assess(breach, ['stolen'], '2026-03-04T15:00:00.000Z');
    const clocks = at.state.register.breaches.get(breach)?.clocks;
    for (const each of [`notify ${ana}`, 'statistics', 'commissioner'])
      expect([each, clocks?.get(each)?.status]).toEqual([each, 'open']);
  });
});

describe('R7: those concerned are told', () => {
  it('R7: a notice without the right to complain to the Commissioner is none, in the register and in the person’s file', () => {
    const at = new Register();
    const breach = at.find();
    const notice = { breach, person: ana, how: 'mail', toldOfRightToComplain: false } as const;
    expect(outcome(at.do(found, (s, c) => notifyOfBreach(s, notice, c)))).toBe('complaint-right-not-told');
    const file = FOLDS.file.initial();
    expect(outcome(tellOfBreach(file, notice, at.state.register))).toBe('complaint-right-not-told');
    const told = tellOfBreach(file, { ...notice, toldOfRightToComplain: true }, at.state.register);
    expect(outcome(told)).toEqual(['BreachTold']);
    const after = given(FOLDS.file, told.facts ?? []);
    expect(outcome(tellOfBreach(after, { ...notice, toldOfRightToComplain: true }, at.state.register))).toEqual([]);
  });

  it('R7: only persons whom the breach concerns are told of it, each once', () => {
    const at = new Register();
    const breach = at.find();
    expect(outcome(at.notify(breach, ben))).toBe('person-not-concerned');
    expect(outcome(at.notify(breach, ana))).toEqual(['PersonNotifiedOfBreach']);
    expect(outcome(at.notify(breach, ana))).toEqual([]);
  });

  it('R7: it is closed only when everybody was told or not reached and every notice due was given; what is missing is named', () => {
    const at = new Register();
    const breach = at.find({ persons: [ana, ben] });
    const close = () => at.do(found, (s) => closeBreach(s, { breach }));
    expect(missing(close())).toBe('assessment');
    at.assess(breach, ['significant', 'college-notice']);
    expect(missing(close())).toBe('notice to 2 persons, notice to the Commissioner, notice to the College');
    at.notify(breach, ana);
    at.do(found, (s, c) => reportNotReached(s, { breach, person: ben, tried: ['mail'], reasons: 's' }, c));
    expect(missing(close())).toBe('notice to the Commissioner, notice to the College');
    at.do(found, (s, c) => reportToCommissioner(s, { breach }, c));
    at.do(found, (s, c) => reportToCollege(s, { breach, college: 'CRPO' }, c));
    expect(outcome(at.do(found, (s) => containBreach(s, { breach, measures: 's' })))).toEqual(['BreachContained']);
    expect(outcome(close())).toEqual(['BreachClosed']);
    expect(outcome(close())).toEqual([]);
  });

  it('R7: whoever was not reached can still be told, and every report is taken whatever came before', () => {
    const at = new Register();
    const breach = at.find();
    const tried = () =>
      at.do(found, (s, c) => reportNotReached(s, { breach, person: ana, tried: [], reasons: 's' }, c));
    expect(outcome(tried())).toEqual(['PersonNotReached']);
    expect(outcome(tried())).toEqual([]);
    expect(outcome(at.notify(breach, ana))).toEqual(['PersonNotifiedOfBreach']);
    expect(outcome(at.do(found, (s, c) => reportToCommissioner(s, { breach }, c)))).toEqual([
      'BreachReportedToCommissioner',
    ]);
    expect(outcome(at.do(found, (s, c) => reportToCommissioner(s, { breach }, c)))).toEqual([]);
  });
});

describe('R7: the clocks of a breach', () => {
  const late = '2026-04-01T15:00:00.000Z';

  it('R7: the clock says that nobody was told, as of the deadline and once; not before, and not of what was done', () => {
    const at = new Register();
    const breach = at.find();
    expect(outcome(at.clock(breach, 'notify', found, ana))).toBe('breach-deadline-not-due');
    expect(outcome(at.clock(breach, 'college', late))).toBe('breach-deadline-not-due');
    expect(outcome(at.clock(idOf('none'), 'notify', late, ana))).toBe('breach-not-found');
    const due = at.due(breach, `notify ${ana}`) as string;
    expect(at.clock(breach, 'notify', late, ana).facts?.[0]).toMatchObject({
      type: 'BreachDeadlinePassed',
      happenedAt: due,
    });
    expect(outcome(at.clock(breach, 'notify', late, ana))).toEqual([]);
    at.assess(breach);
    expect(outcome(at.clock(breach, 'assess', late))).toEqual([]);
  });

  it('R7: told in time and entered late undoes what the clock said; told late says so (rule 38)', () => {
    const at = new Register();
    const breach = at.find({ persons: [ana, ben] });
    for (const person of [ana, ben]) at.clock(breach, 'notify', late, person);
    const spoken = at.history.filter((f) => f.type === 'BreachDeadlinePassed').map((f) => f.id);
    const inTime = at.notify(breach, ana, late, { happenedAt: '2026-03-05T15:00:00.000Z' });
    expect(inTime.facts?.[0]).toMatchObject({ data: { meets: 'in-time' }, supersedes: [spoken[0]] });
    expect(at.notify(breach, ben, late).facts?.[0]).toMatchObject({ data: { meets: 'late' } });
    expect(at.types().filter((type) => type === 'BreachDeadlinePassed')).toHaveLength(1);
  });

  it('R7: whoever acts before a deadline and says so at any later time, in any order, is never late', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 60 }), (clockFirst, reached, days) => {
        const at = new Register();
        const breach = at.find();
        if (clockFirst) at.clock(breach, 'notify', late, ana);
        const now = new Date(Date.parse(late) + days * 86_400_000).toISOString();
        const happenedAt = '2026-03-04T15:00:00.000Z';
        if (reached) at.notify(breach, ana, now, { happenedAt });
        else
          at.do(now, (s, c) => reportNotReached(s, { breach, person: ana, tried: ['mail'], reasons: 's' }, c), {
            happenedAt,
          });
        at.clock(breach, 'notify', now, ana);
        expect(at.types()).not.toContain('BreachDeadlinePassed');
        expect(standing(at.history).at(-1)?.open['meets']).toBe('in-time');
      }),
    );
  });
});

describe('R7: the figures of a year', () => {
  const nextYear = '2027-02-10T15:00:00.000Z';
  const submit = (at: Register, when = nextYear, changes = {}) =>
    at.do(when, (s, c) => submitStatistics(s, { year: 2026 }, c), changes);

  it('R7: they count every breach found in the year, those too that nobody was told of, less what was found to be none', () => {
    const at = new Register();
    at.find({ kind: 'lost', persons: [] });
    at.find({ kind: 'disclosed', persons: [ana, ben] });
    at.find({ kind: 'stolen' }, '2027-01-01T04:59:59.000Z');
    at.find({ kind: 'used' }, '2027-01-01T05:00:00.000Z');
    const none = at.find({ kind: 'disclosed' });
    at.do(found, (s, c) => assessBreach(s, assessment(none, [], 'no-breach'), c));
    expect(submit(at).facts?.[0]?.data).toMatchObject({
      counts: { stolen: 1, lost: 1, used: 0, disclosed: 1 },
      persons: 3,
      submittedOn: '2027-02-10',
    });
    expect(outcome(submit(at))).toEqual([]);
    expect(outcome(submit(at, '2026-12-31T15:00:00.000Z'))).toBe('year-not-over');
  });

  it('R7: a breach found on 31 December and entered in January counts in the old year (rule 28)', () => {
    const at = new Register();
    const late = { kind: 'lost', persons: [ana], cases: [], staff: [], details: 's' } as const;
    const entered = at.do('2027-01-05T15:00:00.000Z', (s, c) => findBreach(s, late, c), {
      happenedAt: '2026-12-31T20:00:00.000Z',
    });
    expect(entered.facts?.[0]?.data).toMatchObject({ year: 2026 });
    expect(at.due(idOf('breach 0'), 'statistics')).toBe('2027-03-02T04:59:59.999Z');
    expect(submit(at).facts?.[0]?.data).toMatchObject({ year: 2026, counts: { lost: 1 }, persons: 1 });
  });

  it('R7: figures that changed since are submitted again', () => {
    const at = new Register();
    const breach = at.find();
    submit(at);
    at.do(nextYear, (s, c) => extendBreach(s, { breach, persons: [ben], cases: [] }, c));
    expect(submit(at).facts?.[0]?.data).toMatchObject({ persons: 2 });
  });

  it('R7: submitted by 1 March and entered later undoes what the clock said; later than that says so', () => {
    const clockAt = '2027-03-03T15:00:00.000Z';
    const missed = () => {
      const at = new Register();
      const breach = at.find();
      expect(outcome(at.clock(breach, 'statistics', nextYear))).toBe('breach-deadline-not-due');
      at.clock(breach, 'statistics', clockAt);
      return { at, breach };
    };
    const one = missed();
    submit(one.at, clockAt, { happenedAt: '2027-03-01T15:00:00.000Z' });
    expect(one.at.types()).not.toContain('BreachDeadlinePassed');
    const other = missed();
    expect(submit(other.at, clockAt).facts?.[0]?.data).toMatchObject({ met: [], late: [other.breach] });
    expect(other.at.types()).toContain('BreachDeadlinePassed');
  });
});

describe('R9: a breach entered in error', () => {
  it('R9: is struck with what rests on it; a notice that was given stays, and calls for another', () => {
    const at = new Register();
    const breach = at.find();
    at.assess(breach, ['stolen']);
    at.notify(breach, ana);
    const strike = at.do(found, (_s, c) =>
      decideEnteredInError({ facts: [at.history[0]?.id as string], kind: 'other', reason: 's' }, c, false, kindOf),
    );
    expect(outcome(strike)).toEqual(['EnteredInError', 'FollowUpOpened']);
    expect(at.types()).toEqual(['PersonNotifiedOfBreach', 'EnteredInError', 'FollowUpOpened']);
    expect(at.state.register.breaches.size).toBe(0);
    expect(outcome(at.notify(breach, ana))).toBe('breach-not-found');
  });
});

describe('R7: no decision about breaches ever throws', () => {
  it('R7: whatever is said in whatever order is answered', () => {
    const [breach, unknown] = [idOf('breach 0'), idOf('none')];
    const which = fc.constantFrom(breach, breach, breach, unknown);
    const step = fc.tuple(fc.nat(9), which, fc.constantFrom(ana, ben), fc.subarray(GROUND_CODES), fc.nat(500));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const at = new Register();
        at.find();
        for (const [what, id, person, grounds, days] of steps) {
          const when = new Date(Date.parse(found) + days * 86_400_000).toISOString();
          at.do(when, (s, c) => {
            const all: readonly (() => Decision)[] = [
              () => findBreach(s, { kind: 'used', persons: [person], cases: [], staff: [] }, c),
              () => extendBreach(s, { breach: id, persons: [person], cases: [theCase] }, c),
              () => assessBreach(s, assessment(id, grounds), c),
              () => assessBreach(s, assessment(id, [], 'no-breach'), c),
              () => notifyOfBreach(s, { breach: id, person, ...TOLD }, c),
              () => reportNotReached(s, { breach: id, person, tried: [], reasons: 's' }, c),
              () => reportToCommissioner(s, { breach: id }, c),
              () => closeBreach(s, { breach: id }),
              () => breachDeadlineMissed(s, { breach: id, limit: 'notify', person }, c),
              () => submitStatistics(s, { year: 2026 }, c),
            ];
            return (all[what] as () => Decision)();
          });
          for (const { closed, assessed, persons, notified, notReached } of at.state.register.breaches.values())
            if (closed !== undefined && assessed?.finding === 'breach')
              expect([...persons].filter((p) => !notified.has(p) && !notReached.has(p))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
