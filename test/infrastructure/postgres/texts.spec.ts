import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ArrayText, textKept, textToKeep } from '../../../src/infrastructure/postgres/texts.js';

const texts = fc.string({
  unit: fc.constantFrom('\u0000', '\u0001', '\u0002', 'a', '"', '\\', '\uffee', '\ud83d\ude00'),
});
const order = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('Texts in PostgreSQL', () => {
  it('come back as they were, and stand in the order in which they stood', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(textToKeep(a)).not.toContain('\u0000');
        expect(textKept(textToKeep(a))).toBe(a);
        expect(order(textToKeep(a), textToKeep(b))).toBe(order(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are quoted in arrays, nothing and numbers are not', () => {
    const array = new ArrayText();
    for (const value of ['a"b\\', null, 7, '', 'NULL']) array.add(value);
    expect(String(array)).toBe('{"a\\"b\\\\",NULL,7,"","NULL"}');
    expect(String(new ArrayText())).toBe('{}');
  });
});
