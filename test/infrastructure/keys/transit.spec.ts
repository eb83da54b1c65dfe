import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRingRefused } from '../../../src/infrastructure/keys/key-ring-refused.js';
import { openLocalKeyRing } from '../../../src/infrastructure/keys/open.js';
import { rotateKeys } from '../../../src/infrastructure/keys/rotate.js';
import { TransitEncryption } from '../../../src/infrastructure/keys/transit-encryption.js';
import { TLS_CERTIFICATE } from '../../support/tls-certificate.js';
import { transitService } from '../../support/transit-service.js';

let home: string;
let tokenFile: string;
let service: Awaited<ReturnType<typeof transitService>>;
const pauses: number[] = [];
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'transit-'));
  tokenFile = join(home, 'token');
  service = await transitService();
  writeFileSync(tokenFile, `${service.token}\n`, { mode: 0o600 });
  pauses.length = 0;
});
afterEach(async () => {
  await service.close();
  rmSync(home, { recursive: true, force: true });
});

const encryption = (more: object = {}, timeout = 5_000): TransitEncryption =>
  new TransitEncryption(
    { url: service.url, mount: 'transit', key: 'alliance', tokenFile, ...more },
    async (milliseconds) => void pauses.push(milliseconds),
    timeout,
  );
const context = { log: 'l', stream: 'case-1', revision: 0, fact: 'f', type: 'T', version: 1, compartment: 'client' };
const secret = Buffer.alloc(32, 7);

describe('A key-encryption key that never leaves a key service', () => {
  it('is asked once when the ring opens and never for a fact', async () => {
    const ring = await openLocalKeyRing(join(home, 'ring'), encryption());
    const boxes = [];
    for (const owner of ['a', 'b', 'c']) boxes.push(ring.seal(await ring.provide(owner, 'case-1'), context, { owner }));
    await ring.close();
    expect(service.asked.map(({ path }) => path)).toEqual(['/v1/transit/encrypt/alliance']);
    const again = await openLocalKeyRing(join(home, 'ring'), encryption());
    expect(boxes.map((box) => again.open(box))).toEqual([{ owner: 'a' }, { owner: 'b' }, { owner: 'c' }]);
    await again.close();
    expect(service.asked.map(({ path }) => path).slice(1)).toEqual(['/v1/transit/decrypt/alliance']);
    expect(readFileSync(join(home, 'ring', 'keys.db')).includes('vault:v1:')).toBe(true);
  });

  it('wraps in a context that goes along as associated data: in another one nothing is unwrapped', async () => {
    const wrapped = await encryption().wrap(secret, 'one');
    expect(wrapped).toMatchObject({ source: 'transit', version: 'v1' });
    expect(await encryption().unwrap(wrapped, 'one')).toEqual(secret);
    await expect(encryption().unwrap(wrapped, 'another')).rejects.toThrow(KeyRingRefused);
    expect(service.asked[0]?.body).toEqual({
      plaintext: secret.toString('base64'),
      associated_data: Buffer.from('one').toString('base64'),
    });
  });

  it('is rotated by the service, and a ring then needs only its new version', async () => {
    const at = join(home, 'ring');
    const ring = await openLocalKeyRing(at, encryption());
    const box = ring.seal(await ring.provide('a', 'case-1'), context, { note: 'x' });
    await ring.close();
    expect(await rotateKeys(at, encryption())).toEqual({ wrapped: 1, resumed: false, retired: 1 });
    expect(service.versions).toHaveLength(2);
    service.versions[0]?.fill(0);
    const again = await openLocalKeyRing(at, encryption());
    expect(again.open(box)).toEqual({ note: 'x' });
    await again.close();
  });

  it('is asked again, a few times and ever later, when the service is down, sealed or cut off for a moment', async () => {
    service.instead.push(503, 'cut', 429);
    await encryption().wrap(secret, 'one');
    expect(pauses).toEqual([200, 400, 800]);
    service.instead.push(503, 503, 503, 503);
    await expect(encryption().wrap(secret, 'one')).rejects.toThrow('is sealed or down');
    expect(service.asked).toHaveLength(8);
    service.instead.push('hang', 'hang', 'hang', 'hang');
    await expect(encryption({}, 30).wrap(secret, 'one')).rejects.toThrow('does not answer (no answer in time)');
  });

  it('is refused at once, in a sentence without key, token or content, when the service denies it', async () => {
    const refusals = [
      encryption({ key: 'other-key-name' }).wrap(secret, 'one'),
      encryption({ mount: 'elsewhere' }).wrap(secret, 'one'),
    ];
    const sentences = (await Promise.allSettled(refusals)).map((each) =>
      each.status === 'rejected' && each.reason instanceof KeyRingRefused ? each.reason.message : 'not refused',
    );
    writeFileSync(tokenFile, 'stolen-token\n');
    sentences.push(
      await encryption()
        .wrap(secret, 'one')
        .then(String, (error: Error) => error.message),
    );
    expect(sentences).toEqual([
      expect.stringContaining('could not do it'),
      expect.stringContaining('no transit engine there'),
      expect.stringContaining('denies it'),
    ]);
    expect(sentences.join()).not.toMatch(/other-key-name|alliance|stolen-token|not found|permission/);
    expect(pauses).toEqual([]);
    rmSync(tokenFile);
    await expect(encryption().wrap(secret, 'one')).rejects.toThrow(/^The token file .* is missing\.$/);
  });

  it('is reached over TLS only when its certificate is signed by the authority that is named', async () => {
    writeFileSync(join(home, 'tls.crt'), TLS_CERTIFICATE.cert);
    const secure = await transitService({ tls: TLS_CERTIFICATE });
    const named = encryption({ url: secure.url, caFile: join(home, 'tls.crt') });
    expect(await named.unwrap(await named.wrap(secret, 'one'), 'one')).toEqual(secret);
    await expect(encryption({ url: secure.url }).wrap(secret, 'one')).rejects.toThrow(/DEPTH_ZERO_SELF_SIGNED_CERT/);
    await secure.close();
  });
});
