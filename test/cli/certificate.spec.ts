import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askedAndConfirmed, longAgo, WORDS } from '../support/destruction.js';
import { alliance } from './alliance.js';

describe('R9: alliance certificate', () => {
  let at: Awaited<ReturnType<typeof longAgo>>;
  let destruction = '';
  const certificate = (...more: readonly string[]) =>
    alliance(['certificate', '--data', at.directory, '--person', at.people.privacyOfficer, ...more]);

  beforeAll(async () => {
    at = await longAgo();
    await at.later('2028-06-01T15:00:00.000Z');
    destruction = await askedAndConfirmed(at);
    await at.ledger().settle();
    await at.ledger().close();
  });
  afterAll(() => at.remove());

  it('R9: prints what was destroyed, when, by whom, under which rule and when the last key backup ends, and no name of a client', async () => {
    const { code, out, err } = await certificate('--case', at.theCase);
    expect([code, err]).toEqual([0, '']);
    for (const words of [
      'CERTIFICATE OF DESTRUCTION',
      ...[destruction, at.theCase, 'Pat Privacy', 'Max Manager', 'never attended', '2028-02-28'],
      ...['registration', 'file', 'QuestionAsked', 'The last backup of keys'],
    ])
      expect(out).toContain(words);
    for (const word of [...Object.values(WORDS), at.client]) expect(out).not.toContain(word);
    expect((await certificate('--destruction', destruction, '--json')).json).toMatchObject({ state: 'certified' });
  });

  it('R9: says where there is none, and shows it to nobody whom it is not for', async () => {
    expect(await certificate('--case', at.client)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no certificate'),
    });
    expect((await certificate()).code).toBe(2);
    const desk = await alliance([
      ...['certificate', '--data', at.directory, '--person', at.people.frontDesk, '--case', at.theCase],
    ]);
    expect([desk.code === 0, desk.out]).toEqual([false, '']);
  });
});
