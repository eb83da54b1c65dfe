import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonical } from '../../src/infrastructure/integrity/canonical.js';
import { alliance, directory, serving } from './alliance.js';
import { begun, line, registering } from './beginning.js';

const PEOPLE = 2_300;

describe('alliance export', () => {
  const data = directory();
  const files = directory();
  const here = ['--data', data.path];
  let officer: string;
  let ana: string;

  beforeAll(async () => {
    officer = await begun(data.path);
    const lines = [
      registering('=HYPERLINK("http://example.org";"Ana")', officer),
      registering('Ana', officer, { name: 'ana' }),
      registering('Dana', officer, { name: 'desk' }),
      line('GrantRole', officer, { person: { $ref: 'desk' }, role: 'front-desk', from: '2026-01-05' }),
      ...Array.from({ length: PEOPLE }, (_, i) => registering(`Person ${i} 😀`, officer)),
    ];
    const imported = await alliance(['import', '-', ...here], { input: lines.join('\n') });
    expect([imported.code, imported.err]).toEqual([0, '']);
    const people = JSON.parse((await exporting('people')).out).rows;
    ana = people.find((row: { identity: { name: string } }) => row.identity.name === 'Ana').person;
  });
  afterAll(() => {
    data.remove();
    files.remove();
  });

  const exporting = (view: string, ...more: string[]) => alliance(['export', view, '--as', officer, ...here, ...more]);

  it('gives the whole of a view in canonical JSON, the same bytes whenever it is asked at one position', async () => {
    const [first, again] = [await exporting('people'), await exporting('people')];
    expect([first.code, first.err]).toEqual([0, '']);
    expect(again.out).toBe(first.out);
    const read = JSON.parse(first.out);
    expect(`${canonical(read)}\n`).toBe(first.out);
    expect(read.rows.length).toBe(PEOPLE + 4);
    expect(new Set(read.rows.map((row: { person: string }) => row.person)).size).toBe(PEOPLE + 4);
    expect((await alliance(['import', '-', ...here], { input: registering('Later', officer) })).code).toBe(0);
    const then = await exporting('people', '--known-at', read.position);
    expect(JSON.parse(then.out).rows.map((row: { person: string }) => row.person)).toEqual(
      read.rows.map((row: { person: string }) => row.person),
    );
    expect(JSON.parse((await exporting('people')).out).rows.length).toBe(PEOPLE + 5);
  });

  it('R7: names everybody shown in who looked, as an export, page by page', async () => {
    const looks = JSON.parse((await exporting('looks', '--client', ana)).out).rows as readonly Record<
      string,
      unknown
    >[];
    const exports = looks.filter(({ view, how }) => view === 'people' && how === 'export');
    expect(exports.length).toBeGreaterThan(2);
    expect(exports[0]).toMatchObject({ actor: officer, person: ana });
  });

  it('R7: is denied to whoever may not see the view, and leaves no file', async () => {
    const out = join(files.path, 'denied.json');
    const denied = await alliance(['export', 'looks', '--client', officer, '--as', ana, ...here, '--out', out]);
    expect([denied.code, denied.out, existsSync(out)]).toEqual([3, '', false]);
    const own = JSON.parse((await alliance(['export', 'people', '--as', ana, ...here])).out);
    expect(own.rows.map((row: { person: string }) => row.person)).toEqual([ana]);
    const absent = await alliance([
      'export',
      'timeline',
      '--case',
      '0190c7a0-0000-7000-8000-00000000dead',
      '--as',
      ana,
      ...here,
    ]);
    expect([absent.code, absent.out]).toEqual([3, '']);
  });

  it('puts a file in its place whole, for its owner alone, or not at all', async () => {
    const out = join(files.path, 'people.csv');
    writeFileSync(out, 'before');
    const written = await exporting('people', '--format', 'csv', '--out', out);
    expect([written.code, written.out]).toEqual([0, expect.stringContaining('on record as an export')]);
    const lines = readFileSync(out, 'utf8').split('\r\n');
    expect([lines.length, lines[0]]).toEqual([PEOPLE + 7, expect.stringContaining('person,')]);
    expect(lines.filter((each) => each.includes('😀')).length).toBe(PEOPLE);
    // What a spreadsheet would calculate is a text to it.
    expect(lines.filter((each) => each.includes('HYPERLINK'))).toEqual([expect.stringContaining(`"'=HYPERLINK(`)]);
    expect(statSync(out).mode & 0o077).toBe(0);
    mkdirSync(join(files.path, 'taken'));
    const nowhere = await exporting('people', '--out', join(files.path, 'taken'));
    expect([nowhere.code, nowhere.err]).toEqual([69, expect.stringContaining('was not written')]);
    expect((await exporting('people', '--out', join(files.path, 'no', 'such'))).code).toBe(69);
    expect(readdirSync(files.path).sort()).toEqual(['people.csv', 'taken']);
    expect((await exporting('people', '--format', 'xml')).err).toMatch(/^--format: /);
    expect((await exporting('no-such-view')).err).toMatch(/^view: /);
  });

  it('gives the same through the running service, and one position although facts come in between its pages', async () => {
    const still = await exporting('people', '--known-at', '2000');
    const service = await serving(data.path);
    expect((await exporting('people', '--known-at', '2000')).out).toBe(still.out);
    const more = Array.from({ length: 600 }, (_, i) => registering(`Meanwhile ${i}`, officer)).join('\n');
    const importing = alliance(['import', '-', ...here], { input: more });
    for (let i = 0; i < 3; i++) {
      const { rows, position } = JSON.parse((await exporting('people')).out) as {
        rows: readonly { person: string; position: string }[];
        position: string;
      };
      expect(new Set(rows.map(({ person }) => person)).size).toBe(rows.length);
      const known = JSON.parse((await exporting('people', '--known-at', position)).out);
      expect(rows.map(({ person }) => person)).toEqual(known.rows.map(({ person }: { person: string }) => person));
    }
    expect((await importing).code).toBe(0);
    const token = (await alliance(['token', '--person', officer, ...here])).out.trim();
    const { url } = JSON.parse(readFileSync(join(data.path, 'service.json'), 'utf8')) as { url: string };
    const ask = (path: string, accept = '*/*') =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}`, accept } });
    const csv = await ask('/views/people?export', 'text/csv');
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')]);
    expect(csv.headers.get('content-disposition')).toContain('people.csv');
    expect((await csv.text()).split('\r\n').length).toBe(PEOPLE + 600 + 7);
    for (const path of ['/views/people?export&limit=5', '/views/people?export=all', `/replay?export&client=${ana}`]) {
      expect((await ask(path)).status).toBe(400);
    }
    expect((await ask(`/views/timeline?export&case=${ana}`)).status).toBe(404);
    expect(await service.stop()).toBe(0);
  });
});
