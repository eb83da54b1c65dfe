import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, RevisionConflict, StoreClosed } from '../../src/application/ports.js';
import { factAt, factsFrom } from '../support/facts.js';
import { followingContract } from './event-store-following.contract.js';
import { expectIncreasing, ids, readWhole, withoutPosition } from './reading.js';

/** A fresh, empty store and what removes its traces after it was closed. */
export interface StoreUnderTest {
  readonly store: EventStore;
  readonly release: () => Promise<void>;
}

/** What every event store promises, whatever it is made of. */
export function eventStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`An event store (${name})`, () => {
    let store: EventStore;
    let release: () => Promise<void>;
    beforeEach(async () => {
      ({ store, release } = await make());
    });
    afterEach(async () => {
      await store.close();
      await release();
    });

    describe('appending', () => {
      it('keeps several facts of one append together and in order', async () => {
        const facts = factsFrom('case-1', 0, 3);
        const { revision, position } = await store.append('facts', 'case-1', -1, facts);
        const kept = await store.readStream('facts', 'case-1');
        expect(revision).toBe(2);
        expect(kept.map(withoutPosition)).toEqual(facts);
        expect(kept.at(-1)?.position).toBe(position);
        expect(await store.revisionOf('facts', 'case-1')).toBe(2);
        expect(await store.head('facts')).toBe(position);
      });

      it('goes on from the exact revision where the stream stands', async () => {
        await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
        const { revision } = await store.append('facts', 'case-1', 1, [factAt('case-1', 2)]);
        expect(revision).toBe(2);
        expect(ids(await store.readStream('facts', 'case-1'))).toEqual(ids(factsFrom('case-1', 0, 3)));
      });

      it.each([
        ['behind the stream', 0],
        ['ahead of the stream', 5],
        ['at its start', -1],
      ])('refuses an append %s and leaves nothing of it', async (_where, expected) => {
        await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
        const head = await store.head('facts');
        const refused = store.append('facts', 'case-1', expected, factsFrom('case-1', expected + 1, 2));
        await expect(refused).rejects.toBeInstanceOf(RevisionConflict);
        await expect(refused).rejects.toMatchObject({ stream: 'case-1', expected, actual: 1 });
        expect(await store.revisionOf('facts', 'case-1')).toBe(1);
        expect(await store.head('facts')).toBe(head);
        expect(await store.readStream('facts', 'case-1')).toHaveLength(2);
      });

      it('refuses to continue a stream that does not exist, and does not make it', async () => {
        await expect(store.append('facts', 'case-1', 0, [factAt('case-1', 1)])).rejects.toMatchObject({ actual: -1 });
        expect(await store.streams('facts')).toEqual([]);
        expect(await store.revisionOf('facts', 'case-1')).toBe(-1);
      });

      it('lets exactly one of those win who append to one stream at the same revision', async () => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 10 }, () => store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2))),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await store.readStream('facts', 'case-1')).toHaveLength(2);
      });

      it('checks the revision of an empty append and writes nothing', async () => {
        const { position } = await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
        expect(await store.append('facts', 'case-1', 1, [])).toEqual({ revision: 1, position });
        expect(await store.append('facts', 'case-2', -1, [])).toEqual({ revision: -1, position });
        await expect(store.append('facts', 'case-1', 0, [])).rejects.toBeInstanceOf(RevisionConflict);
        expect(await store.streams('facts')).toEqual(['case-1']);
      });

      it('refuses a fact whose envelope names another place', async () => {
        await expect(store.append('facts', 'case-1', -1, [factAt('case-2', 0)])).rejects.toThrow('case-2');
        await expect(store.append('facts', 'case-1', -1, [factAt('case-1', 1)])).rejects.toThrow('revision 1');
        expect(await store.head('facts')).toBe(0n);
      });

      it('keeps what was given even if the caller changes it afterwards, and what it returned likewise', async () => {
        const open = { feeCents: 15000 };
        const appending = store.append('facts', 'case-1', -1, [factAt('case-1', 0, { open })]);
        open.feeCents = 1;
        await appending;
        const [first] = await store.readStream('facts', 'case-1');
        (first!.open as { feeCents: number }).feeCents = 2;
        const [second] = await store.readStream('facts', 'case-1');
        expect(second!.open).toEqual({ feeCents: 15000 });
      });

      it('keeps any text as it was', async () => {
        const open = { text: 'Zoë \u0000 \ud83d\ude00 "\\ \u2028 e\u0301', largest: Number.MAX_SAFE_INTEGER };
        await store.append('facts', 'case-é', -1, [factAt('case-é', 0, { open })]);
        expect((await store.readStream('facts', 'case-é'))[0]?.open).toEqual(open);
      });
    });

    describe('reading', () => {
      const revisions = async (options?: Parameters<EventStore['readStream']>[2]): Promise<readonly number[]> =>
        (await store.readStream('facts', 'case-1', options)).map(({ revision }) => revision);

      it('reads a stream forward and backward, from a revision on, and no more than asked', async () => {
        await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 5));
        expect(await revisions()).toEqual([0, 1, 2, 3, 4]);
        expect(await revisions({ from: 3 })).toEqual([3, 4]);
        expect(await revisions({ from: 1, limit: 2 })).toEqual([1, 2]);
        expect(await revisions({ from: 5 })).toEqual([]);
        expect(await revisions({ limit: 0 })).toEqual([]);
        expect(await revisions({ direction: 'backward' })).toEqual([4, 3, 2, 1, 0]);
        expect(await revisions({ direction: 'backward', limit: 1 })).toEqual([4]);
        expect(await revisions({ direction: 'backward', from: 2, limit: 2 })).toEqual([2, 1]);
        expect(await revisions({ direction: 'backward', from: 9, limit: 1 })).toEqual([4]);
      });

      it('finds a stream that does not exist empty', async () => {
        expect(await revisions()).toEqual([]);
        expect(await revisions({ direction: 'backward' })).toEqual([]);
      });

      it('pages through the whole log in order without missing or repeating, wherever the gaps are', async () => {
        const appended: string[] = [];
        for (let round = 0; round < 12; round++) {
          const stream = `case-${round % 3}`;
          const at = await store.revisionOf('facts', stream);
          const facts = factsFrom(stream, at + 1, 1 + (round % 4));
          await store.append('facts', stream, at, facts);
          appended.push(...ids(facts));
        }
        const read = await readWhole(store, 'facts', 4);
        expect(ids(read)).toEqual(appended);
        expectIncreasing(read);
        expect(read.at(-1)?.position).toBe(await store.head('facts'));
        expect(await store.readAll('facts', await store.head('facts'), 10)).toEqual([]);
        expect(await store.readAll('facts', 0n, 0)).toEqual([]);
      });

      it('begins at position zero with an empty log', async () => {
        expect(await store.head('facts')).toBe(0n);
        expect(await store.readAll('facts', 0n, 10)).toEqual([]);
      });

      it('keeps the log of facts and the log of looks apart', async () => {
        await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
        await store.append('access', 'case-1', -1, [factAt('case-1', 0, { type: 'Looked' })]);
        await store.append('access', 'access-1', -1, [factAt('access-1', 0, { type: 'Looked' })]);
        expect(await store.revisionOf('facts', 'case-1')).toBe(1);
        expect(await store.revisionOf('access', 'case-1')).toBe(0);
        expect((await readWhole(store, 'facts', 9)).map(({ type }) => type)).toEqual([
          'SessionBooked',
          'SessionBooked',
        ]);
        expect((await readWhole(store, 'access', 9)).map(({ type }) => type)).toEqual(['Looked', 'Looked']);
        expect(await store.streams('facts')).toEqual(['case-1']);
        expect(await store.streams('access')).toEqual(['case-1', 'access-1']);
      });

      it('names the streams that begin with a prefix, in order of creation', async () => {
        for (const stream of ['person-2', 'case-9', 'case-1', 'casebook', 'case_1']) {
          await store.append('facts', stream, -1, [factAt(stream, 0)]);
        }
        expect(await store.streams('facts', 'case-')).toEqual(['case-9', 'case-1']);
        expect(await store.streams('facts', 'case_')).toEqual(['case_1']);
        expect(await store.streams('facts')).toEqual(['person-2', 'case-9', 'case-1', 'casebook', 'case_1']);
      });
    });

    it('loses nothing when two hundred writers append to twenty streams at once', async () => {
      const acknowledged: string[] = [];
      const write = async (writer: number): Promise<void> => {
        const stream = `case-${writer % 20}`;
        for (;;) {
          const at = await store.revisionOf('facts', stream);
          const fact = factAt(stream, at + 1, { id: `writer-${writer}` });
          try {
            await store.append('facts', stream, at, [fact]);
            acknowledged.push(fact.id);
            return;
          } catch (error) {
            if (!(error instanceof RevisionConflict)) throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 200 }, (_, writer) => write(writer)));

      const log = await readWhole(store, 'facts', 64);
      expectIncreasing(log);
      expect(ids(log).toSorted()).toEqual(acknowledged.toSorted());
      expect(new Set(acknowledged).size).toBe(200);
      for (let number = 0; number < 20; number++) {
        const stream = await store.readStream('facts', `case-${number}`);
        expect(stream.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expectIncreasing(stream);
      }
    });

    followingContract(() => store);

    describe('closing', () => {
      it('finishes what is in flight and takes nothing more', async () => {
        const inFlight = store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
        await store.close();
        expect(await inFlight).toMatchObject({ revision: 0 });
        await expect(store.append('facts', 'case-1', 0, [factAt('case-1', 1)])).rejects.toBeInstanceOf(StoreClosed);
        await expect(store.readStream('facts', 'case-1')).rejects.toBeInstanceOf(StoreClosed);
        await expect(store.readAll('facts', 0n, 1)).rejects.toBeInstanceOf(StoreClosed);
      });

      it('may be asked twice', async () => {
        await store.close();
        await expect(store.close()).resolves.toBeUndefined();
      });
    });
  });
}
