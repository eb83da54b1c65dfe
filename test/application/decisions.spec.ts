import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keptPolicySets } from '../../src/application/access/decision-log.js';
import { Decisions } from '../../src/application/access/decisions.js';
import { AccessPolicy } from '../../src/application/access/policy.js';
import { ACTIONS } from '../../src/application/actions/all.js';
import { PerformAction, PerformActionHandler } from '../../src/application/perform-action.js';
import type { EventStore } from '../../src/application/ports.js';
import { ReadView, ReadViewHandler, type Scope } from '../../src/application/read-view.js';
import { replayDecisions } from '../../src/application/review/kept-decisions.js';
import { ReviewAccess, type ReviewOutcome, type ReviewTerms } from '../../src/application/review/review-access.js';
import { cedarPolicySet } from '../../src/infrastructure/policies/cedar-policy-set.js';
import { policiesIn, policiesOf } from '../../src/infrastructure/policies/policy-files.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import { accepted, agency } from '../support/application.js';
import { doors, shown, temporaryLedger } from '../support/ledger.js';

let made: Awaited<ReturnType<typeof temporaryLedger>>;
let staff: Awaited<ReturnType<typeof agency>>;
let client: string;
let caseId: string;

const review = async (person: string, terms: ReviewTerms): Promise<ReviewOutcome> =>
  made.ledger.review(new ReviewAccess(person, terms));
const found = (outcome: ReviewOutcome): Record<string, unknown> => {
  if (outcome.kind !== 'reviewed') throw new Error(`not reviewed: ${JSON.stringify(outcome)}`);
  return outcome.found as unknown as Record<string, unknown>;
};

beforeAll(async () => {
  made = await temporaryLedger();
  staff = await agency(made);
  client = await staff.register('Ana Client', staff.frontDesk);
  caseId = accepted(
    await made.act(
      'OpenCase',
      { kind: 'individual', participants: [client], therapist: staff.therapist },
      staff.frontDesk,
    ),
  ).id as string;
  shown(await made.see('timeline', staff.therapist, { case: caseId }));
  shown(await made.see('sessions', staff.frontDesk, { case: caseId }));
  expect((await made.see('consents', staff.frontDesk, { case: caseId })).kind).toBe('denied');
  expect((await made.see('timeline', staff.otherTherapist, { case: caseId })).kind).toBe('denied');
  expect(
    (await made.act('CloseCase', { ...ACTIONS.get('CloseCase')?.example, case: caseId }, staff.otherTherapist)).kind,
  ).toBe('denied');
});
afterAll(async () => {
  await made.ledger.close();
  made.remove();
});

