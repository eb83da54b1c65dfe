import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/application/access/relations.js';
import { reconcileLooks } from '../../src/application/looking/reconcile.js';
import { lifted } from '../../src/domain/catalogue.js';
import { sha256 } from '../../src/infrastructure/integrity/digests.js';
import { accepted, agency, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const DAY = '2026-02-09T15:00:00.000Z';

async function world() {
  const at = await temporaryLedger(DAY);
  const people = await agency(at);
  const client = await people.register('Robin Client', people.frontDesk);
  const cousin = await people.register('Kim Therapist', people.frontDesk);
  const other = await people.register('Olli Other', people.frontDesk);
  const open = async (participant: string, therapist: string): Promise<string> =>
    accepted(await at.act('OpenCase', { kind: 'individual', participants: [participant], therapist }, people.frontDesk))
      .id as string;
  const theCase = await open(client, people.therapist);
  const cousins = await open(cousin, people.therapist);
  const officer = await people.register('Olga Officer');
  accepted(await at.act('GrantRole', { person: officer, role: 'privacy-officer', from: '2020-01-01' }));
  await cleared(at, officer);
  const reviews = async (who: string, where: object = {}) =>
    shown(await at.see('access-reviews', who, {}, { where: where as never, limit: 500 }));
  const entries = async () =>
    (await at.ledger.performing.store.readAll('access', 0n, 10_000)).map((entry) => lifted(entry));
  return { at, people, client, cousin, other, theCase, cousins, officer, open, reviews, entries };
}
type W = Awaited<ReturnType<typeof world>>;

describe('the access log', () => {
  let w: W;
  beforeAll(async () => {
    w = await world();
  });
  afterAll(async () => {
    await w.at.ledger.close();
    w.at.remove();
  });

  it('R7: a look says by which door, from which workstation, by which decision, whose it was and how many boxes it opened', async () => {
    await w.at.see('timeline', w.people.therapist, { case: w.theCase }, { session: 's-1', workstation: 'desk-2' });
    const entry = (await w.entries()).findLast(({ open }) => open['view'] === 'timeline');
    expect(entry).toMatchObject({
      type: 'Looked',
      version: 2,
      actor: { person: w.people.therapist, role: 'therapist' },
      purpose: 'TREAT',
      open: { how: 'view', session: 's-1', workstation: 'desk-2', persons: [w.client] },
    });
    const decisions = (entry?.open['decisions'] ?? []) as readonly string[];
    expect(decisions.length).toBeGreaterThan(0);
    expect(decisions.every((one) => /^[0-9a-f]{64}$/.test(one))).toBe(true);
  });

  it('R7: a list names every person it shows, with the staff whose names it opened', async () => {
    const rows = shown(await w.at.see('people', w.people.frontDesk, {}, { limit: 100 }));
    const entry = (await w.entries()).findLast(({ open }) => open['view'] === 'people');
    expect(entry?.open).toMatchObject({ how: 'list', rows: rows.length });
    expect(new Set(entry?.open['persons'] as string[])).toEqual(new Set(rows.map((row) => row['person'])));
  });

  it('R7: a look that finds nothing and a search are on record, the terms of a search sealed', async () => {
    await w.at.see(
      'people',
      w.people.frontDesk,
      {},
      { how: 'search', searched: 'Canary Nightingale', where: { person: { equals: 'nobody' } } },
    );
    const [raw] = (await w.at.ledger.performing.store.readAll('access', 0n, 10_000)).slice(-1);
    expect(raw).toMatchObject({ open: { how: 'search', rows: 0, persons: [] } });
    expect(JSON.stringify(raw, (_key, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'Canary',
    );
    const of = async (who: string) =>
      shown(await w.at.see('looks', who, {}, { where: { how: { equals: 'search' } } })).find(
        (row) => row['actor'] === w.people.frontDesk && row['view'] === 'people',
      );
    expect((await of(w.people.privacyOfficer))?.['searched']).toEqual({ searched: 'Canary Nightingale' });
    expect((await of(w.people.auditor))?.['searched']).toBeNull();
    expect((await of(w.people.frontDesk))?.['searched']).toBeNull();
  });

  it('R7: a client reads who looked, with name and registration as they were then, and what is kept is counted', async () => {
    const outcome = await w.at.see('looks', w.client, { client: w.client });
    expect(shown(outcome).find((row) => row['actor'] === w.people.therapist)).toMatchObject({
      actorName: 'Theo Therapist',
      actorRegistration: 'RP CRPO 001234',
      role: 'therapist',
      workstation: 'desk-2',
    });
    expect(outcome).toMatchObject({ withheld: [] });
    expect(shown(outcome).every((row) => row['streams'] === null)).toBe(true);
  });

  it('R7: a line that could endanger is withheld from whom it is about, counted with its ground', async () => {
    accepted(
      await w.at.act(
        'ConsiderMandatoryReport',
        { duty: 'CYFSA-125', concerns: [w.client], mayContinue: true, known: 'Bruises.' },
        w.people.therapist,
      ),
    );
    await w.at.see('mandatory-reports', w.people.privacyOfficer, {});
    const outcome = await w.at.see('looks', w.client, { client: w.client });
    expect(outcome).toMatchObject({ withheld: [{ ground: 'could-endanger', lines: expect.any(Number) }] });
  });

  it('R7: what is opened never exceeds what is on record, and the service says what it counted', async () => {
    const { logged, opened, entries } = w.at.ledger.performing.accessLog.totals();
    expect(entries).toBeGreaterThan(0);
    expect(opened).toBeGreaterThan(0);
    expect(opened).toBeLessThanOrEqual(logged);
    await w.at.ledger.performing.accessLog.close();
    const store = w.at.ledger.performing.store;
    expect(await reconcileLooks(store)).toMatchObject({ exceeding: [], opened });
    const gone: Pick<typeof store, 'readAll'> = {
      readAll: async (log, after, limit) =>
        (await store.readAll(log, after, limit)).filter(({ open }) => open['view'] !== 'people'),
    };
    expect((await reconcileLooks(gone)).exceeding).toHaveLength(1);
    const rows = shown(await w.at.see('unsealing', w.people.auditor));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Number(row['opened'])).toBeLessThanOrEqual(Number(row['logged']));
    expect(shown(await w.at.see('unsealing', w.people.therapist))).toEqual([]);
  });

  it('R7: where the log cannot be written, nothing is shown and nobody is denied without a trace', async () => {
    const { accessLog } = w.at.ledger.performing;
    const { store } = accessLog as unknown as { store: { append: unknown } };
    const append = store.append;
    store.append = () => Promise.reject(new Error('the log is down'));
    try {
      await expect(w.at.see('timeline', w.people.therapist, { case: w.theCase })).rejects.toThrow('the log is down');
      await expect(w.at.see('timeline', w.people.otherTherapist, { case: w.theCase })).rejects.toThrow();
      await expect(w.at.act('CloseCase', { case: w.theCase, because: 'completed' }, w.other)).rejects.toThrow();
    } finally {
      store.append = append;
    }
    shown(await w.at.see('timeline', w.people.therapist, { case: w.theCase }));
  });
});

describe('monitoring', () => {
  let w: W;
  beforeAll(async () => {
    w = await world();
    await w.at.see('timeline', w.people.therapist, { case: w.cousins });
    await w.at.see('timeline', w.people.otherTherapist, { case: w.theCase });
    await w.at.see('people', w.people.frontDesk, { client: w.people.frontDesk });
    await w.at.see('people', w.people.frontDesk, { client: w.client });
    await w.at.ledger.settle();
  });
  afterAll(async () => {
    await w.at.ledger.close();
    w.at.remove();
  });
  const flagged = (where: object) => w.reviews(w.people.privacyOfficer, where);

  it('R7: a look at somebody of the same surname is flagged, and the comparison is itself on record', async () => {
    expect(await flagged({ rule: { equals: 'same-surname' } })).toEqual([
      expect.objectContaining({ actor: w.people.therapist, person: w.cousin, state: 'flagged' }),
    ]);
    const compared = (await w.entries()).find(({ open }) => open['view'] === 'monitoring');
    expect(compared).toMatchObject({ actor: { person: SYSTEM }, open: { how: 'search' } });
    expect(compared?.open['persons']).toEqual(expect.arrayContaining([w.people.therapist]));
  });

  it('R7: an attempt at a client whom one does not treat is flagged, once a day', async () => {
    await w.at.see('sessions', w.people.otherTherapist, { case: w.theCase });
    await w.at.ledger.settle();
    expect(await flagged({ rule: { equals: 'no-relation' } })).toEqual([
      expect.objectContaining({ actor: w.people.otherTherapist, person: w.client }),
    ]);
  });

  it('R7: a look outside the agency’s hours is flagged, and one within them is not', async () => {
    expect(await flagged({ rule: { equals: 'out-of-hours' } })).toEqual([]);
    await w.at.ledger.settle();
    w.at.clock.moveTo('2026-02-10T04:30:00.000Z');
    await w.at.see('timeline', w.people.therapist, { case: w.theCase });
    await w.at.ledger.settle();
    expect(await flagged({ rule: { equals: 'out-of-hours' } })).toEqual([
      expect.objectContaining({ actor: w.people.therapist, at: '2026-02-10T04:30:00.000Z' }),
    ]);
  });

  it('R7: more people in an hour than the parameter says are flagged with their number', async () => {
    accepted(
      await w.at.act(
        'PublishLegalParameter',
        {
          parameter: 'access-volume-hour',
          value: 4,
          citation: 'Agency procedure',
          effectiveFrom: '2026-01-01',
          confirmedByCounsel: false,
        },
        w.people.privacyOfficer,
      ),
    );
    w.at.clock.moveTo('2026-02-10T15:00:00.000Z');
    await w.at.see('people', w.people.frontDesk, {}, { limit: 100 });
    await w.at.ledger.settle();
    const [flag] = await flagged({ rule: { equals: 'volume' } });
    expect(flag).toMatchObject({ actor: w.people.frontDesk });
    expect(Number(flag?.['count'])).toBeGreaterThan(4);
  });

  it('R7: a look long after a case was closed is flagged', async () => {
    const closed = await w.open(w.other, w.people.otherTherapist);
    accepted(await w.at.act('CloseCase', { case: closed, because: 'completed' }, w.people.otherTherapist));
    w.at.clock.moveTo('2026-06-10T15:00:00.000Z');
    await w.at.see('timeline', w.people.otherTherapist, { case: closed });
    await w.at.ledger.settle();
    expect(await flagged({ rule: { equals: 'after-discharge' } })).toEqual([
      expect.objectContaining({ actor: w.people.otherTherapist, person: w.other }),
    ]);
  });

  it('R7: reacting to the same log again flags nothing twice', async () => {
    const before = await flagged({});
    await w.at.ledger.close();
    const { rmSync } = await import('node:fs');
    rmSync(`${w.at.configuration.data.views}/monitoring.json`, { force: true });
    const again = await w.at.open();
    Object.assign(w.at, { ledger: again });
    await again.settle();
    const { doors } = await import('../support/ledger.js');
    const rows = shown(await doors(again).see('access-reviews', w.people.privacyOfficer, {}, { limit: 500 }));
    expect(rows.map((row) => row['review']).sort()).toEqual(before.map((row) => row['review']).sort());
    Object.assign(w.at, doors(again));
  });
});

describe('from alert to outcome', () => {
  let w: W;
  let review: string;
  beforeAll(async () => {
    w = await world();
    await w.at.see('timeline', w.people.therapist, { case: w.cousins });
    review = String((await w.reviews(w.people.privacyOfficer, { rule: { equals: 'same-surname' } }))[0]?.['review']);
  });
  afterAll(async () => {
    await w.at.ledger.close();
    w.at.remove();
  });

  it('R7: whoever looked sees nothing of it before they are asked, and then not who flagged it or asks', async () => {
    expect(await w.reviews(w.people.therapist)).toEqual([]);
    expect(await w.at.act('ExplainAccess', { review, explanation: 'What is it?' }, w.people.therapist)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'access-review-not-found' },
    });
    accepted(await w.at.act('QueryAccess', { review, question: 'Is she family?' }, w.people.privacyOfficer));
    const [asked] = await w.reviews(w.people.therapist);
    expect(asked).toMatchObject({ review, state: 'queried', question: { question: 'Is she family?' }, rule: null });
    expect(JSON.stringify({ ...asked, position: 0 })).not.toContain(w.people.privacyOfficer);
    expect(await w.reviews(w.people.otherTherapist)).toEqual([]);
    expect((await w.at.see('access-reviews', w.client)).kind).toBe('denied');
    expect((await w.reviews(w.people.auditor)).find((row) => row['review'] === review)).toMatchObject({
      state: 'queried',
      question: null,
    });
  });

  it('R7: only a privacy officer asks and judges', async () => {
    for (const who of [w.people.therapist, w.people.manager, w.people.frontDesk, w.client]) {
      expect((await w.at.act('ClearAccess', { review, reasons: 'Fine.' }, who)).kind).toBe('denied');
    }
    expect(
      await w.at.act('ExplainAccess', { review, explanation: 'Not mine.' }, w.people.otherTherapist),
    ).toMatchObject({
      kind: 'refused',
      refusal: { code: 'access-review-not-found' },
    });
  });

  it('R7: an answer that comes too late shows as such, and the clock says so before', async () => {
    w.at.clock.moveTo('2026-02-20T15:00:00.000Z');
    await w.at.ledger.settle();
    const due = async () =>
      shown(await w.at.see('deadlines', w.people.privacyOfficer, {}, { limit: 500 })).find(
        (row) => row['kind'] === 'access-explain',
      );
    expect(await due()).toMatchObject({ state: 'missed', thing: review });
    const told = { happenedAt: '2026-02-13T15:00:00.000Z', channel: 'paper', evidence: 'Memo of 13 February' };
    const explained = { review, explanation: 'I know her from school.' };
    accepted(await w.at.act('ExplainAccess', { ...explained, ...told }, w.people.therapist));
    await w.at.ledger.settle();
    expect(await due()).toMatchObject({ state: 'met' });
  });

  it('R7: what is found unauthorised is a breach of whom it was about, with its consequence', async () => {
    const finding = { review, consequence: 'warning', reasons: 'There was no reason to look.' };
    expect(
      await w.at.act('FindAccessUnauthorised', { ...finding, persons: [w.client] }, w.people.privacyOfficer),
    ).toMatchObject({ kind: 'refused', refusal: { code: 'flagged-person-missing' } });
    const found = accepted(
      await w.at.act('FindAccessUnauthorised', { ...finding, persons: [w.cousin] }, w.people.privacyOfficer),
    );
    const [row] = await w.reviews(w.people.privacyOfficer, { review: { equals: review } });
    expect(row).toMatchObject({ state: 'unauthorised', consequence: 'warning', breach: found.id });
    const breaches = shown(await w.at.see('breaches', w.people.privacyOfficer));
    expect(breaches.find((one) => one['breach'] === found.id && one['row'] === 'breach')).toMatchObject({
      kind: 'used',
      persons: [w.cousin],
      concerns: [w.people.therapist],
    });
  });

  it('R7: nobody judges their own look', async () => {
    await w.at.see('people', w.people.privacyOfficer, { client: w.people.privacyOfficer }, { as: 'privacy-officer' });
    accepted(
      await w.at.act('FlagAccess', {
        entry: '0190c7a0-0000-7000-8000-0000000000e1',
        lookedAt: DAY,
        view: 'timeline',
        rule: 'no-relation',
        reader: w.people.privacyOfficer,
        person: w.client,
      }),
    );
    const own = (await w.reviews(w.officer)).find(
      (row) => row['actor'] === w.people.privacyOfficer && row['person'] === w.client,
    );
    expect(own).toBeDefined();
    const judge = { review: String(own?.['review']), reasons: 'I am fine.' };
    expect((await w.reviews(w.people.privacyOfficer)).some((row) => row['review'] === judge.review)).toBe(false);
    expect(await w.at.act('ClearAccess', judge, w.people.privacyOfficer)).toMatchObject({
      refusal: { code: 'access-review-not-found' },
    });
    accepted(await w.at.act('QueryAccess', { review: judge.review }, w.officer));
    expect(await w.at.act('ClearAccess', judge, w.people.privacyOfficer)).toMatchObject({
      refusal: { code: 'own-look' },
    });
    accepted(await w.at.act('ClearAccess', judge, w.officer));
  });

  it('R7: looks are drawn at random once a period, by a seed that anybody can compute again, and each is to be judged', async () => {
    w.at.clock.moveTo('2026-03-20T15:00:00.000Z');
    await w.at.ledger.settle();
    const audits = shown(await w.at.see('access-audits', w.people.auditor, {}, { limit: 100 }));
    const audit = audits.find((row) => row['reader'] === w.people.therapist);
    const drawn = (await w.reviews(w.people.privacyOfficer, { rule: { equals: 'random-audit' } })).filter(
      (row) => row['audit'] === audit?.['audit'],
    );
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn).toHaveLength(Number(audit?.['drawn']));
    const entries = await w.entries();
    const head = entries.find(({ position }) => String(position) === audit?.['head']);
    expect(audit?.['seed']).toBe(sha256(`${String(audit?.['at']).slice(0, 10)} ${head?.digest}`));
    const own = entries.filter(
      ({ type, actor, happenedAt }) =>
        type === 'Looked' &&
        actor.person === w.people.therapist &&
        happenedAt.slice(0, 10) >= String(audit?.['from']) &&
        happenedAt.slice(0, 10) <= String(audit?.['until']),
    );
    expect(own).toHaveLength(Number(audit?.['of']));
    const again = own
      .map(({ id }) => id)
      .sort((a, b) => (sha256(`${audit?.['seed']} ${a}`) < sha256(`${audit?.['seed']} ${b}`) ? -1 : 1));
    expect(new Set(drawn.map((row) => row['entry']))).toEqual(new Set(again.slice(0, drawn.length)));
    await w.at.ledger.settle();
    expect(shown(await w.at.see('access-audits', w.people.auditor, {}, { limit: 100 }))).toHaveLength(audits.length);
    w.at.clock.moveTo('2026-05-20T15:00:00.000Z');
    await w.at.ledger.settle();
    const late = shown(await w.at.see('deadlines', w.people.privacyOfficer, {}, { limit: 500 })).filter(
      (row) => row['kind'] === 'access-decide' && row['state'] === 'missed',
    );
    expect(late.map((row) => row['thing'])).toEqual(expect.arrayContaining(drawn.map((row) => row['review'])));
  });
});
