import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTIONS } from '../../src/application/actions/all.js';
import { accepted, agency, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

/** Everything an outcome holds, as text. */
const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));

const CANARY = 'Bruises on both arms, and what the child said.';

describe('R7: duties to report', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let supervisor: string;
  let child: string;
  let parent: string;
  let theCase: string;
  let report: string;

  const dutyRow = async (person: string) =>
    shown(await at.see('mandatory-reports', person)).find((r) => r['row'] === 'duty' && r['report'] === report);

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    supervisor = await people.register('Sue Supervisor');
    accepted(await at.act('GrantRole', { person: supervisor, role: 'supervisor', from: '2020-01-01' }));
    await cleared(at, supervisor);
    accepted(
      await at.act('StartSupervision', { therapist: people.therapist, supervisor, from: '2020-01-01' }, people.manager),
    );
    child = await people.register('Kit Child', people.frontDesk);
    parent = await people.register('Pia Parent', people.frontDesk);
    theCase = accepted(
      await at.act(
        'OpenCase',
        { kind: 'family', participants: [child, parent], therapist: people.therapist },
        people.frontDesk,
      ),
    ).id as string;
    // The parent complains of the therapist: from here on the case is closed to them.
    accepted(
      await at.act(
        'LodgeComplaint',
        {
          kind: 'complaint',
          tracks: ['agency'],
          standing: 'client',
          respondents: [people.therapist],
          cases: [theCase],
          allegations: [{ clause: 'T1', text: 'Rude.' }],
          notInvolved: true,
        },
        parent,
      ),
    );
    report = accepted(
      await at.act(
        'ConsiderMandatoryReport',
        {
          duty: 'CYFSA-125',
          concerns: [child, parent],
          about: theCase,
          alleged: parent,
          mayContinue: true,
          known: CANARY,
        },
        people.therapist,
      ),
    ).id as string;
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R7: a therapist whom a complaint shuts out of the case does their duty all the same', async () => {
    expect(await at.see('timeline', people.therapist, { case: theCase })).toEqual({ kind: 'denied' });
    expect(await dutyRow(people.therapist)).toMatchObject({
      state: 'open',
      obligation: 'must',
      reporter: people.therapist,
    });
  });

  it('R7: the reporter and the privacy officer see it, an auditor its skeleton; no client, parent, supervisor or colleague', async () => {
    for (const person of [people.therapist, people.privacyOfficer])
      expect(textOf(await at.see('mandatory-reports', person))).toContain(CANARY);
    const bare = textOf(await at.see('mandatory-reports', people.auditor));
    expect(bare).toContain(report);
    expect(bare).not.toContain(CANARY);
    for (const person of [
      child,
      parent,
      supervisor,
      people.otherTherapist,
      people.frontDesk,
      people.complaintsOfficer,
      people.manager,
    ]) {
      expect(textOf(await at.see('mandatory-reports', person))).not.toContain(report);
      for (const view of ['timeline', 'standing', 'deadlines'])
        for (const scope of [{ client: child }, { client: parent }, { case: theCase }]) {
          const text = textOf(await at.see(view, person, scope));
          expect(text).not.toContain(report);
          expect(text).not.toContain('report');
        }
    }
  });

  it('R7: a privacy officer whom a duty concerns reads nothing of it, whatever their role opens', async () => {
    const concerned = await people.register('Ola Officer');
    accepted(await at.act('GrantRole', { person: concerned, role: 'privacy-officer', from: '2020-01-01' }));
    await cleared(at, concerned);
    const about = accepted(
      await at.act(
        'ConsiderMandatoryReport',
        { duty: 'RHPA-85.1', concerns: [], alleged: concerned, mayContinue: false, known: CANARY },
        people.otherTherapist,
      ),
    ).id as string;
    expect(textOf(await at.see('mandatory-reports', people.privacyOfficer))).toContain(about);
    expect(textOf(await at.see('mandatory-reports', concerned))).not.toContain(about);
    expect(textOf(await at.see('deadlines', concerned))).not.toContain(about);
    expect(textOf(await at.see('mandatory-reports', concerned))).toContain(report);
  });

  it('R7: the privacy officer’s look is on record with whom it concerns, and tells neither child nor parent nor complaints officer (rule 72)', async () => {
    await at.see('mandatory-reports', people.privacyOfficer);
    await at.see('timeline', people.privacyOfficer, { client: child });
    await at.see('timeline', people.privacyOfficer, { client: parent });
    await at.see('standing', people.privacyOfficer, { client: parent });
    await at.see('mandatory-reports', parent);
    const all = shown(await at.see('looks', people.privacyOfficer, { client: parent }));
    expect(all.some((r) => r['information'] === 'mandatory-report' && r['person'] === parent)).toBe(true);
    for (const [who, whom] of [
      [parent, parent],
      [child, child],
      [people.complaintsOfficer, parent],
    ] as const) {
      const rows = shown(await at.see('looks', who, { client: whom }));
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((r) => r['actor'] !== who && /mandatory/.test(textOf(r)))).toEqual([]);
      expect(rows.filter((r) => textOf(r['compartments'] ?? []).includes('known'))).toEqual([]);
    }
  });

  it('R7: no action of another changes or delays it, and no supervisor’s word is asked for (rule 30)', async () => {
    const before = textOf(await dutyRow(people.privacyOfficer));
    const aboutDuties = [...ACTIONS.values()].filter(
      ({ legs, who }) => legs.some(({ kind }) => kind === 'mandatory-report') && !who.includes('system'),
    );
    expect(aboutDuties.length).toBeGreaterThan(5);
    const facts = shown(await at.see('timeline', people.privacyOfficer, { client: child })).flatMap((r) =>
      r['type'] === 'ReportingDutyConsidered' ? [String(r['fact'])] : [],
    );
    expect(facts).toHaveLength(1);
    for (const { name, example } of aboutDuties) {
      if (!('report' in example)) continue;
      const body = {
        ...example,
        report,
        ...('facts' in example && { facts }),
        ...('client' in example && { client: child }),
      };
      for (const person of [
        supervisor,
        people.otherTherapist,
        people.manager,
        people.frontDesk,
        people.complaintsOfficer,
        parent,
      ])
        expect([name, (await at.act(name, body, person)).kind]).toEqual([name, 'denied']);
      if (!('facts' in example)) expect((await at.act(name, body, people.privacyOfficer)).kind).toBe('denied');
    }
    expect(textOf(await dutyRow(people.privacyOfficer))).toBe(before);
    const struck = { report, facts, kind: 'other', reason: 'Not needed, they say.' };
    expect(await at.act('EnterMandatoryReportFactsInError', struck, people.privacyOfficer)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'second-person-needed' },
    });
    expect(textOf(await dutyRow(people.privacyOfficer))).toBe(before);
    const asked = aboutDuties.filter(({ name }) => /sign|approve|confirm|review/i.test(name));
    expect(asked).toEqual([]);
  });

  it('R7: somebody else’s report of the same stops no clock but their own (rule 29)', async () => {
    const theirs = accepted(
      await at.act(
        'ConsiderMandatoryReport',
        { duty: 'CYFSA-125', concerns: [child], mayContinue: true, known: 'The same.' },
        people.frontDesk,
      ),
    ).id as string;
    accepted(
      await at.act(
        'MakeMandatoryReport',
        { report: theirs, to: 'childrens-aid-society', how: 'telephone', named: true },
        people.frontDesk,
      ),
    );
    expect(await dutyRow(people.therapist)).toMatchObject({ state: 'open' });
    accepted(
      await at.act(
        'ReportMandatoryReportNotMade',
        { report, because: 'another-has-reported', reasons: 'The front desk has called.' },
        people.therapist,
      ),
    );
    expect(await dutyRow(people.therapist)).toMatchObject({ state: 'open' });
  });

  it('R7: the clock speaks at the deadline, and a report made in time and entered late undoes it (rule 38)', async () => {
    at.clock.moveTo('2026-02-11T14:00:00.000Z');
    await at.ledger.settle();
    const deadline = async () =>
      shown(await at.see('deadlines', people.therapist)).find((r) => r['kind'] === 'mandatory-report');
    expect(await deadline()).toMatchObject({ state: 'missed', due: '2026-02-10T14:00:00.000Z' });
    const standing = async () =>
      shown(await at.see('standing', people.privacyOfficer, { client: child })).find((r) => r['clause'] === 'R7');
    expect((await standing())?.['standing']).toBe('breached');
    accepted(
      await at.act(
        'ReportMandatoryReportMade',
        {
          report,
          to: 'childrens-aid-society',
          how: 'telephone',
          named: true,
          reference: 'Worker 12',
          happenedAt: '2026-02-09T15:00:00.000Z',
          channel: 'telephone',
          evidence: 'call log 7',
        },
        people.therapist,
      ),
    );
    expect(await deadline()).toMatchObject({ state: 'met' });
    expect(await dutyRow(people.therapist)).toMatchObject({ state: 'made' });
    expect((await standing())?.['standing']).not.toBe('breached');
  });
});
