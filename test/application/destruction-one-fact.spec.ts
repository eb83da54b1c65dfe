import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { verifyLedger } from '../../src/infrastructure/cli/verify.js';
import { accepted } from '../support/application.js';
import { holding, longAgo } from '../support/destruction.js';
import { shown } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));
const WRONG = 'wrong-person-words-3d11';
const RIGHT = ['right-words-a1', 'right-words-b2', 'right-words-c3'];

describe('R7: what was recorded on the wrong person is destroyed alone, by two people (rule 74)', () => {
  let at: Awaited<ReturnType<typeof longAgo>>;
  let wrong = '';
  const asking = (words: string, person = at.client) =>
    at.doors().act('AskQuestion', { case: at.theCase, participant: at.client, words }, person, {
      idempotencyKey: words,
    });
  const officer = (name: string, body: object) =>
    at.doors().act(name, { case: at.theCase, ...body }, at.people.privacyOfficer);
  const words = async () =>
    textOf(shown(await at.doors().see('timeline', at.people.privacyOfficer, { case: at.theCase })));
  const live = (): readonly Buffer[] => {
    const database = new Database(join(at.configuration.data.keys, 'keys.db'), { readonly: true });
    try {
      return database
        .prepare<[string], Buffer>('SELECT wrapped FROM key WHERE stream = ? AND destroyed = 0')
        .pluck()
        .all(`case-${at.theCase}`);
    } finally {
      database.close();
    }
  };

  beforeAll(async () => {
    at = await longAgo();
    accepted(await asking(RIGHT[0] as string));
    wrong = accepted(await asking(WRONG)).facts[0]?.id as string;
    accepted(await asking(RIGHT[1] as string));
  });
  afterAll(() => at.end());

  it('R7: only after it was struck as another person’s, and never while the record is held', async () => {
    expect(await officer('RequestCaseFactDestruction', { fact: wrong })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'fact-not-of-wrong-person' },
    });
    const strike = { facts: [wrong], kind: 'wrong-person', reason: 'Of a namesake.' };
    accepted(await officer('EnterCaseFactsInError', strike));
    const hold = accepted(await officer('PlaceCaseHold', { because: 'summons', reason: 'Court' })).id;
    expect(await officer('RequestCaseFactDestruction', { fact: wrong })).toMatchObject({
      refusal: { code: 'destruction-held' },
    });
    accepted(await officer('ReleaseCaseHold', { hold, because: 'not-needed' }));
    expect(await officer('RequestCaseFactDestruction', { fact: at.question })).toMatchObject({
      refusal: { code: 'fact-not-of-wrong-person' },
    });
    for (const who of [at.people.therapist, at.people.frontDesk, at.client])
      expect(await at.doors().act('RequestCaseFactDestruction', { case: at.theCase, fact: wrong }, who)).toEqual({
        kind: 'denied',
      });
  });

  it('R7: a second person confirms; then it opens nowhere and everything else of the case does', async () => {
    const before = live();
    const destruction = accepted(await officer('RequestCaseFactDestruction', { fact: wrong })).id;
    expect(await officer('ConfirmCaseFactDestruction', { destruction })).toMatchObject({
      refusal: { code: 'destruction-needs-another' },
    });
    expect(await officer('RequestCaseFactDestruction', { fact: wrong })).toMatchObject({
      refusal: { code: 'destruction-asked-already' },
    });
    expect(await words()).toContain(WRONG);
    accepted(await at.doors().act('ConfirmCaseFactDestruction', { case: at.theCase, destruction }, at.people.manager));
    await at.ledger().settle();
    accepted(await asking(RIGHT[2] as string));
    for (let round = 0; round < 2; round++) {
      const now = await words();
      expect(now).not.toContain(WRONG);
      for (const right of RIGHT) expect(now).toContain(right);
      for (const wrapped of before) expect(holding(at.directory, wrapped)).toEqual([]);
      expect((await verifyLedger(at.ledger())).good).toBe(true);
      await at.again();
    }
    const row = shown(await at.doors().see('destructions', at.people.privacyOfficer)).find(
      (each) => each['destruction'] === destruction,
    );
    expect(row).toMatchObject({
      of: 'fact',
      one: wrong,
      state: 'certified',
      rule: 'wrong-person',
      parts: [{ facts: 1, kinds: [{ type: 'QuestionAsked', facts: 1 }] }],
    });
  });

  it('R7: what was asked before with the same key is answered as then, although bodies cannot be compared any more', async () => {
    const again = await asking(RIGHT[0] as string);
    expect(again).toMatchObject({ kind: 'accepted', repeated: true });
  });

  it('R9: the whole case can be destroyed afterwards', async () => {
    await at.later('2028-06-01T15:00:00.000Z');
    const destruction = accepted(await officer('RequestDestruction', {})).id;
    accepted(await at.doors().act('ConfirmDestruction', { case: at.theCase, destruction }, at.people.manager));
    await at.ledger().settle();
    const now = await words();
    for (const right of RIGHT) expect(now).not.toContain(right);
    expect(live()).toEqual([]);
  });
});
