import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type KeyRing, UnknownKey } from '../../src/application/ports.js';
import type { Box } from '../../src/domain/language/fact.js';
import { idOf } from '../support/given.js';

/** Opens a ring again on what the last one left, as after a stop; without `again`, a new one. */
export type OpensRing = (again?: true) => Promise<KeyRing>;

const STREAM = `case-${idOf('a case')}`;
const OTHER = `case-${idOf('another case')}`;
const OWNERS = ['ana', 'ben', 'stream'] as const;

/** What every key ring promises about destroying. */
export function keyRingContract(name: string, open: OpensRing, clean: () => void): void {
  describe(`R7: ${name} destroys what is to be destroyed and nothing else`, () => {
    let ring: KeyRing;
    let runs = 0;
    beforeEach(async () => {
      ring = await open();
    });
    afterEach(async () => {
      await ring.close();
      clean();
    });
    const seal = async (stream: string, revision: number, owner: string, words: string): Promise<Box> =>
      ring.seal(
        await ring.provide(owner, stream),
        {
          log: 'log',
          stream,
          revision,
          fact: idOf(`${stream} ${revision}`),
          type: 'T',
          version: 1,
          compartment: owner,
        },
        { words },
      );
    const again = async () => {
      await ring.close();
      ring = await open(true);
    };

    it('R7: of a destroyed stream nothing opens, whoever it was of; of others everything; also after a start', async () => {
      const gone = [await seal(STREAM, 0, 'ana', 'a'), await seal(STREAM, 1, 'ben', 'b')];
      const stays = await seal(OTHER, 0, 'ana', 'c');
      expect((await ring.destroyStream(STREAM)).length).toBe(2);
      for (let round = 0; round < 2; round++) {
        for (const box of gone) expect(ring.open(box)).toBe('destroyed');
        expect(ring.open(stays)).toEqual({ words: 'c' });
        expect((await ring.destroyStream(STREAM)).length).toBe(2);
        await again();
      }
    });

    it('R7: what is shut opens as destroyed although its key is there, and nothing more is sealed in it', async () => {
      const box = await seal(STREAM, 0, 'ana', 'a');
      const other = await seal(STREAM, 1, 'ana', 'b');
      ring.shut({ fact: box.fact });
      expect([ring.open(box), ring.open(other)]).toEqual(['destroyed', { words: 'b' }]);
      ring.shut({ stream: STREAM });
      expect(ring.open(other)).toBe('destroyed');
      await expect(seal(STREAM, 2, 'ana', 'c')).rejects.toThrow('destroyed');
    });

    it('R7: an unknown key stops; it never reads as destroyed', async () => {
      const box = await seal(STREAM, 0, 'ana', 'a');
      expect(() => ring.open({ ...box, key: 'AAAAAAAAAAAAAAAAAAAAAA.1' })).toThrow(UnknownKey);
    });

    it('R7: one fact destroyed alone opens no more, every other does, whatever was sealed, renewed and destroyed before', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...OWNERS), fc.boolean(), fc.boolean()), { minLength: 2, maxLength: 14 }),
          async (facts) => {
            const stream = `case-${idOf(String(++runs))}`;
            const boxes: Box[] = [];
            const gone = new Set<Box>();
            for (const [revision, [owner, renews, destroys]] of facts.entries()) {
              boxes.push(await seal(stream, revision, owner, `${owner} ${revision}`));
              if (renews) await ring.renewStream(stream);
              if (!destroys) continue;
              const one = boxes[Math.floor(revision / 2)] as Box;
              gone.add(one);
              await ring.renewStream(stream);
              const others = boxes.filter((box) => !gone.has(box));
              await ring.destroyFact(stream, others);
              await ring.destroyFact(stream, others);
            }
            for (let round = 0; round < 2; round++) {
              for (const [i, box] of boxes.entries())
                expect(ring.open(box)).toEqual(gone.has(box) ? 'destroyed' : { words: `${facts[i]?.[0]} ${i}` });
              await again();
            }
            await ring.destroyStream(stream);
            for (const box of boxes) expect(ring.open(box)).toBe('destroyed');
          },
        ),
        { numRuns: 15 },
      );
    });
  });
}
