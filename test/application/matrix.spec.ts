import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../src/application/read-view.js';
import { accepted, agency, cleared } from '../support/application.js';
import { temporaryLedger } from '../support/ledger.js';

/**
 * Who may look at what, written down apart from the program: rows are people, columns views of one client's case
 * (`sealed` shows what is written there, `bare` shows that it is there, `-` is as if it were not there).
 */
const EXPECTED = `
who                | people | sessions | consents | disclosures | recordings | timeline | fee-ledger | standing | looks  | figures | agency | complaint-file | college-file
client             | sealed | sealed   | sealed   | sealed      | sealed     | sealed   | sealed     | sealed   | sealed | -       | sealed | sealed         | -
representative     | sealed | sealed   | sealed   | sealed      | -          | sealed   | sealed     | sealed   | sealed | -       | sealed | -              | -
another client     | -      | -        | -        | -           | -          | -        | -          | -        | -      | -       | sealed | -              | -
therapist          | sealed | sealed   | sealed   | sealed      | sealed     | sealed   | sealed     | sealed   | -      | -       | sealed | -              | -
another therapist  | -      | -        | -        | -           | -          | -        | -          | -        | -      | -       | sealed | -              | -
front desk         | sealed | sealed   | -        | -           | -          | -        | sealed     | -        | -      | -       | sealed | -              | -
complaints officer | sealed | sealed   | sealed   | sealed      | -          | sealed   | sealed     | sealed   | sealed | -       | sealed | sealed         | -
privacy officer    | sealed | sealed   | sealed   | sealed      | -          | sealed   | -          | sealed   | sealed | sealed  | sealed | -              | sealed
auditor            | bare   | bare     | bare     | bare        | -          | bare     | sealed     | bare     | sealed | sealed  | sealed | bare           | -
manager            | -      | -        | -        | -           | -          | -        | -          | -        | -      | sealed  | sealed | -              | -
respondent         | -      | -        | -        | -           | -          | -        | -          | -        | -      | -       | sealed | -              | -
`;

const [head = [], ...lines] = EXPECTED.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const VIEWS = head.slice(1);

describe('R7: who may look at what (domain facts 1.9)', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let who: Readonly<Record<string, string>>;
  let scopes: Readonly<Record<string, Scope>>;

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    const people = await agency(at);
    const respondent = await people.register('Rex Respondent');
    accepted(await at.act('GrantRole', { person: respondent, role: 'therapist', from: '2020-01-01' }));
    await cleared(at, respondent);
    const client = await people.register('Robin Client', people.frontDesk);
    const other = await people.register('Olli Other', people.frontDesk);
    const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
    const theCase = accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string;
    const complaint = accepted(
      await at.act(
        'LodgeComplaint',
        {
          kind: 'complaint',
          tracks: ['agency'],
          standing: 'client',
          respondents: [respondent],
          cases: [theCase],
          allegations: [{ clause: 'R1', text: 'I was laughed at in the waiting room.' }],
          notInvolved: true,
        },
        client,
      ),
    ).id as string;
    // Robin’s brother decides for Robin, who cannot at present: he sees what Robin sees, but for a complaint he did not lodge.
    const brother = await people.register('Ray Brother', people.frontDesk);
    const authority = { person: client, substitute: brother, rank: 'sibling', scope: ['treatment', 'information'] };
    const evidence = { proof: 'identity-document', from: '2026-01-05' };
    accepted(await at.act('NameSubstitute', { ...authority, ...evidence }, people.frontDesk));
    const finding = { person: client, matter: 'treatment', found: 'incapable', on: '2026-02-06', basis: 'In crisis.' };
    accepted(await at.act('FindCapacity', finding, people.therapist));
    who = {
      client,
      representative: brother,
      'another client': other,
      therapist: people.therapist,
      'another therapist': people.otherTherapist,
      'front desk': people.frontDesk,
      'complaints officer': people.complaintsOfficer,
      'privacy officer': people.privacyOfficer,
      auditor: people.auditor,
      manager: people.manager,
      respondent,
    };
    const ofCase = { case: theCase };
    scopes = {
      people: { client },
      sessions: ofCase,
      consents: ofCase,
      disclosures: ofCase,
      recordings: ofCase,
      timeline: ofCase,
      'fee-ledger': ofCase,
      standing: ofCase,
      looks: { client },
      figures: {},
      agency: {},
      'complaint-file': { complaint },
      'college-file': { complaint },
    };
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  const cells = lines.flatMap(([name = '', ...row]) =>
    row.map((expected, i): readonly [string, string, string] => [name, VIEWS[i] as string, expected]),
  );

  it.each(cells)('R7: %s looking at %s finds: %s', async (name, view, expected) => {
    const outcome = await at.see(view, who[name] as string, scopes[view] as Scope);
    if (expected === '-') return expect(outcome).toEqual({ kind: 'denied' });
    expect(outcome.kind).toBe('shown');
    const text = JSON.stringify(outcome, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    if (expected === 'bare') expect(text).not.toMatch(/Robin Client|laughed at/);
    if (expected === 'sealed' && view === 'people') expect(text).toContain('Robin Client');
    if (expected === 'sealed' && view === 'complaint-file') expect(text).toContain('laughed at');
  });
});
