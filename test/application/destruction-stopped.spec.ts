import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { DESTRUCTION_STEPS } from '../../src/application/reactions/destroyer.js';
import { ReadView } from '../../src/application/read-view.js';
import { verifyLedger } from '../../src/infrastructure/cli/verify.js';
import { askedAndConfirmed, holding, longAgo, WORDS } from '../support/destruction.js';
import { shown } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));
type LongAgo = Awaited<ReturnType<typeof longAgo>>;

const stateOf = async (at: LongAgo, destruction: string) =>
  shown(await at.doors().see('destructions', at.people.privacyOfficer)).find(
    (row) => row['destruction'] === destruction,
  );
const read = async (at: LongAgo): Promise<string> =>
  textOf(await at.doors().see('questions', at.people.privacyOfficer, { case: at.theCase }));

describe('R9: a destruction that is cut short goes on, and never goes back', () => {
  it.each(DESTRUCTION_STEPS)('R9: stopped after "%s" it is finished after the next start, once', async (step) => {
    const at = await longAgo();
    try {
      await at.later('2028-06-01T15:00:00.000Z');
      let stopped = 0;
      await at.again((now) => {
        if (now !== step) return;
        stopped++;
        throw new Error(`stopped after ${step}`);
      });
      const destruction = await askedAndConfirmed(at);
      await expect(at.ledger().settle()).rejects.toThrow('stopped');
      expect(stopped).toBeGreaterThan(0);
      // From the beginning on nothing opens, at whichever step it stopped, although nothing goes on.
      await at.again((now) => {
        throw new Error(`stopped again at ${now}`);
      });
      const seen = await at.ledger().read(
        new ReadView('questions', at.people.privacyOfficer, {
          case: at.theCase,
        }),
      );
      expect(textOf(seen).includes(WORDS.question)).toBe(step === 'confirmed');
      await at.again();
      await at.ledger().settle();
      expect(await stateOf(at, destruction)).toMatchObject({ state: 'certified' });
      expect(await read(at)).not.toContain(WORDS.question);
      const { store } = at.ledger().performing;
      const types = (await store.readStream('facts', 'destructions')).map(({ type }) => type);
      expect(types.filter((type) => type === 'KeysDestroyed')).toHaveLength(3);
      expect(types.filter((type) => type === 'DestructionCertified')).toHaveLength(1);
      expect(await store.readStream('facts', `destroyed-${at.client}`)).toHaveLength(1);
      expect((await verifyLedger(at.ledger())).good).toBe(true);
    } finally {
      await at.end();
    }
  });

  it('R9: when something holds the case after it was confirmed, it is not begun, and that is said', async () => {
    const at = await longAgo();
    try {
      await at.later('2028-06-01T15:00:00.000Z');
      await at.again(() => {
        throw new Error('stopped');
      });
      const destruction = await askedAndConfirmed(at);
      await at
        .doors()
        .act('PlaceCaseHold', { case: at.theCase, because: 'summons', reason: 'Court' }, at.people.privacyOfficer);
      await at.again();
      await at.ledger().settle();
      expect(await stateOf(at, destruction)).toMatchObject({ state: 'stopped', parts: [] });
      expect(await read(at)).toContain(WORDS.question);
    } finally {
      await at.end();
    }
  });

  it('R9: keys of before, put back, open nothing: what was destroyed is destroyed again before anything is served', async () => {
    const at = await longAgo();
    const file = join(at.configuration.data.keys, 'keys.db');
    const stream = `case-${at.theCase}`;
    const live = 'SELECT count(*) FROM key WHERE stream = ? AND destroyed = 0';
    try {
      await at.later('2028-06-01T15:00:00.000Z');
      const copy = new Database(file, { readonly: true });
      const before = copy
        .prepare<[string], { reference: string; wrapped: Buffer }>(
          'SELECT reference, wrapped FROM key WHERE stream = ?',
        )
        .all(stream);
      copy.close();
      const destruction = await askedAndConfirmed(at);
      await at.ledger().settle();
      expect(await stateOf(at, destruction)).toMatchObject({ state: 'certified' });
      await at.ledger().close();
      const older = new Database(file);
      expect(older.prepare(live).pluck().get(stream)).toBe(0);
      for (const { reference, wrapped } of before)
        older.prepare('UPDATE key SET destroyed = 0, wrapped = ? WHERE reference = ?').run(wrapped, reference);
      expect(older.prepare(live).pluck().get(stream)).toBe(2);
      older.close();
      await at.again();
      const again = new Database(file, { readonly: true });
      expect(again.prepare(live).pluck().get(stream)).toBe(0);
      again.close();
      for (const { wrapped } of before) expect(holding(at.directory, wrapped)).toEqual([]);
      expect(await read(at)).not.toContain(WORDS.question);
    } finally {
      await at.end();
    }
  });
});
