import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf, type RawLine } from '../../../src/infrastructure/import/lines.js';

async function read(chunks: readonly Buffer[], atMost?: number): Promise<readonly RawLine[]> {
  const found: RawLine[] = [];
  for await (const line of linesOf(chunks, atMost)) found.push(line);
  return found;
}

const textOf = ({ bytes }: RawLine): string => (bytes === 'too-long' ? bytes : bytes.toString());

describe('The lines of a file', () => {
  it('are the same however the file comes in pieces, and so is the chain over them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', '\r', ' ') }), { maxLength: 12 }),
        fc.array(fc.nat(40), { maxLength: 12 }),
        async (texts, cuts) => {
          const whole = Buffer.from(texts.map((text) => `${text}\n`).join(''));
          const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
          const pieces = places.slice(1).map((to, i) => whole.subarray(places[i], to));
          const lines = await read(pieces, 20);
          expect(lines).toEqual(await read([whole], 20));
          expect(lines.map(({ number }) => number)).toEqual(texts.map((_, i) => i + 1));
          expect(lines.map(textOf)).toEqual(
            texts.map((text) => {
              const line = text.replace(/\r$/, '');
              return Buffer.byteLength(line) > 20 ? 'too-long' : line;
            }),
          );
        },
      ),
    );
  });

  it('tell by their chain when any of them is another, also one that is too long to keep', async () => {
    const chainOf = async (text: string) => (await read([Buffer.from(text)], 5)).at(-1)?.chain;
    const chains = await Promise.all(
      ['a\nb', 'a\nc', 'b\nb', 'ab', '1234567890\nb', '1234567891\nb', '\na\nb'].map(chainOf),
    );
    expect(new Set(chains).size).toBe(chains.length);
    expect(await chainOf('a\nb\n')).toBe(chains[0]);
  });

  it('leave out a byte order mark before the first, and nowhere else', async () => {
    expect((await read([Buffer.from('\uFEFFa\r\n\uFEFFb')])).map(textOf)).toEqual(['a', '\uFEFFb']);
    expect(await read([])).toEqual([]);
  });
});
