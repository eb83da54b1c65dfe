import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Running, running, storeOnServer } from './service.js';

const BIRD = 'nightingale';

/** Every file below a directory. */
const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

describe('C2, R7: a personal word written through the door stands in clear nowhere', () => {
  let service: Running;
  let sung = 0;
  /** A word of its own for each sealed field, so that each can be looked for. */
  const sing = (): string => `${BIRD}-${++sung}`;
  let shown = '';

  beforeAll(async () => {
    service = await running('2026-02-09T14:00:00.000Z');
    const { people, act, tokenFor } = service;
    const frontDesk = await tokenFor(people.frontDesk);
    const manager = await tokenFor(people.manager);
    const officer = await tokenFor(people.complaintsOfficer);
    const therapist = await tokenFor(people.therapist);
    const registered = await act(
      'register-person',
      {
        name: sing(),
        pronouns: sing(),
        contacts: [{ channel: 'e-mail', value: sing(), alias: sing() }],
        permittedChannels: ['e-mail'],
        revealAgency: true,
      },
      frontDesk,
    );
    const client = registered.id as string;
    const token = await tokenFor(client);
    const colleague = await people.register(sing(), people.frontDesk);
    await act(
      'register-therapist',
      {
        therapist: colleague,
        title: 'RP',
        college: 'CRPO',
        from: '2020-01-01',
        nameOnRegister: sing(),
        number: sing(),
      },
      manager,
    );
    const opened = await act(
      'open-case',
      { kind: 'individual', participants: [client], therapist: people.therapist },
      frontDesk,
    );
    const of = { case: opened.id as string };
    const theirs = { ...of, participant: client };
    for (const policy of Object.values(people.policies))
      await act('give-policy', { ...theirs, policy, how: 'in-person' }, frontDesk);
    await act(
      'explain-counselling',
      {
        ...theirs,
        covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
        questionsAnswered: true,
        notes: sing(),
      },
      therapist,
    );
    await act('consent-to-counselling', { ...theirs, how: 'written' }, token);
    await act('tell-fee', { ...theirs, service: 'individual', how: 'in-person' }, frontDesk);
    const physician = await people.register(sing(), people.frontDesk);
    const sharing = { ...theirs, recipient: physician, content: ['attendance'], purpose: 'care' };
    await act(
      'consent-to-disclosure',
      { ...sharing, recipientKind: 'custodian', form: 'express', how: 'written', details: sing() },
      token,
    );
    await act('disclose', { ...sharing, what: sing() }, therapist);
    const booked = await act(
      'book-session',
      {
        ...of,
        therapist: people.therapist,
        startLocal: '2026-02-17T09:00',
        modality: 'in-person',
        service: 'individual',
        participants: [client],
      },
      frontDesk,
    );
    await act('override-for-urgent-care', { ...theirs, session: booked.id, reason: sing() }, therapist);
    const recorded = await act(
      'report-recording',
      { ...of, session: booked.id, medium: 'audio', reference: sing() },
      therapist,
    );
    await act(
      'enter-case-facts-in-error',
      { ...of, facts: [recorded.facts[0]?.id], kind: 'wrong-person', reason: sing() },
      frontDesk,
    );
    await act('cancel-seat', { ...theirs, session: booked.id, reason: sing() }, token);
    const lodged = await act(
      'lodge-complaint',
      {
        kind: 'complaint',
        tracks: ['agency'],
        standing: 'client',
        respondents: [people.otherTherapist],
        cases: [opened.id],
        allegations: [{ clause: 'T1', text: sing() }],
        notInvolved: true,
        outcomeSought: sing(),
      },
      token,
    );
    const complaint = lodged.id as string;
    await act('add-complaint-statement', { complaint, statement: sing() }, token);
    await act('withdraw-complaint', { complaint, track: 'agency', because: 'withdrawn', reason: sing() }, token);
    await act(
      'end-by-therapist',
      { ...of, because: 'no-benefit-expected', reason: sing(), referrals: [{ participant: client, to: sing() }] },
      therapist,
      { prefer: 'wait=20' },
    );
    // What is refused must not come to rest anywhere either.
    for (const [name, body, who] of [
      ['register-person', { name: 5, pronouns: sing() }, frontDesk],
      ['register-person', { [sing()]: sing() }, frontDesk],
      ['disclose', { ...sharing, content: ['diagnosis'], what: sing() }, therapist],
      ['disclose', { ...sharing, what: sing() }, token],
      ['add-complaint-statement', { complaint, statement: sing() }, frontDesk],
    ] as const)
      await service.ask('POST', `/actions/${name}`, { body, token: who });
    await service.ask('POST', '/actions/register-person', { raw: `{"name":"${sing()}"`, token: frontDesk });
    await service.ask('GET', `/views/${sing()}?${sing()}=${sing()}`, { token: frontDesk });
    for (const [path, who] of [
      [`/views/timeline?case=${of.case}&limit=500`, token],
      [`/views/timeline?complaint=${complaint}`, officer],
      [`/views/people?client=${client}`, frontDesk],
      [`/replay?case=${of.case}&limit=500`, therapist],
      [`/views/timeline?case=${of.case}&format=csv`, therapist],
    ] as const) {
      const answer = await service.ask('GET', path, { token: who });
      expect([path, answer.status]).toEqual([path, 200]);
      shown += answer.text;
    }
  });
  afterAll(() => service.close());

  it('the words are there for those who may read them', () => {
    expect([...new Set(shown.match(/nightingale-\d+/g))].length).toBeGreaterThan(12);
  });

  it('and in no byte of any file, and in no line of the log', async () => {
    const whileRunning = filesIn(service.directory).filter((file) => readFileSync(file).includes(BIRD));
    expect(whileRunning).toEqual([]);
    for (const log of ['facts', 'access'] as const) {
      const kept = await service.ledger.performing.store.readAll(log, 0n, 100_000);
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.some((fact) => JSON.stringify({ ...fact, position: 0 }).includes(BIRD))).toBe(false);
    }
    await service.stop();
    const files = filesIn(service.directory);
    expect(files.some((file) => file.includes('/log/'))).toBe(!storeOnServer().openStore);
    expect(files.some((file) => file.includes('/views/'))).toBe(true);
    const encoded = [BIRD, Buffer.from(BIRD, 'utf16le'), Buffer.from(BIRD).toString('hex')];
    for (const file of files) {
      const bytes = readFileSync(file);
      expect([file, encoded.some((bird) => bytes.includes(bird))]).toEqual([file, false]);
    }
    expect(service.logged()).toContain('"route":"/actions/:name"');
    expect(service.logged()).not.toContain(BIRD);
  });
});
