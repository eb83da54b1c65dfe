import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { backUp } from '../../src/infrastructure/backup/backup.js';
import { certificateText } from '../../src/infrastructure/cli/certificate.js';
import { verifyLedger } from '../../src/infrastructure/cli/verify.js';
import { KeyFileEncryption } from '../../src/infrastructure/keys/key-file-encryption.js';
import { KeyTable } from '../../src/infrastructure/keys/key-table.js';
import { openWrappingKeys } from '../../src/infrastructure/keys/open.js';
import { askedAndConfirmed, holding, longAgo, WORDS } from '../support/destruction.js';
import { shown } from '../support/ledger.js';

/** A key as it is in the ring: unwrapped, and as the file holds it. */
interface Bytes {
  readonly stream: string;
  readonly raw: Buffer;
  readonly wrapped: Buffer;
}

describe('R9, R7: after a destruction neither the words nor the keys are anywhere (rule 24)', () => {
  let at: Awaited<ReturnType<typeof longAgo>>;
  let apart: string;
  const gone: Bytes[] = [];
  let stays: readonly Bytes[] = [];

  /** The keys of streams, read from the ring's own file. */
  const keysOf = async (...streams: readonly string[]): Promise<readonly Bytes[]> => {
    const database = new Database(join(at.configuration.data.keys, 'keys.db'));
    try {
      const table = new KeyTable(
        database,
        await openWrappingKeys(database, new KeyFileEncryption(at.configuration.data.keyFile)),
      );
      const wrapped = database.prepare<[string], Buffer>('SELECT wrapped FROM key WHERE reference = ?').pluck();
      return streams.flatMap((stream) =>
        table.live(stream).map(({ reference, secret }) => ({
          stream,
          raw: Buffer.from(secret as Buffer),
          wrapped: wrapped.get(reference) as Buffer,
        })),
      );
    } finally {
      database.close();
    }
  };

  beforeAll(async () => {
    at = await longAgo();
    apart = mkdtempSync(join(tmpdir(), 'after-destruction-'));
    const other = await at.open(at.stays);
    await at.doors().act('AskQuestion', { case: other, participant: at.stays, words: WORDS.other }, at.stays);
    await at.later('2028-06-01T15:00:00.000Z');
    gone.push(...(await keysOf(`case-${at.theCase}`, `person-${at.client}`, `file-${at.client}`)));
    stays = await keysOf(`case-${other}`);
  });
  afterAll(async () => {
    await at.end();
    rmSync(apart, { recursive: true, force: true });
  });

  it('R7: before it the keys are in the ring’s file, wrapped and never bare, and the words nowhere', () => {
    expect(gone.length).toBeGreaterThanOrEqual(5);
    for (const { wrapped, raw } of gone) {
      expect(holding(at.directory, wrapped)).not.toEqual([]);
      expect(holding(at.directory, raw)).toEqual([]);
    }
    for (const word of Object.values(WORDS)) expect(holding(at.directory, Buffer.from(word))).toEqual([]);
  });

  it('R9, R7: after it no byte of them is in any file, database, write-ahead log or backup; what stays opens as before', async () => {
    const destruction = await askedAndConfirmed(at);
    await at.ledger().settle();
    const everywhere = (bytes: Buffer): readonly string[] => [
      ...holding(at.directory, bytes),
      ...holding(apart, bytes),
    ];
    const search = () => {
      for (const { stream, raw, wrapped } of gone)
        for (const bytes of [raw, wrapped, Buffer.from(raw.toString('hex')), Buffer.from(raw.toString('base64url'))])
          expect([stream, everywhere(bytes)]).toEqual([stream, []]);
      for (const word of Object.values(WORDS)) expect(everywhere(Buffer.from(word))).toEqual([]);
    };
    search();
    mkdirSync(apart, { recursive: true });
    await backUp(at.configuration, join(apart, 'facts'), join(apart, 'keys'));
    search();
    expect(stays.every(({ wrapped }) => everywhere(wrapped).length > 0)).toBe(true);
    expect((await verifyLedger(at.ledger())).good).toBe(true);
    await at.ledger().rebuild();
    expect((await verifyLedger(at.ledger())).good).toBe(true);
    search();
    await at.again();
    search();
    const questions = shown(await at.doors().see('questions', at.people.privacyOfficer, { client: at.stays }));
    expect(JSON.stringify(questions.map((each) => each['words']))).toContain(WORDS.other);
    const row = shown(await at.doors().see('destructions', at.people.privacyOfficer)).find(
      (each) => each['destruction'] === destruction,
    );
    const certificate = certificateText(row ?? {});
    for (const words of ['QuestionAsked', 'Pat Privacy', 'Max Manager', 'never attended', '2028-02-28', '2028-08-30'])
      expect(certificate).toContain(words);
    for (const word of [...Object.values(WORDS), at.client]) expect(certificate).not.toContain(word);
  });
});
