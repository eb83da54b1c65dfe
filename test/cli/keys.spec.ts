import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { keyBackupsIn } from '../../src/infrastructure/keys/key-backups.js';
import { keysFileIn, openLocalKeyRing } from '../../src/infrastructure/keys/open.js';
import { forgeKeysManifest } from '../support/forging.js';
import { transitService } from '../support/transit-service.js';
import { alliance, directory, serving } from './alliance.js';
import { begun, registering } from './beginning.js';

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

describe('alliance keys', () => {
  const data = directory();
  const kept = mkdtempSync(join(tmpdir(), 'alliance-keys-'));
  const at = (name: string): string => join(kept, name);
  const here = ['--data', data.path];
  const keyFile = join(data.path, 'keys', 'key-encryption-key');
  const passphrase = 'correct horse battery staple';
  let officer: string;

  beforeAll(async () => {
    officer = await begun(data.path);
    const people = Array.from({ length: 30 }, (_, i) => registering(`Client ${i}`, officer)).join('\n');
    expect((await alliance(['import', '-', ...here], { input: people })).code).toBe(0);
    writeFileSync(at('passphrase'), `${passphrase}\n`, { mode: 0o600 });
  });
  afterAll(() => {
    data.remove();
    rmSync(kept, { recursive: true, force: true });
  });

  const namesIn = async (ledger: string, env: Record<string, string> = {}): Promise<readonly string[]> => {
    const { out, err } = await alliance(['export', 'people', '--as', officer, '--data', ledger], { env });
    expect(err).toBe('');
    const rows = JSON.parse(out).rows as readonly { identity?: { name?: string } }[];
    return rows.map(({ identity }) => identity?.name ?? '(gone)');
  };

  it('says what there is by state and by what wraps it, and never a secret', async () => {
    const { code, out } = await alliance(['keys', ...here]);
    expect([code, out]).toEqual([0, expect.stringMatching(/\d+ keys present, 0 destroyed/)]);
    expect(out).toMatch(/in use +key-file +[0-9a-f]{8}/);
    const secret = readFileSync(keyFile, 'utf8').trim();
    const { json } = await alliance(['keys', '--json', ...here]);
    expect(json).toMatchObject({ retired: 0, backups: [], wrapping: [{ source: 'key-file', state: 'in use' }] });
    expect([out.includes(secret), JSON.stringify(json).includes(secret)]).toEqual([false, false]);
  });

  it('rotates: the ledger shows the same, the old file opens nothing, and the service must not run meanwhile', async () => {
    const [names, old] = [await namesIn(data.path), readFileSync(keyFile, 'utf8')];
    const service = await serving(data.path);
    const beside = await alliance(['keys', 'rotate', ...here]);
    expect([beside.code, beside.err]).toEqual([75, expect.stringContaining('in use by another process')]);
    expect(await service.stop()).toBe(0);
    const { code, json } = await alliance(['keys', 'rotate', '--json', ...here]);
    expect([code, json]).toMatchObject([0, { resumed: false, retired: 1, wrappedBy: 'key-file' }]);
    expect(readFileSync(keyFile, 'utf8')).not.toBe(old);
    expect(await namesIn(data.path)).toEqual(names);
    writeFileSync(at('old-key'), old, { mode: 0o600 });
    const refused = await alliance(['keys', 'rotate', ...here], { env: { ALLIANCE_KEY_FILE: at('old-key') } });
    expect([refused.code, refused.err]).toEqual([69, expect.stringContaining('not the one')]);
    expect((await alliance(['doctor', ...here])).out).toMatch(/keys +\d+ present, 0 destroyed/);
  });

  it('gives the people in a stream their next keys, and what was recorded opens as before', async () => {
    const renewed = await alliance(['keys', 'renew', `person-${officer}`, ...here]);
    expect([renewed.code, renewed.out]).toEqual([0, expect.stringContaining('sealed under new keys')]);
    expect(await namesIn(data.path)).toContain('Pat Example');
  });

  it('backs the keys up under a passphrase of their own with an end, which the ring remembers', async () => {
    const [facts, keys] = [at('facts'), at('keys')];
    expect(
      (await alliance(['backup', facts, '--keys', at('with-facts'), '--keys-until', inDays(3), ...here])).out,
    ).toContain(`The keys end on ${inDays(3)}`);
    const made = await alliance([
      ...['keys', 'backup', keys, '--until', inDays(10), '--passphrase-file', at('passphrase'), '--json', ...here],
    ]);
    expect([made.code, made.json]).toMatchObject([0, { until: inDays(10), wrapping: 'own-passphrase' }]);
    expect(readdirSync(keys).sort()).toEqual(['keys.db', 'manifest.json']);
    const bytes = readFileSync(keysFileIn(keys));
    expect([
      bytes.includes('scrypt-17-8-1'),
      bytes.includes('"source":"key-file"'),
      bytes.includes(passphrase),
    ]).toEqual([true, false, false]);
    const ring = await openLocalKeyRing(join(data.path, 'keys'), keyFile);
    expect(ring.lastKeyBackupEnds()).toBe(inDays(10));
    await ring.close();
    expect((await alliance(['doctor', ...here])).out).toContain(`the last ends on ${inDays(10)}`);

    const restoring = (to: string, file: string) =>
      alliance(['restore', facts, '--keys', keys, '--keys-passphrase-file', file, '--data', to]);
    const restored = await restoring(at('restored'), at('passphrase'));
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('every view equals its facts')]);
    expect(await namesIn(at('restored'))).toEqual(await namesIn(data.path));
    // It needs nothing of the ring's own key-encryption key: it got one of its own.
    expect(readFileSync(join(at('restored'), 'keys', 'key-encryption-key'), 'utf8')).not.toBe(
      readFileSync(keyFile, 'utf8'),
    );
    writeFileSync(at('other-passphrase'), 'another horse battery staple\n', { mode: 0o600 });
    const other = await restoring(at('unrestored'), at('other-passphrase'));
    expect([other.code, other.err]).toEqual([69, expect.stringContaining('The passphrase is not the one')]);
    expect(existsSync(at('unrestored'))).toBe(false);
  }, 120_000);

  it('refuses keys whose end has come, and an end that is none, past or too far', async () => {
    await forgeKeysManifest(at('keys'), { until: inDays(-1) });
    const ended = await alliance([
      ...['restore', at('facts'), '--keys', at('keys'), '--keys-passphrase-file', at('passphrase')],
      ...['--data', at('too-late')],
    ]);
    expect([ended.code, ended.err]).toEqual([1, expect.stringContaining(`ended on ${inDays(-1)}`)]);
    for (const until of ['2026-02-30', 'soon', inDays(-1), inDays(400)]) {
      const { code, err } = await alliance([
        ...['keys', 'backup', at('never'), '--until', until, '--passphrase-file', at('passphrase'), ...here],
      ]);
      expect([code, err]).toEqual([1, expect.stringContaining('Keys are kept until a day')]);
    }
    const asked = await alliance(['keys', 'backup', at('never'), ...here]);
    expect([asked.code, asked.err]).toEqual([69, expect.stringContaining('there is no terminal to ask at')]);
    expect(existsSync(at('never'))).toBe(false);
  });

  it('moves to a passphrase and on to a key service, each said by the environment, and serves with each', async () => {
    const byPassphrase = { ALLIANCE_KEY_ENCRYPTION: 'passphrase', ALLIANCE_PASSPHRASE_FILE: at('passphrase') };
    const names = await namesIn(data.path);
    const moved = await alliance(['keys', 'rotate', '--from-key-file', keyFile, ...here], { env: byPassphrase });
    expect([moved.code, moved.err]).toEqual([0, '']);
    expect(await namesIn(data.path, byPassphrase)).toEqual(names);
    const service = await transitService();
    writeFileSync(at('token'), service.token, { mode: 0o600 });
    const byService = {
      ALLIANCE_KEY_ENCRYPTION: 'transit',
      ALLIANCE_TRANSIT_URL: service.url,
      ALLIANCE_TRANSIT_KEY: 'alliance',
      ALLIANCE_TRANSIT_TOKEN_FILE: at('token'),
    };
    const again = await alliance(['keys', 'rotate', '--from-passphrase-file', at('passphrase'), ...here], {
      env: byService,
    });
    expect([again.code, again.err]).toEqual([0, '']);
    expect(await namesIn(data.path, byService)).toEqual(names);
    expect((await alliance(['doctor', ...here], { env: byService })).out).toMatch(/key service +good +127\.0\.0\.1/);
    const reader = new SqliteDatabase(keysFileIn(join(data.path, 'keys')), { readonly: true });
    expect(keyBackupsIn(reader)).toHaveLength(2);
    reader.close();
    await service.close();
  }, 120_000);
});