describe('R7: decisions on access are kept', () => {
  it('R7: every look, every denial and every fact says by which kept decision', async () => {
    const { store } = made.ledger.reading;
    const kept = new Set((await keptPolicySets(store)).flatMap(({ decisions }) => decisions.map((one) => one.digest)));
    expect(kept.size).toBeGreaterThan(10);
    for (const fact of await store.readAll('facts', 0n, 10_000)) expect(kept.has(String(fact.decision))).toBe(true);
    const entries = (await store.readAll('access', 0n, 10_000)).filter(
      ({ type }) => type === 'Looked' || type === 'Denied',
    );
    expect(new Set(entries.map(({ type }) => type))).toEqual(new Set(['Looked', 'Denied']));
    for (const { open } of entries) {
      expect((open['decisions'] as readonly string[]).length).toBeGreaterThan(0);
      for (const one of open['decisions'] as readonly string[]) expect(kept.has(one)).toBe(true);
    }
  });

  it('R7: what is kept of a decision names nobody, and each is kept once, before it is used', async () => {
    const { store } = made.ledger.reading;
    const all = await store.readAll('access', 0n, 10_000);
    const decided = all.filter(({ type }) => type === 'AccessDecided');
    expect(new Set(decided.map(({ open }) => open['digest'])).size).toBe(decided.length);
    expect(JSON.stringify(decided.map(({ open }) => open))).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    const at = new Map(decided.map(({ open, position }) => [open['digest'], position]));
    for (const { open, position } of all)
      for (const one of (open['decisions'] ?? []) as readonly string[])
        expect((at.get(one) as bigint) < position).toBe(true);
  });

  it('R7: the officer and the auditor read policies and decisions; nobody else sees one', async () => {
    for (const person of [staff.privacyOfficer, staff.auditor]) {
      const sets = shown(await made.see('policy-sets', person));
      expect(sets.map(({ hash }) => hash)).toEqual([policiesIn().hash]);
      const rows = shown(await made.see('access-decisions', person, {}, { where: { decided: { equals: 'denied' } } }));
      expect(rows.length).toBeGreaterThan(0);
    }
    expect(shown(await made.see('access-decisions', staff.therapist))).toEqual([]);
    expect((await made.see('access-decisions', staff.complaintsOfficer)).kind).toBe('denied');
  });

  it('R7: run again with the policies of then, every decision is the same; one that was changed is found', async () => {
    const answer = found(await review(staff.auditor, { ask: 'replay' }));
    expect(answer).toMatchObject({ policySets: 1, differing: [] });
    expect(answer['decisions']).toBeGreaterThan(10);
    const { store } = made.ledger.reading;
    const { digests } = made.ledger.performing;
    let changed = '';
    const forged: EventStore = Object.create(store, {
      readStream: {
        value: async (...asked: Parameters<EventStore['readStream']>) =>
          (await store.readStream(...asked)).map((fact) => {
            if (changed !== '' || fact.type !== 'AccessDecided' || fact.open['allowed'] !== false) return fact;
            changed = String(fact.open['digest']);
            return { ...fact, open: { ...fact.open, allowed: true } };
          }),
      },
    });
    expect((await replayDecisions(forged, digests, cedarPolicySet)).differing).toEqual([changed]);
  });

  it('R7: a ledger that is opened again keeps no decision twice', async () => {
    const before = (await keptPolicySets(made.ledger.reading.store))[0]?.decisions.length;
    await made.ledger.close();
    const ledger = await made.open();
    Object.assign(made, { ledger, ...doors(ledger) });
    const outcome = await ledger.read(new ReadView('timeline', staff.therapist, { case: caseId }));
    expect(outcome.kind).toBe('shown');
    const after = await keptPolicySets(ledger.reading.store);
    expect(after.length).toBe(1);
    expect(after[0]?.decisions.length).toBe(before);
  });
});

