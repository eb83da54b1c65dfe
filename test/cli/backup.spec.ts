import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { keysFileIn, openLocalKeyRing } from '../../src/infrastructure/keys/open.js';
import { forgeManifest } from '../support/forging.js';
import { alliance, directory, serving } from './alliance.js';
import { begun, registering } from './beginning.js';

describe('alliance backup and alliance restore', () => {
  const data = directory();
  const kept = directory();
  const here = ['--data', data.path];
  const at = (name: string): string => join(kept.path, name);
  const keyFile = join(data.path, 'keys', 'key-encryption-key');
  let officer: string;

  beforeAll(async () => {
    officer = await begun(data.path);
    const people = Array.from({ length: 60 }, (_, i) => registering(`Client ${i}`, officer)).join('\n');
    expect((await alliance(['import', '-', ...here], { input: people })).code).toBe(0);
    expect((await alliance(['show', 'people', '--person', officer, ...here])).code).toBe(0);
    expect((await alliance(['backup', at('facts'), '--keys', at('keys'), ...here])).code).toBe(0);
  });
  afterAll(() => {
    data.remove();
    kept.remove();
  });

  const restoring = (facts: string, keys: string, to: string, ...more: string[]) =>
    alliance(['restore', facts, '--keys', keys, '--key-file', keyFile, '--data', to, ...more]);
  const namesIn = async (ledger: string): Promise<readonly string[]> => {
    const { out } = await alliance(['export', 'people', '--as', officer, '--data', ledger]);
    const rows = JSON.parse(out).rows as readonly { identity?: { name?: string } }[];
    return rows.map(({ identity }) => identity?.name ?? '(gone)');
  };
  /** A copy of the backup to spoil. */
  const spoilt = (name: string): { readonly facts: string; readonly keys: string } => {
    const [facts, keys] = [at(`${name}-facts`), at(`${name}-keys`)];
    cpSync(at('facts'), facts, { recursive: true });
    cpSync(at('keys'), keys, { recursive: true });
    return { facts, keys };
  };
  const leftovers = (): readonly string[] => readdirSync(kept.path).filter((name) => name.includes('unfinished'));

  it('keeps facts, keys and key file apart, readable by their owner alone, and says what it holds', async () => {
    expect(readdirSync(at('facts')).sort()).toEqual(['log.db', 'manifest.json']);
    expect(readdirSync(at('keys')).sort()).toEqual(['keys.db', 'manifest.json']);
    const kek = readFileSync(keyFile, 'utf8').trim();
    for (const file of ['facts/log.db', 'facts/manifest.json', 'keys/keys.db', 'keys/manifest.json']) {
      const bytes = readFileSync(at(file));
      expect([bytes.includes(kek), bytes.includes('Client 7'), bytes.includes('Pat Example')]).toEqual([
        false,
        false,
        false,
      ]);
    }
    const manifest = JSON.parse(readFileSync(at('facts/manifest.json'), 'utf8'));
    expect(manifest.format).toBe(1);
    expect(manifest.heads.facts.facts).toBeGreaterThanOrEqual(64);
    expect(manifest.heads.access.facts).toBeGreaterThan(0);
    expect((await alliance(['doctor', ...here])).out).toMatch(
      new RegExp(`last backup .*, at ${manifest.heads.facts.position}`),
    );
    expect(manifest.heads.facts.chain).toMatch(/^[0-9a-f]{64}$/);
  });

  it('restores a ledger that verifies, serves, shows the same and goes on', async () => {
    const restored = await restoring(at('facts'), at('keys'), at('restored'), '--json');
    const { heads } = JSON.parse(readFileSync(at('facts/manifest.json'), 'utf8'));
    expect([restored.code, restored.json]).toMatchObject([0, { shredded: 0, heads }]);
    expect(restored.json.opened).toBeGreaterThan(60);
    expect((await alliance(['verify', '--data', at('restored')])).code).toBe(0);
    expect(await namesIn(at('restored'))).toEqual(await namesIn(data.path));
    const service = await serving(at('restored'));
    const more = await alliance(['import', '-', '--data', at('restored')], {
      input: registering('Later Client', officer),
    });
    expect([more.code, await service.stop()]).toEqual([0, 0]);
    expect(await namesIn(at('restored'))).toContain('Later Client');
    expect(leftovers()).toEqual([]);
  });

  it('is consistent while the service writes: what is restored is a whole beginning of the log, and verifies', async () => {
    const service = await serving(data.path);
    const lines = Array.from({ length: 2_500 }, (_, i) => registering(`Busy ${i}`, officer)).join('\n');
    const writing = alliance(['import', '-', ...here], { input: lines });
    const heads: number[] = [];
    for (let i = 0; i < 3; i++) {
      const made = await alliance(['backup', at(`busy-${i}`), '--keys', at(`busy-keys-${i}`), '--json', ...here]);
      expect([made.code, made.err]).toEqual([0, '']);
      heads.push(made.json.heads.facts.facts);
    }
    expect((await writing).code).toBe(0);
    expect(await service.stop()).toBe(0);
    expect(heads[0]).toBeLessThan(2_564);
    for (const [i, facts] of heads.entries()) {
      const restored = await restoring(at(`busy-${i}`), at(`busy-keys-${i}`), at(`busy-restored-${i}`), '--json');
      expect([restored.code, restored.json.heads.facts.facts]).toEqual([0, facts]);
    }
    const names = await namesIn(at('busy-restored-2'));
    expect((await namesIn(data.path)).slice(0, names.length)).toEqual(names);
    // Keys of a later backup serve an earlier one; keys of an earlier one do not serve a later.
    expect((await restoring(at('busy-0'), at('busy-keys-2'), at('later-keys'))).code).toBe(0);
    expect((await restoring(at('busy-2'), at('busy-keys-0'), at('older-keys'))).err).toContain('older than the facts');
  });

  it('refuses, names the file, and leaves nothing when a byte of any file is another or a file is missing', async () => {
    for (const [part, file] of [
      ['facts', 'log.db'],
      ['facts', 'manifest.json'],
      ['keys', 'keys.db'],
      ['keys', 'manifest.json'],
    ] as const) {
      const name = `spoilt-${part}-${file}`;
      const places = spoilt(name);
      const path = join(places[part], file);
      const bytes = readFileSync(path);
      const middle = file === 'manifest.json' ? bytes.indexOf('"takenAt": "2') + 12 : Math.floor(bytes.length / 2);
      bytes.writeUInt8((bytes[middle] as number) ^ 1, middle);
      writeFileSync(path, bytes);
      const { code, err } = await restoring(places.facts, places.keys, at(`${name}-restored`));
      expect([code, err]).toEqual([1, expect.stringContaining(path)]);
      rmSync(path);
      const missing = await restoring(places.facts, places.keys, at(`${name}-restored`));
      expect([missing.code, missing.err]).toEqual([1, expect.stringContaining(path)]);
      expect(existsSync(at(`${name}-restored`))).toBe(false);
    }
    expect(leftovers()).toEqual([]);
  });

  it('finds facts that were altered together with their file’s digest, and a manifest that is not the one written', async () => {
    const digest = (await alliance(['backup', at('forged'), '--keys', at('forged-keys'), '--json', ...here])).json
      .digest;
    const log = new SqliteDatabase(join(at('forged'), 'log.db'));
    log.exec('DROP TRIGGER facts_no_UPDATE');
    log.exec(`UPDATE facts SET json = replace(json, 'privacy-officer', 'privacy-office2') WHERE position = 3`);
    log.close();
    const forged = await restoring(at('forged'), at('forged-keys'), at('forged-restored'));
    expect([forged.code, forged.err]).toEqual([1, expect.stringContaining('log.db')]);

    await forgeManifest(at('forged'));
    const again = await restoring(at('forged'), at('forged-keys'), at('forged-restored'));
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/log\.db.*altered/)]);
    const pinned = await restoring(at('forged'), at('forged-keys'), at('forged-restored'), '--digest', digest);
    expect([pinned.code, pinned.err]).toEqual([1, expect.stringContaining('whose digest was given')]);
    expect((await restoring(at('facts'), at('forged-keys'), at('good'), '--digest', digest)).code).toBe(1);
    expect(existsSync(at('forged-restored'))).toBe(false);
  });

  it('a destroyed key stays destroyed: in later backups, and in an older one restored with the keys of today', async () => {
    const live = at('live');
    expect((await restoring(at('facts'), at('keys'), live)).code).toBe(0);
    const ring = await openLocalKeyRing(join(live, 'keys'), keyFile);
    const row = new SqliteDatabase(keysFileIn(join(live, 'keys')), { readonly: true });
    const { owner, stream } = row
      .prepare('SELECT owner, stream FROM key WHERE owner <> stream ORDER BY number LIMIT 1 OFFSET 20')
      .get() as {
      owner: string;
      stream: string;
    };
    row.close();
    expect(await ring.destroyKey(owner, stream)).toHaveLength(1);
    await ring.close();
    const gone = (names: readonly string[]): number => names.filter((name) => name === '(gone)').length;
    expect((await alliance(['backup', at('after'), '--keys', at('after-keys'), '--data', live])).out).toContain(
      '(1 destroyed)',
    );
    expect((await restoring(at('after'), at('after-keys'), at('after-restored'))).code).toBe(0);
    const old = await restoring(at('facts'), at('keys'), at('as-then'));
    expect([old.code, old.err]).toEqual([0, expect.stringContaining('can be read again')]);
    const now = await restoring(at('facts'), at('keys'), at('as-now'), '--destroyed-since', live);
    expect([now.code, now.out]).toEqual([0, expect.stringContaining('1 keys destroyed again')]);
    const later = await restoring(at('facts'), at('keys'), at('as-later'), '--destroyed-since', at('after-keys'));
    expect(later.out).toContain('1 keys destroyed again');
    const counts = [];
    for (const ledger of ['as-then', 'after-restored', 'as-now', 'as-later'])
      counts.push(gone(await namesIn(at(ledger))));
    expect(counts).toEqual([0, 1, 1, 1]);
    const stranger = directory();
    await begun(stranger.path);
    const other = await restoring(at('facts'), at('keys'), at('as-other'), '--destroyed-since', stranger.path);
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('another ring')]);
    stranger.remove();
  });

  it('refuses places that would lose or mix up what must be apart', async () => {
    const backing = (facts: string, keys: string) => alliance(['backup', facts, '--keys', keys, ...here]);
    symlinkSync(kept.path, at('link'));
    for (const [facts, keys, why] of [
      [at('new'), at('new/keys'), 'apart'],
      [at('new/facts'), at('new'), 'apart'],
      [at('new'), at('link/new'), 'apart'],
      [at('facts'), at('new-keys'), 'not empty'],
      [join(data.path, 'backup'), at('new-keys'), 'data directory itself'],
    ] as const) {
      const { code, err } = await backing(facts, keys);
      expect([code, err]).toEqual([1, expect.stringContaining(why)]);
    }
    expect((await alliance(['backup', at('new'), ...here])).code).toBe(2);
    expect((await restoring(at('facts'), at('keys'), data.path)).err).toContain('not empty');
    expect((await restoring(at('facts'), at('keys'), at('facts/in'))).err).toContain('a backup is not changed');
    expect((await restoring(at('facts'), at('facts'), at('new'))).err).toContain('something else');
    expect((await restoring(data.path, at('keys'), at('new'))).err).toContain('no backup');
    const [nobody, without] = [at('empty-place'), ['restore', at('facts'), '--keys', at('keys'), '--data', at('new')]];
    expect((await alliance(without)).err).toMatch(/^--key-file: /);
    expect((await alliance([...without, '--key-file', '/no/such/key'])).code).toBe(69);
    const wrong = join(kept.path, 'wrong-key');
    writeFileSync(wrong, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect((await alliance([...without, '--key-file', wrong])).code).toBe(69);
    expect([existsSync(at('new')), leftovers()]).toEqual([false, []]);
    mkdirSync(nobody);
    expect((await restoring(at('facts'), at('keys'), nobody)).code).toBe(0);
    expect((await alliance(['backup', at('none'), '--keys', at('none-keys'), '--data', at('no-ledger')])).code).toBe(
      69,
    );
  });

  it('leaves nothing when the disk is full, and takes away what a killed run left', async () => {
    const program = resolve('dist/cli.js');
    const limited = (...args: string[]) =>
      spawnSync('sh', ['-c', `ulimit -f 128; exec "$0" "$@"`, process.execPath, program, ...args], {
        encoding: 'utf8',
      });
    const full = limited('backup', at('full'), '--keys', at('full-keys'), ...here);
    expect(full.status).not.toBe(0);
    const unrestored = limited(
      'restore',
      at('busy-2'),
      '--keys',
      at('busy-keys-2'),
      '--key-file',
      keyFile,
      '--data',
      at('full-data'),
    );
    expect(unrestored.status).not.toBe(0);
    expect([existsSync(at('full')), existsSync(at('full-keys')), existsSync(at('full-data')), leftovers()]).toEqual([
      false,
      false,
      false,
      [],
    ]);
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    mkdirSync(at(`again.unfinished-${dead}`));
    appendFileSync(join(at(`again.unfinished-${dead}`), 'keys.db'), 'left');
    expect((await restoring(at('facts'), at('keys'), at('again'))).code).toBe(0);
    expect(leftovers()).toEqual([]);
  });
});
