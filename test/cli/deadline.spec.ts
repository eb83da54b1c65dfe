import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { alliance } from './alliance.js';

interface Vector {
  readonly session: string;
  readonly deadline: string;
  readonly closures?: readonly string[];
  readonly substitution?: boolean;
}

describe('alliance deadline', () => {
  it('C3: a session after Family Day is confirmed or cancelled by noon of the Friday before, with each day passed over', async () => {
    const { code, out } = await alliance(['deadline', '2026-02-17T09:00']);
    expect(code).toBe(0);
    expect(out).toContain('Fri 2026-02-13 12:00 America/Toronto');
    expect(out).toContain('2026-02-13T17:00:00.000Z');
    expect(out).toContain('Mon 2026-02-16 Family Day; Sun 2026-02-15 Sunday; Sat 2026-02-14 Saturday');
  });

  it('C3: every published deadline is what the command answers, many on standard input', async () => {
    const { cases } = JSON.parse(readFileSync('test/vectors/business-deadlines.json', 'utf8')) as { cases: Vector[] };
    const plain = cases.filter(({ closures, substitution }) => !closures && substitution !== false);
    const { code, out } = await alliance(['deadline', '--json'], {
      input: plain.map(({ session }) => `${session}\n`).join(''),
    });
    expect(code).toBe(0);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { instant: string; line: number });
    expect(answers.map(({ instant }) => Date.parse(instant))).toEqual(
      plain.map(({ deadline }) => Date.parse(deadline)),
    );
    expect(answers.map(({ line }) => line)).toEqual(plain.map((_, i) => i + 1));
    for (const { session, deadline, closures = [], substitution } of cases.filter((each) => !plain.includes(each))) {
      const more = [
        ...closures.flatMap((date) => ['--closed', date]),
        ...(substitution === false ? ['--no-substitution'] : []),
      ];
      const one = await alliance(['deadline', session, ...more, '--json']);
      expect(Date.parse((JSON.parse(one.out) as { instant: string }).instant)).toBe(Date.parse(deadline));
    }
  });

  it('C3: a line that is no local start is named by its number; the others are answered, and the end says so', async () => {
    const input = '2026-02-17T09:00\n\n2026-02-30T09:00\nnonsense\n# a remark\n2026-03-08T02:30\n2026-02-18T09:00\n';
    const { code, out, err } = await alliance(['deadline'], { input });
    expect(code).toBe(2);
    expect(out.split('\n').filter((line) => line.includes('→'))).toHaveLength(2);
    expect(err).toContain('line 3: not a local start that exists');
    expect(err).toContain('line 4: not a local start that exists');
    expect(err).toContain('line 6: clocks in America/Toronto go forward over that time');
    expect(err).not.toContain('nonsense');
  });

  it('names the option that is wrong', async () => {
    const zone = await alliance(['deadline', '2026-02-17T09:00', '--zone', 'Mars/Olympus']);
    expect([zone.code, zone.err]).toEqual([2, expect.stringMatching(/^--zone: /)]);
    const closed = await alliance(['deadline', '2026-02-17T09:00', '--closed', '2026-02-30']);
    expect([closed.code, closed.err]).toEqual([2, expect.stringMatching(/^--closed: /)]);
  });
});
