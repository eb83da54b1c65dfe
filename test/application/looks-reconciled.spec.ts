import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LookExceeded } from '../../src/application/access/look.js';
import { Unsealer } from '../../src/application/kernel/unseal.js';
import type { KeyRing } from '../../src/application/ports.js';
import { ReadView, ReadViewHandler, type Scope } from '../../src/application/read-view.js';
import { lifted } from '../../src/domain/catalogue.js';
import type { Box } from '../../src/domain/language/fact.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import { accepted, agency } from '../support/application.js';
import { temporaryLedger } from '../support/ledger.js';

describe('what is opened and what is on record', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let persons: readonly string[];
  let scopes: readonly Scope[];
  let reader: ReadViewHandler;
  const opened: Box[] = [];

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T15:00:00.000Z');
    people = await agency(at);
    const one = await people.register('Robin Client', people.frontDesk);
    const two = await people.register('Sam Client', people.frontDesk);
    const three = await people.register('Toni Other', people.frontDesk);
    const opening = { kind: 'couple', participants: [one, two], therapist: people.therapist };
    const joint = accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string;
    const single = { kind: 'individual', participants: [three], therapist: people.otherTherapist };
    const alone = accepted(await at.act('OpenCase', single, people.frontDesk)).id as string;
    persons = [one, two, three, ...Object.values(people).filter((each) => typeof each === 'string')];
    scopes = [{}, ...[one, two, three].map((client) => ({ client })), { case: joint }, { case: alone }];
    await at.ledger.settle();
    const { reading } = at.ledger;
    const keys = (reading.unsealer as unknown as { keys: KeyRing }).keys;
    const watching = Object.assign(Object.create(Object.getPrototypeOf(keys) as object), keys, {
      open: (box: Box) => {
        opened.push(box);
        return keys.open(box);
      },
    }) as KeyRing;
    reader = new ReadViewHandler({ ...reading, unsealer: new Unsealer(watching) });
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R7: whoever looks at whatever in whatever role, nothing is opened that its entry does not name', async () => {
    const views = [...VIEWS, ...ACCESS_VIEWS].filter((view) => view.scopes.length > 0).map(({ name }) => name);
    const { store } = at.ledger.performing;
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...views),
        fc.constantFrom(...persons),
        fc.constantFrom(...scopes),
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        async (view, person, scope, limit) => {
          opened.length = 0;
          const before = await store.head('access');
          const outcome = await reader.execute(new ReadView(view, person, scope, { ...(limit && { limit }) }));
          const entries = (await store.readAll('access', before, 100)).map((entry) => lifted(entry));
          const looks = entries.filter(({ type, actor }) => type === 'Looked' && actor.person === person);
          if (outcome.kind !== 'shown') return expect(opened).toEqual([]);
          expect(looks.length).toBeGreaterThan(0);
          const listed = (field: string) => new Set(looks.flatMap(({ open }) => open[field] as string[]));
          const [streams, compartments, whose, staff] = ['streams', 'compartments', 'persons', 'staff'].map(listed);
          for (const { stream, compartment } of opened) {
            const own = /^(?:person|file|therapist)-(.+)$/.exec(stream)?.[1];
            if (own !== undefined && staff?.has(own)) continue;
            expect(streams?.has(stream)).toBe(true);
            expect(compartments?.has(compartment)).toBe(true);
            if (own !== undefined && !stream.startsWith('therapist-')) expect(whose?.has(own)).toBe(true);
          }
          expect(opened.length).toBeLessThanOrEqual(looks.reduce((sum, { open }) => sum + Number(open['boxes']), 0));
          seen += opened.length;
        },
      ),
      { numRuns: 150 },
    );
    expect(seen).toBeGreaterThan(0);
  });

  it('R7: a token opens what its entry names, as often as it says, and nothing else', async () => {
    const entry = {
      how: 'view',
      view: 'people',
      information: 'booking',
      persons: ['p'],
      staff: [],
      streams: ['person-p', 'person-q'],
      compartments: ['identity'],
      rows: 1,
      boxes: 1,
      decisions: ['d'],
    } as const;
    const asker = { person: people.frontDesk, role: 'front-desk', purpose: 'PATADMIN' };
    const look = await at.ledger.performing.accessLog.looked(asker, entry);
    const box = { stream: 'person-p', compartment: 'identity' };
    expect(() => look.take({ ...box, compartment: 'contact' }, 'd')).toThrow(LookExceeded);
    expect(() => look.take({ ...box, stream: 'person-x' }, 'd')).toThrow(LookExceeded);
    expect(() => look.take({ ...box, stream: 'person-q' }, 'd')).toThrow(LookExceeded);
    expect(() => look.take(box, 'another decision')).toThrow(LookExceeded);
    expect(() => look.takeOfStaff('p')).toThrow(LookExceeded);
    look.take(box, 'd');
    expect(() => look.take(box, 'd')).toThrow('more boxes than are on record');
  });
});
