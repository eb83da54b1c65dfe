import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../../src/infrastructure/http/csv.js';
import { byPath, kebab } from '../../src/infrastructure/http/names.js';
import { readStrictJson, UnreadableBody } from '../../src/infrastructure/http/strict-json.js';

const read = (text: string) => readStrictJson(Buffer.from(text));

describe('Reading a body', () => {
  it('reads whatever JSON says, as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/__proto__|constructor|prototype/.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses a name given twice, however it is written and wherever it stands', () => {
    for (const text of [
      '{"a":1,"a":1}',
      '{"a":1,"\\u0061":2}',
      '{"x":[{"b":{"c":1 , "d":2,\n"c"\t:3}}]}',
      '{"":1,"":2}',
      '{"a\\"b":1,"a\\"b":2}',
    ])
      expect(() => read(text)).toThrow('the body holds a name twice');
    expect(read('[{"a":1},{"a":2,"b":{"a":"a"}},"a","a:\\"a\\":"]')).toEqual([
      { a: 1 },
      { a: 2, b: { a: 'a' } },
      'a',
      'a:"a":',
    ]);
  });

  it('refuses what reaches a prototype, half characters, other encodings and endless nesting, quoting none of it', () => {
    for (const body of [
      Buffer.from('{"__proto__":{"secret":1}}'),
      Buffer.from('{"a":{"\\u0063onstructor":{"secret":1}}}'),
      Buffer.from('{"a":"secret \\ud800"}'),
      Buffer.from('{"a\\udc00":"secret"}'),
      Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      Buffer.from('{"secret":nope}'),
      Buffer.from('{"a":"secret\u0000"}'),
      Buffer.from('\ufeff{"secret":1}'),
      Buffer.from('{"secret":1} {}'),
      Buffer.from('{"secret":NaN}'),
      Buffer.from(''),
    ]) {
      let said = 'nothing';
      try {
        readStrictJson(body);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableBody);
        said = (error as Error).message;
      }
      expect(said).toMatch(/^(the body|a text of the body) /);
      expect(said).not.toContain('secret');
    }
  });
});

describe('A table', () => {
  const view = { columns: { a: { kind: 'text', says: '' }, n: { kind: 'integer', says: '' } } } as const;

  it('never hands a spreadsheet a formula', () => {
    const dangerous = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠');
    fc.assert(
      fc.property(dangerous, fc.string(), (first, rest) => {
        const cell = csvOf(view, [{ a: `${first}${rest}`, n: 1 }])
          .split('\r\n')
          .slice(1)
          .join('\r\n');
        expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
      }),
    );
  });

  it('quotes as RFC 4180 says, keeps numbers, and gives opened values columns of their own', () => {
    expect(csvOf(view, [{ a: 'x, "y"\nz', n: -500, box: { reason: 'told', list: ['p', 'q'] }, at: 5n }])).toBe(
      'a,n,box.reason,box.list,at\r\n"x, ""y""\nz",-500,told,p; q,5\r\n',
    );
    expect(csvOf(view, [])).toBe('a,n\r\n');
  });
});

describe('A name in a path', () => {
  it('is the action’s own in kebab case', () => {
    expect([kebab('BookSession'), kebab('EnterCaseFactsInError'), kebab('timeline')]).toEqual([
      'book-session',
      'enter-case-facts-in-error',
      'timeline',
    ]);
    expect(byPath([['BookSession', 1]]).get('book-session')).toEqual(['BookSession', 1]);
  });
});
