import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LINE_BYTES_AT_MOST } from '../../src/infrastructure/import/lines.js';
import { alliance, directory, serving } from './alliance.js';
import { begun, clearing, line, registering } from './beginning.js';

const ABSENT = '0190c7a0-0000-7000-8000-00000000dead';

describe('alliance import', () => {
  const data = directory();
  const files = directory();
  const here = ['--data', data.path];
  let officer: string;
  let count = 0;

  beforeAll(async () => {
    officer = await begun(data.path);
  });
  afterAll(() => {
    data.remove();
    files.remove();
  });

  const fileOf = (content: string | Buffer): string => {
    const path = join(files.path, `actions-${++count}.ndjson`);
    writeFileSync(path, content);
    return path;
  };
  const importing = (file: string, ...more: string[]) => alliance(['import', file, ...here, '--json', ...more]);
  const refusedIn = (file: string): readonly Record<string, unknown>[] =>
    readFileSync(`${file}.refused.ndjson`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
  const peopleNamed = async (name: string): Promise<number> => {
    const { json } = await alliance(['show', 'people', '--person', officer, '--limit', '1000', '--json', ...here]);
    return json.rows.filter((row: { identity: { name: string } }) => row.identity.name === name).length;
  };

  it('performs each line once, lets later lines refer to what earlier ones made, and doubles nothing when repeated', async () => {
    const file = fileOf(
      [
        registering('Dana Desk', officer, { name: 'desk' }),
        line('GrantRole', officer, { person: { $ref: 'desk' }, role: 'front-desk', from: '2026-01-05' }),
        ...clearing({ $ref: 'desk' }, officer),
        registering('Ana Client', { $ref: 'desk' }, { name: 'ana' }),
        registering('Tea Therapist', { $ref: 'desk' }, { name: 'tea' }),
        line('GrantRole', officer, { person: { $ref: 'tea' }, role: 'therapist', from: '2026-01-05' }),
        '',
        // The same person twice is two persons: the file says so.
        registering('Two Twins', { $ref: 'desk' }),
        registering('Two Twins', { $ref: 'desk' }),
      ].join('\n'),
    );
    const first = await importing(file);
    expect([first.err, first.code]).toEqual(['', 0]);
    expect(first.json).toMatchObject({ lines: 10, accepted: 9, repeated: 0, blank: 1, whole: true });
    expect([existsSync(`${file}.progress`), existsSync(`${file}.refused.ndjson`)]).toEqual([false, false]);
    const again = await importing(file);
    expect([again.code, again.json.accepted, again.json.repeated]).toEqual([0, 0, 9]);
    expect([await peopleNamed('Two Twins'), await peopleNamed('Ana Client')]).toEqual([2, 1]);
  });

  it('reports every line that was not accepted by number, code and field, never by what it says, and goes on', async () => {
    const file = fileOf(
      [
        registering('Very Secret', officer, { name: 'one' }),
        registering('Very Secret', ABSENT),
        line('GrantRole', officer, { person: officer, role: 'privacy-officer', from: '2026-01-05' }),
        line('GrantRole', officer, { person: 'Very Secret', role: 'therapist', from: '2026-01-05' }),
        `{"action":"RegisterPerson","as":"${officer}","as":"${officer}","body":{}}`,
        '{"action":"RegisterPerson", "as":',
        line('NoSuchAction', officer, {}),
        registering('Very Secret', undefined),
        line('GrantRole', officer, { person: { $ref: 'nobody' }, role: 'front-desk', from: '2026-01-05' }),
        registering('Very Secret', officer, { name: 'one' }),
        line('RegisterPerson', officer, {
          name: 'X',
          contacts: [],
          permittedChannels: [],
          revealAgency: true,
          Secret: 1,
        }),
        registering('Very Secret', officer, { colour: 'red' }),
        registering('Very Secret', ABSENT, { name: 'two' }),
        line('GrantRole', officer, { person: { $ref: 'two' }, role: 'front-desk', from: '2026-01-05' }),
        `"${'x'.repeat(LINE_BYTES_AT_MOST)}"`,
        '[]',
        registering('Last One', officer),
      ].join('\n'),
    );
    const { code, err, json } = await importing(file);
    expect([code, json]).toEqual([
      2,
      expect.objectContaining({ lines: 17, accepted: 2, refused: 2, denied: 2, malformed: 11 }),
    ]);
    const entries = refusedIn(file);
    expect(entries.map(({ line: number, outcome, code: why, field }) => [number, outcome, why, field])).toEqual([
      [2, 'denied', 'not-found', undefined],
      [3, 'refused', 'role-already-held', 'role'],
      [4, 'malformed', 'malformed', 'person'],
      [5, 'malformed', 'unreadable-line', undefined],
      [6, 'malformed', 'unreadable-line', undefined],
      [7, 'malformed', 'unknown-action', 'action'],
      [8, 'malformed', 'malformed', 'as'],
      [9, 'malformed', 'unknown-reference', undefined],
      [10, 'malformed', 'malformed', 'name'],
      [11, 'malformed', 'malformed', undefined],
      [12, 'malformed', 'malformed', undefined],
      [13, 'denied', 'not-found', undefined],
      [14, 'refused', 'reference-not-made', undefined],
      [15, 'malformed', 'line-too-long', undefined],
      [16, 'malformed', 'malformed', undefined],
    ]);
    expect(`${err}${JSON.stringify(entries)}`).not.toContain('Secret');
    expect(statSync(`${file}.refused.ndjson`).mode & 0o077).toBe(0);
    expect(await peopleNamed('Last One')).toBe(1);
    const dry = await importing(file, '--dry-run');
    expect([dry.code, dry.json.malformed, dry.json.accepted]).toEqual([2, 10, 7]);
  });

  it('reads files as they come: a byte order mark, CR LF, no last line end, nothing at all, standard input', async () => {
    const windows = fileOf(
      `\uFEFF${registering('From Windows', officer)}\r\n\r\n${registering('From Windows', officer)}`,
    );
    expect((await importing(windows)).json).toMatchObject({ lines: 3, accepted: 2, blank: 1 });
    expect((await importing(fileOf(''))).json).toMatchObject({ lines: 0, accepted: 0 });
    const unprintable = await importing(fileOf(Buffer.from([0xff, 0xfe, 0x0a, 0x00, 0x0a])));
    expect([unprintable.code, unprintable.json.malformed]).toEqual([2, 2]);
    const piped = await alliance(['import', '-', ...here], { input: `${registering('From Windows', officer)}\n` });
    expect([piped.code, piped.out]).toEqual([0, expect.stringContaining('0 accepted, 1 done before')]);
    expect((await importing('/no/such/file')).err).toMatch(/^file: /);
    expect((await importing(windows, '--window', '0')).err).toMatch(/^--window: /);
  });

  it('killed again and again in the middle, then repeated: every line is there exactly once', async () => {
    const lines = Array.from({ length: 1_500 }, (_, i) => registering(`Killed ${i % 500}`, officer, { name: `p${i}` }));
    const file = fileOf(`${lines.join('\n')}\n`);
    for (const enough of [200, 700]) {
      const child = spawn(process.execPath, [resolve('dist/cli.js'), 'import', file, ...here], { stdio: 'ignore' });
      const ended = new Promise((done) => child.on('close', done));
      while (child.exitCode === null && doneIn(file) < enough) await new Promise((next) => setTimeout(next, 5));
      child.kill('SIGKILL');
      await ended;
    }
    const before = doneIn(file);
    expect(before).toBeGreaterThanOrEqual(700);
    const last = await importing(file);
    expect([last.code, last.json.lines]).toEqual([0, 1_500]);
    expect(last.json.accepted + last.json.repeated).toBe(1_500);
    expect(last.err).toContain(`Going on after line ${before}.`);
    const exported = await alliance(['export', 'people', '--as', officer, ...here]);
    const rows = JSON.parse(exported.out).rows as readonly { identity: { name: string } }[];
    expect(rows.filter(({ identity }) => identity.name.startsWith('Killed')).length).toBe(1_500);
    expect((await alliance(['verify', ...here])).code).toBe(0);
  });

  it('stops at Ctrl-C after what is in flight, says so, and goes on where it was; another file or ledger is not gone on with', async () => {
    const lines = Array.from({ length: 1_200 }, (_, i) => registering(`Stopped ${i}`, officer));
    const file = fileOf(`${lines.join('\n')}\n`);
    const child = spawn(process.execPath, [resolve('dist/cli.js'), 'import', file, ...here], { stdio: 'ignore' });
    const ended = new Promise((done) => child.on('close', done));
    while (child.exitCode === null && doneIn(file) < 200) await new Promise((next) => setTimeout(next, 5));
    child.kill('SIGINT');
    expect(await ended).toBe(75);
    const done = doneIn(file);
    expect(done).toBeLessThan(1_200);
    writeFileSync(file, `${registering('Another', officer)}\n${lines.slice(1).join('\n')}\n`);
    const another = await importing(file);
    expect([another.code, another.err]).toEqual([2, expect.stringContaining('are not those that were done')]);
    writeFileSync(file, `${lines.join('\n')}\n`);
    const other = directory();
    await begun(other.path);
    const elsewhere = await alliance(['import', file, '--data', other.path]);
    expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining('another ledger')]);
    other.remove();
    const rest = await importing(file);
    expect([rest.code, rest.json.accepted + rest.json.repeated, rest.json.repeated]).toEqual([0, 1_200, 0]);
  });

  it('R7: goes through the running service as everybody it names, and stops resumably when the service does', async () => {
    const service = await serving(data.path);
    const lines = Array.from({ length: 400 }, (_, i) => registering(`Served ${i}`, officer));
    const file = fileOf(`${lines.join('\n')}\n${registering('Nobody', ABSENT)}\n`);
    const served = await importing(file);
    expect([served.code, served.json.accepted, served.json.denied]).toEqual([3, 400, 1]);
    expect(refusedIn(file)[0]).toMatchObject({ line: 401, code: 'unauthenticated' });
    const token = (await alliance(['token', '--person', officer, ...here])).out.trim();
    const one = fileOf(`${registering('By Token', undefined)}\n${registering('By Token', officer)}\n`);
    const byToken = await importing(one, '--token', token);
    expect([byToken.code, byToken.json.accepted, byToken.json.malformed]).toEqual([2, 1, 1]);
    const tokens = join(files.path, 'tokens.json');
    writeFileSync(tokens, JSON.stringify({ pat: token }));
    const named = await importing(
      fileOf(`${registering('By Name', 'pat')}\n${registering('By Name', 'sam')}\n`),
      '--tokens',
      tokens,
    );
    expect([named.code, named.json.accepted, named.json.denied]).toEqual([3, 1, 1]);
    const ended = fileOf(`${registering('By Old Token', undefined)}\n`);
    const old = await importing(ended, '--token', `${token.slice(0, -8)}AAAAAAAA`);
    expect([old.code, old.json.lines]).toEqual([3, 0]);
    const long = fileOf(
      `${Array.from({ length: 3_000 }, (_, i) => registering(`Broken off ${i}`, officer)).join('\n')}\n`,
    );
    const child = importing(long);
    while (doneIn(long) < 200) await new Promise((next) => setTimeout(next, 5));
    expect(await service.stop()).toBe(0);
    const broken = await child;
    expect([69, 75]).toContain(broken.code);
    expect(broken.json.whole).toBe(false);
    const rest = await importing(long);
    expect([rest.code, rest.json.lines]).toEqual([0, 3_000]);
    const exported = await alliance(['export', 'people', '--as', officer, ...here]);
    expect(exported.out.match(/"Broken off \d+"/g)?.length).toBe(3_000);
  });
});

/** Lines that a file's progress says are done. */
function doneIn(file: string): number {
  if (!existsSync(`${file}.progress`)) return 0;
  const last = readFileSync(`${file}.progress`, 'utf8').split('\n').at(-2);
  return last === undefined ? 0 : (JSON.parse(last) as { lines: number }).lines;
}
