import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted } from '../support/application.js';
import { askedAndConfirmed, longAgo, WORDS } from '../support/destruction.js';
import { shown } from '../support/ledger.js';

describe('R9: retention is per case (rule 74)', () => {
  let at: Awaited<ReturnType<typeof longAgo>>;
  let joint = '';
  let young = '';
  beforeAll(async () => {
    at = await longAgo();
    joint = accepted(
      await at
        .doors()
        .act(
          'OpenCase',
          { kind: 'couple', participants: [at.client, at.stays], therapist: at.people.therapist },
          at.people.frontDesk,
        ),
    ).id as string;
    await at
      .doors()
      .act('AskQuestion', { case: joint, participant: at.client, words: 'joint-nightingale-words' }, at.client);
    await at.later('2027-06-01T15:00:00.000Z');
    young = await at.open(at.stays);
    accepted(await at.doors().act('AskQuestion', { case: young, participant: at.stays, words: WORDS.other }, at.stays));
    await at.later('2028-06-01T15:00:00.000Z');
  });
  afterAll(() => at.end());

  const parts = async (destruction: string) => {
    const rows = shown(await at.doors().see('destructions', at.people.privacyOfficer));
    const row = rows.find((each) => each['destruction'] === destruction);
    expect(row).toMatchObject({ state: 'certified' });
    return ((row?.['parts'] ?? []) as { of: string; person: string | null }[]).map(
      ({ of, person }) => `${of} ${person ?? ''}`,
    );
  };
  const name = async (person: string) =>
    JSON.stringify(
      shown(await at.doors().see('people', at.people.frontDesk, { client: person })).map((row) => row['identity']),
    );

  it('R9: who has another case keeps their registration and file when one case of theirs is destroyed', async () => {
    const destruction = await askedAndConfirmed(at);
    await at.ledger().settle();
    expect(await parts(destruction)).toEqual(['case ']);
    expect(await name(at.client)).toContain(WORDS.name);
    const records = shown(await at.doors().see('destroyed-records', at.people.privacyOfficer, { client: at.client }));
    expect(records).toMatchObject([{ case: at.theCase }]);
  });

  it('R9: with the last case of one of a couple goes who that one was, and nothing of the other who has a younger case', async () => {
    const destruction = await askedAndConfirmed(at, joint);
    await at.ledger().settle();
    expect((await parts(destruction)).sort()).toEqual(
      ['case ', `file ${at.client}`, `registration ${at.client}`].sort(),
    );
    expect(await name(at.client)).not.toContain(WORDS.name);
    expect(await name(at.stays)).toContain('Sam Stays');
    const questions = shown(await at.doors().see('questions', at.people.privacyOfficer, { client: at.stays }));
    expect(JSON.stringify(questions.map((row) => row['words']))).toContain(WORDS.other);
  });

  it('R9: each of a couple is answered for themselves what of theirs was destroyed', async () => {
    for (const [who, cases] of [
      [at.client, [at.theCase, joint]],
      [at.stays, [joint]],
    ] as const) {
      const rows = shown(await at.doors().see('destroyed-records', who, { client: who }));
      expect(rows.map((row) => row['case']).sort()).toEqual([...cases].sort());
    }
  });
});
