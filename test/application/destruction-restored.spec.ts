import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger } from '../../src/compose.js';
import { configurationFrom } from '../../src/configuration.js';
import { backUp } from '../../src/infrastructure/backup/backup.js';
import { restore } from '../../src/infrastructure/backup/restore.js';
import { accepted } from '../support/application.js';
import { askedAndConfirmed, longAgo, WORDS } from '../support/destruction.js';
import { doors, shown } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));
const WRONG = 'wrong-person-words-3d11';
const RIGHT = 'right-words-77aa';

describe('R7, R9: a backup of before brings nothing back that was destroyed since', () => {
  let at: Awaited<ReturnType<typeof longAgo>>;
  let apart: string;
  let other = '';

  beforeAll(async () => {
    apart = mkdtempSync(join(tmpdir(), 'before-destruction-'));
    at = await longAgo();
    other = await at.open(at.stays);
    const ask = async (words: string) =>
      accepted(await at.doors().act('AskQuestion', { case: other, participant: at.stays, words }, at.stays)).facts[0]
        ?.id;
    await ask(RIGHT);
    const wrong = await ask(WRONG);
    await at.later('2028-06-01T15:00:00.000Z');
    const officer = at.people.privacyOfficer;
    const strike = { case: other, facts: [wrong], kind: 'wrong-person', reason: 'Of a namesake.' };
    // Years later one person proposes to strike and another strikes.
    await at.doors().act('EnterCaseFactsInError', strike, officer);
    accepted(await at.doors().act('EnterCaseFactsInError', strike, at.people.frontDesk));
    await at.ledger().settle();
    await backUp(at.configuration, join(apart, 'facts'), join(apart, 'keys'));
    const one = accepted(await at.doors().act('RequestCaseFactDestruction', { case: other, fact: wrong }, officer)).id;
    accepted(await at.doors().act('ConfirmCaseFactDestruction', { case: other, destruction: one }, at.people.manager));
    await askedAndConfirmed(at);
    await at.ledger().settle();
  });
  afterAll(async () => {
    await at.end();
    rmSync(apart, { recursive: true, force: true });
  });

  const restored = async (name: string, destroyedSince?: string): Promise<string> => {
    const data = join(apart, name);
    const configurationOf = (path: string) =>
      configurationFrom({
        ...{ ALLIANCE_DATA: path, ALLIANCE_LOG_LEVEL: 'silent', ALLIANCE_KEY_FILE: at.configuration.data.keyFile },
      });
    await restore(
      {
        ...{ directory: join(apart, 'facts'), keys: join(apart, 'keys'), data, placing: 'used' },
        keyEncryption: { source: 'key-file', file: at.configuration.data.keyFile },
        ...(destroyedSince && { destroyedSince }),
      },
      (path) => configurationOf(path).data,
      async () => {},
    );
    const ledger = await openLedger(configurationOf(data), { projecting: 'here', clock: at.clock, reacting: false });
    try {
      const see = doors(ledger).see;
      const seen = [at.theCase, other].map(async (one) =>
        textOf(shown(await see('timeline', at.people.privacyOfficer, { case: one }))),
      );
      return (await Promise.all(seen)).join();
    } finally {
      await ledger.close();
    }
  };

  it('R7: with the keys as they are now, neither the case nor the one fact opens, and everything else does', async () => {
    const seen = await restored('since', at.configuration.data.keys);
    expect(seen).toContain(RIGHT);
    for (const word of [WRONG, WORDS.question]) expect(seen).not.toContain(word);
  });

  it('R9: without them the backup is what it was, until its keys end: that is why a certificate names that day', async () => {
    expect(await restored('before')).toContain(WORDS.question);
  });
});
