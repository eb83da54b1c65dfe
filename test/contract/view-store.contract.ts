import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadCursor, type RowWrite, type ViewQuery, type ViewRow, type ViewStore } from '../../src/application/ports.js';
import type { ViewDefinition } from '../../src/projections/view.js';
import { names, notes } from '../support/views.js';

type Row = Readonly<Record<string, unknown>>;

const place = (stream: string, key: string, revision: number) => ({
  stream,
  key,
  revision,
  position: BigInt(revision * 5),
});
const put = (stream: string, key: string, row: Row, revision = 0): RowWrite => ({
  kind: 'put',
  row,
  ...place(stream, key, revision),
});
const set = (stream: string, key: string, row: Row, revision = 0): RowWrite => ({
  kind: 'set',
  row,
  ...place(stream, key, revision),
});
const drop = (stream: string, key: string): RowWrite => ({ kind: 'drop', ...place(stream, key, 0) });

/** What every view store promises, whatever it is made of. */
export function viewStoreContract(name: string, make: (views: readonly ViewDefinition[]) => Promise<ViewStore>): void {
  describe(`A view store (${name})`, () => {
    let store: ViewStore;
    beforeEach(async () => {
      store = await make([notes, names]);
    });
    afterEach(() => store.close());

    const write = (writes: readonly RowWrite[], dropped: readonly string[] = [], facts = 1) =>
      store.apply([
        { view: 'notes', dropped, writes, checkpoint: { view: 'notes', position: BigInt(facts), chain: 'c', facts } },
      ]);
    const rows = async (query?: ViewQuery) => (await store.read('notes', query)).rows;
    const keys = async (query?: ViewQuery) => (await rows(query)).map(({ stream, key }) => `${stream}/${key}`);

    describe('writing', () => {
      it('gives back a row as it was put, absent columns as null', async () => {
        const box = { compartment: 'note', data: 'AAA' };
        await write([put('case-1', 'a', { name: 'Zoë "\u0000', cents: -5, list: [{ x: 1 }, null], box }, 3)]);
        await write([put('case-1', 'b', { name: 'x' }, 4)]);
        expect(await rows({ order: ['key'] })).toEqual([
          {
            stream: 'case-1',
            key: 'a',
            revision: 3,
            position: 15n,
            name: 'Zoë "\u0000',
            cents: -5,
            list: [{ x: 1 }, null],
            box,
          },
          { stream: 'case-1', key: 'b', revision: 4, position: 20n, name: 'x', cents: null, list: null, box: null },
        ]);
      });

      it('puts once only what is not there, and again after it was dropped', async () => {
        const once = (key: string, text: string, revision: number): RowWrite => ({
          ...put('case-1', key, { name: text }, revision),
          kind: 'once',
        });
        const shown = async () => (await rows({ order: ['key'] })).map((row) => [row.key, row['name'], row.revision]);
        await write([once('a', 'x', 1)]);
        await write([once('a', 'y', 2), once('b', 'y', 2)]);
        expect(await shown()).toEqual([
          ['a', 'x', 1],
          ['b', 'y', 2],
        ]);
        await write([drop('case-1', 'a')]);
        await write([once('a', 'z', 4)]);
        expect((await shown())[0]).toEqual(['a', 'z', 4]);
        await write([once('b', 'w', 5)], ['case-1']);
        expect(await shown()).toEqual([['b', 'w', 5]]);
      });

      it('puts a row again from the start, and sets only the columns named of a row that is there', async () => {
        await write([put('case-1', 'a', { name: 'x', cents: 1, list: [1] })]);
        await write([set('case-1', 'a', { cents: 2, list: undefined }, 1), set('case-1', 'b', { cents: 2 }, 1)]);
        expect(await rows()).toMatchObject([{ key: 'a', revision: 1, position: 5n, name: 'x', cents: 2, list: null }]);
        await write([put('case-1', 'a', { cents: 3 }, 2)]);
        expect(await rows()).toMatchObject([{ key: 'a', revision: 2, name: null, cents: 3 }]);
      });

      it('drops one row, or all rows of a stream before it writes, and of no other view', async () => {
        const both = ['notes', 'names'].map((view) => ({
          view,
          dropped: [],
          writes: [
            put('case-1', 'a', { name: 'x' }),
            put('case-1', 'b', { name: 'y' }),
            put('case-2', 'a', { name: 'z' }),
          ],
          checkpoint: { view, position: 1n, chain: '', facts: 1 },
        }));
        await store.apply(both);
        await write([drop('case-1', 'b'), drop('case-9', 'b')]);
        expect(await keys()).toEqual(['case-1/a', 'case-2/a']);
        await write([put('case-1', 'c', { name: 'w' })], ['case-1', 'case-9']);
        expect(await keys()).toEqual(['case-1/c', 'case-2/a']);
        expect((await store.read('names')).rows).toHaveLength(3);
      });

      it('moves checkpoints with the rows, keeps where a view stopped, and starts at zero', async () => {
        const stopped = { position: 9n, type: 'Unfit', reason: 'why' };
        const checkpoint = { view: 'notes', position: 7n, chain: 'ab', facts: 3, stopped };
        await store.apply([{ view: 'notes', dropped: [], writes: [], checkpoint }]);
        const found = new Map((await store.checkpoints()).map((one) => [one.view, one]));
        expect(found.get('notes')).toEqual(checkpoint);
        expect(found.get('names')).toEqual({ view: 'names', position: 0n, chain: '', facts: 0 });
        await write([]);
        expect((await store.checkpoints()).find(({ view }) => view === 'notes')).not.toHaveProperty('stopped');
      });

      it('begins a view again, empty, when it is reset', async () => {
        await write([put('case-1', 'a', { name: 'x' })]);
        await store.reset('notes');
        expect(await rows()).toEqual([]);
        expect((await store.checkpoints()).map(({ position }) => position)).toEqual([0n, 0n]);
        await write([put('case-1', 'a', { name: 'x' })]);
        expect(await keys()).toEqual(['case-1/a']);
      });
    });

    describe('reading', () => {
      it('finds rows by streams and by conditions on open columns, key, revision and position', async () => {
        await write([
          put('case-1', 'a', { name: 'x', cents: 1 }, 1),
          put('case-1', 'b', { name: 'y', cents: 2 }, 2),
          put('case-2', 'a', { name: 'z', cents: 3 }, 3),
          put('case-3', 'a', { cents: null }, 4),
        ]);
        expect(await keys({ streams: ['case-2', 'case-1', 'case-9'] })).toEqual(['case-1/a', 'case-1/b', 'case-2/a']);
        expect(await keys({ streams: [] })).toEqual([]);
        expect(await keys({ where: { name: { equals: 'y' } } })).toEqual(['case-1/b']);
        expect(await keys({ where: { name: { equals: null } } })).toEqual(['case-3/a']);
        expect(await keys({ where: { name: { in: ['x', 'z', 'q'] } } })).toEqual(['case-1/a', 'case-2/a']);
        expect(await keys({ where: { cents: { from: 2, before: 3 } } })).toEqual(['case-1/b']);
        expect(await keys({ where: { key: { equals: 'a' }, revision: { from: 2 } } })).toEqual([
          'case-3/a',
          'case-2/a',
        ]);
        expect(await keys({ where: { position: { before: 11 } } })).toEqual(['case-1/a', 'case-1/b']);
      });

      it('refuses to look into what is sealed or unknown', async () => {
        await expect(store.read('notes', { where: { box: { equals: 'x' } } })).rejects.toThrow(RangeError);
        await expect(store.read('notes', { order: ['list'] })).rejects.toThrow(RangeError);
        await expect(store.read('notes', { order: ['name" --'] })).rejects.toThrow(RangeError);
        await expect(store.read('nothing')).rejects.toThrow(RangeError);
      });

      it('pages through any order without missing or repeating a row, whatever is null or alike', async () => {
        const arbitrary = fc.uniqueArray(
          fc.record({
            stream: fc.constantFrom('case-1', 'case-2', 'case-é'),
            key: fc.constantFrom('a', 'b', 'c', '\uffee', '\ud83d\ude00'),
            name: fc.constantFrom(null, '', 'x', 'X', 'é', '\uffee', '\ud83d\ude00'),
            cents: fc.constantFrom(null, -1, 0, 7),
          }),
          { selector: ({ stream, key }) => `${stream}/${key}` },
        );
        const orders = fc.constantFrom(
          undefined,
          ['cents', 'name'],
          ['-name'],
          ['-cents', '-position'],
          ['-stream', 'cents'],
          [],
        );
        await fc.assert(
          fc.asyncProperty(arbitrary, orders, fc.integer({ min: 1, max: 4 }), async (said, order, limit) => {
            await store.reset('notes');
            await write(said.map(({ stream, key, ...row }, at) => put(stream, key, row, at)));
            const query = order === undefined ? {} : { order };
            const whole = await rows(query);
            const paged: ViewRow[] = [];
            for (let after: string | undefined; ; ) {
              const page = await store.read('notes', { ...query, limit, ...(after && { after }) });
              expect(page.rows.length).toBeLessThanOrEqual(limit);
              paged.push(...page.rows);
              after = page.next;
              if (after === undefined) break;
            }
            expect(whole).toHaveLength(said.length);
            expect(paged).toEqual(whole);
          }),
          { numRuns: 60 },
        );
      });

      it('goes on after a row that has gone meanwhile', async () => {
        await write(['a', 'b', 'c', 'd'].map((key) => put('case-1', key, { name: key })));
        const { next = '' } = await store.read('notes', { limit: 2 });
        await write([drop('case-1', 'b')]);
        expect(await keys({ limit: 2, after: next })).toEqual(['case-1/c', 'case-1/d']);
      });

      it('refuses a cursor that is not of this order', async () => {
        await write([put('case-1', 'a', { name: 'x' }), put('case-1', 'b', { name: 'x' })]);
        const { next = '' } = await store.read('notes', { limit: 1 });
        for (const after of ['', 'nonsense', `${next}x`, Buffer.from('["name",[{}]]').toString('base64url')]) {
          await expect(store.read('notes', { after })).rejects.toThrow(BadCursor);
        }
        await expect(store.read('notes', { after: next, order: ['cents'] })).rejects.toThrow(BadCursor);
      });
    });
  });
}