describe('R7: who could see, and what would change', () => {
  it('R7: who could see a case on a day is told with role, policies and what was true, also after a transfer', async () => {
    const { ledger } = made;
    made.clock.moveTo('2026-01-07T15:00:00.000Z');
    accepted(
      await ledger.perform(
        new PerformAction('AssignTherapist', { case: caseId, therapist: staff.otherTherapist }, staff.manager),
      ),
    );
    const on = async (day: string) =>
      found(await review(staff.privacyOfficer, { ask: 'who-could-see', stream: `case-${caseId}`, day }))[
        'couldSee'
      ] as readonly {
        person: string;
        column: string;
        role: string;
        policies: readonly string[];
        because: readonly string[];
      }[];
    const clinical = (rows: Awaited<ReturnType<typeof on>>) =>
      rows
        .filter(({ column }) => column === 'clinical')
        .map(({ person, role }) => `${person} ${role}`)
        .sort();
    const always = [`${client} client`, `${staff.privacyOfficer} privacy-officer`, `${staff.auditor} auditor`];
    expect(clinical(await on('2026-01-05'))).toEqual([...always, `${staff.therapist} therapist`].sort());
    expect(clinical(await on('2026-01-07'))).toEqual([...always, `${staff.otherTherapist} therapist`].sort());
    expect(clinical(await on('2026-01-04'))).toEqual([]);
    expect(
      (await on('2026-01-05')).find(({ role, column }) => role === 'therapist' && column === 'clinical'),
    ).toMatchObject({
      policies: ['therapist-sees-own-cases'],
      because: ['therapistOfRecord'],
    });
  });

  it('R7: only whoever sees every look may review, and each review is on record', async () => {
    for (const person of [staff.therapist, staff.manager, staff.frontDesk, staff.complaintsOfficer, client])
      expect((await review(person, { ask: 'who-could-see', stream: `case-${caseId}`, day: '2026-01-05' })).kind).toBe(
        'denied',
      );
    const looks = shown(await made.see('looks', staff.auditor, {}, { where: { view: { equals: 'who-could-see' } } }));
    expect(new Set(looks.map(({ what }) => what))).toEqual(new Set(['looked', 'denied']));
    expect(looks.some(({ person, what }) => person === client && what === 'looked')).toBe(true);
  });

  it('R7: other policies are asked what they would have decided otherwise in a period, and how often', async () => {
    const texts = policiesIn()
      .texts.filter(({ name }) => name.endsWith('.cedar'))
      .map(({ name, text }) => ({
        name,
        text: text.replace('[Column::"booking", Column::"money"].contains(resource)', 'resource == Column::"money"'),
      }));
    const period = { from: '2026-01-01', until: '2026-02-01' };
    const { changes } = found(await review(staff.auditor, { ask: 'dry-run', ...period, texts })) as unknown as {
      changes: readonly { change: string; uses: number; situation: { as: readonly string[] }; was: { as: string } }[];
    };
    expect(changes.length).toBeGreaterThan(0);
    for (const one of changes) {
      expect(one).toMatchObject({ change: 'allowed-to-denied', was: { as: 'front-desk' } });
      expect(one.uses).toBeGreaterThan(0);
    }
    const same = policiesIn().texts.filter(({ name }) => name.endsWith('.cedar'));
    expect(found(await review(staff.auditor, { ask: 'dry-run', ...period, texts: same }))).toMatchObject({
      changes: [],
    });
    const early = { from: '2025-01-01', until: '2025-02-01' };
    expect(found(await review(staff.auditor, { ask: 'dry-run', ...early, texts }))).toMatchObject({ uses: 0 });
  });

  it('R7: policies that cannot be used are told by file and line, and nothing is asked of them', async () => {
    const texts = [{ name: 'own.cedar', text: 'permit(principal, action, resource);' }];
    expect(await review(staff.auditor, { ask: 'dry-run', from: '2026-01-01', until: '2026-02-01', texts })).toEqual({
      kind: 'malformed',
      problems: [{ field: 'texts', reason: 'own.cedar:1: a policy needs @id and @says' }],
    });
    expect((await review(staff.auditor, { ask: 'who-could-see', stream: 'nothing', day: '2026-01-05' })).kind).toBe(
      'malformed',
    );
    expect((await review(staff.auditor, { ask: 'who-could-see' })).kind).toBe('malformed');
  });
});

describe('R7: without a decision nothing is done and nothing shown', () => {
  const nothing = () => {
    const { performing, reading } = made.ledger;
    const forbids = policiesIn().texts.filter(({ name }) => name.startsWith('90'));
    const decisions = new Decisions(policiesOf(forbids), performing.digests);
    return new AccessPolicy(reading.relations, async () => [`case-${caseId}`], decisions);
  };

  it('R7: every registered action is refused when no policy permits it, whoever asks, and leaves no fact', async () => {
    const { performing } = made.ledger;
    const handler = new PerformActionHandler({ ...performing, policy: nothing() });
    const head = await performing.store.head('facts');
    for (const { name, example, who } of ACTIONS.values()) {
      const person = who.includes('system') ? '00000000-0000-8000-8000-000000000000' : staff.privacyOfficer;
      expect([name, (await handler.execute(new PerformAction(name, example, person))).kind]).toEqual([name, 'denied']);
    }
    expect(await performing.store.head('facts')).toBe(head);
  });

  it('R7: every view is refused in every scope when no policy permits it', async () => {
    const { reading } = made.ledger;
    const handler = new ReadViewHandler({ ...reading, policy: nothing() });
    const scopes: Readonly<Record<string, Scope>> = {
      agency: {},
      case: { case: caseId },
      client: { client },
      therapist: { therapist: staff.therapist },
      complaint: { complaint: caseId },
    };
    for (const view of [...VIEWS, ...ACCESS_VIEWS])
      for (const scope of view.scopes) {
        const outcome = await handler.execute(new ReadView(view.name, staff.privacyOfficer, scopes[scope] ?? {}));
        expect([view.name, scope, outcome.kind]).toEqual([view.name, scope, 'denied']);
      }
  });
});
