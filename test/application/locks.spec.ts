import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReadOutcome, Scope } from '../../src/application/read-view.js';
import { ReplayHistory } from '../../src/application/replay-history.js';
import { heardBy } from '../../src/infrastructure/http/events.js';
import { accepted, agency, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

/**
 * What is left to whom after Ana, seen alone in one case and with Ben in another, gave one instruction: written down apart
 * from the program. `all` as before, `-` as if it were not there, `rest` the other's and the communal part only.
 * Columns: her own case, the joint case, her file, her name and contact; readers: her therapist, another therapist of hers by
 * supervision, the front desk, Ben, Ana herself, the privacy officer.
 */
const EXPECTED = `
covers | against             | reader          | own  | joint | file | contact
file   | person therapist    | therapist       | -    | rest  | -    | -
file   | person therapist    | supervisor      | all  | all   | all  | all
file   | person therapist    | front-desk      | all  | all   | -    | all
file   | person therapist    | privacy-officer | all  | all   | all  | all
file   | person therapist    | ana             | all  | all   | all  | all
file   | person therapist    | ben             | -    | bens  | -    | -
file   | role therapist      | therapist       | -    | rest  | -    | all
file   | role therapist      | supervisor      | all  | all   | all  | all
file   | role supervisor     | therapist       | all  | all   | all  | all
file   | role supervisor     | supervisor      | -    | rest  | -    | all
file   | role front-desk     | front-desk      | -    | rest  | -    | all
file   | everyone            | therapist       | -    | rest  | -    | all
file   | everyone            | supervisor      | -    | rest  | -    | all
file   | everyone            | front-desk      | -    | rest  | -    | all
file   | everyone            | privacy-officer | all  | all   | all  | all
file   | everyone            | auditor         | all  | all   | all  | all
file   | everyone            | ana             | all  | all   | all  | all
file   | everyone            | ben             | -    | bens  | -    | -
own    | person therapist    | therapist       | -    | all   | all  | all
own    | person therapist    | supervisor      | all  | all   | all  | all
own    | everyone            | therapist       | -    | all   | all  | all
own    | everyone            | front-desk      | -    | all   | -    | all
joint  | person therapist    | therapist       | all  | rest  | all  | all
joint  | everyone            | supervisor      | all  | rest  | all  | all
joint  | everyone            | ben             | -    | bens  | -    | -
joint  | everyone            | ana             | all  | all   | all  | all
joint  | person supervisor   | supervisor      | all  | rest  | all  | all
file   | person front-desk   | front-desk      | -    | rest  | -    | -
`;

const lines = EXPECTED.trim()
  .split('\n')
  .slice(1)
  .map(
    (line) => line.split('|').map((cell) => cell.trim()) as [string, string, string, string, string, string, string],
  );

const textOf = (outcome: unknown): string =>
  JSON.stringify(outcome, (_key, value) => (typeof value === 'bigint' ? String(value) : value));

describe('R7: what a person keeps from whom', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let who: Readonly<Record<string, string>>;
  let [ana, ben, own, joint, entry]: string[] = [];
  const scopeOf = (name: string): Scope => ({ case: (name === 'own' ? own : joint) as string });
  const give = async (covers: string, against: string, more: object = {}) => {
    const [kind, whom] = against.split(' ');
    return accepted(
      await at.act(
        'GiveInstruction',
        {
          person: ana,
          covers: covers === 'file' || covers === 'entry' ? covers : 'case',
          against: kind,
          ...(covers !== 'file' && { case: covers === 'joint' ? joint : own }),
          ...(kind === 'person' && { whom: who[whom as string] }),
          ...(kind === 'role' && { role: whom }),
          ...more,
        },
        ana,
      ),
    ).id as string;
  };
  const lift = async (instruction: string) =>
    accepted(await at.act('LiftInstruction', { person: ana, instruction }, ana));
  /** What a reader finds of a case: by the views that their role has at all. */
  const found = (outcome: ReadOutcome): string => {
    if (outcome.kind !== 'shown') return '-';
    const text = textOf(outcome.rows);
    return text.includes(ana as string)
      ? text.includes(ben as string)
        ? 'both'
        : 'ana'
      : text.includes(ben as string)
        ? 'ben'
        : 'none';
  };

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    const supervisor = await people.register('Sue Supervisor');
    accepted(await at.act('GrantRole', { person: supervisor, role: 'supervisor', from: '2020-01-01' }));
    await cleared(at, supervisor);
    accepted(
      await at.act('StartSupervision', { therapist: people.therapist, supervisor, from: '2026-01-05' }, people.manager),
    );
    ana = await people.register('Ana Alone', people.frontDesk);
    ben = await people.register('Ben Both', people.frontDesk);
    const open = async (kind: string, participants: readonly unknown[]) =>
      accepted(await at.act('OpenCase', { kind, participants, therapist: people.therapist }, people.frontDesk))
        .id as string;
    own = await open('individual', [ana]);
    joint = await open('couple', [ana, ben]);
    for (const [caseId, participant] of [
      [own, ana],
      [joint, ana],
      [joint, ben],
    ]) {
      const theirs = { case: caseId, participant };
      for (const policy of Object.values(people.policies))
        accepted(await at.act('GivePolicy', { ...theirs, policy, how: 'in-person' }, people.frontDesk));
      const explained = {
        ...theirs,
        covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
        questionsAnswered: true,
        notes: 'none',
      };
      accepted(await at.act('ExplainCounselling', explained, people.therapist));
      accepted(await at.act('ConsentToCounselling', { ...theirs, how: 'written' }, participant));
    }
    entry = accepted(
      await at.act('WriteEntry', { case: own, kind: 'note', participant: ana, content: 'ANAS-NOTE' }, people.therapist),
    ).id as string;
    expect((await at.act('AskNotToRecord', { person: ana }, ana)).kind).toBe('refused');
    who = {
      therapist: people.therapist,
      supervisor,
      'front-desk': people.frontDesk,
      'privacy-officer': people.privacyOfficer,
      auditor: people.auditor,
      ana,
      ben,
    };
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it.each(lines)('R7: %s kept from %s leaves %s: own case %s, joint case %s, file %s, contact %s', async (...line) => {
    const [covers, against, reader, ownLeft, jointLeft, file, contact] = line;
    const instruction = await give(covers, against);
    try {
      const person = who[reader] as string;
      // The front desk has no clinical views: what it has is the roster of a case.
      const views = reader === 'front-desk' ? ['cases'] : ['cases', 'consents', 'timeline', 'standing', 'deadlines'];
      for (const view of views) {
        const one = await at.see(view, person, scopeOf('own'));
        expect([view, one.kind]).toEqual([view, ownLeft === '-' ? 'denied' : 'shown']);
        const both = await at.see(view, person, scopeOf('joint'), { limit: 500 });
        expect([view, both.kind]).toEqual([view, jointLeft === '-' ? 'denied' : 'shown']);
        if (view !== 'consents' && view !== 'cases') continue;
        const wanted = {
          all: reader === 'ana' && view === 'cases' ? 'ana' : reader === 'ana' ? 'ana' : 'both',
          rest: 'ben',
          bens: 'ben',
          '-': '-',
        }[jointLeft];
        expect([view, found(both)]).toEqual([view, wanted]);
      }
      const rowsOf = async (view: string, stream: string) => {
        const outcome = await at.see(view, person, { client: ana as string }, { limit: 500 });
        return outcome.kind === 'shown' ? outcome.rows.filter((row) => row['stream'] === stream) : [];
      };
      const files = await rowsOf('privacy-instructions', `file-${ana}`);
      expect(files.length > 0).toBe(file === 'all');
      if (['therapist', 'supervisor'].includes(reader) && ownLeft === '-')
        expect(textOf(files)).not.toContain(instruction);
      expect((await rowsOf('people', `person-${ana}`)).length > 0).toBe(contact === 'all');
    } finally {
      await lift(instruction);
    }
  });

  it('R7: who is shut out finds the same as for a case that was never there: at every door', async () => {
    const instruction = await give('own', 'person therapist');
    const nowhere = '0190c7a0-0000-7000-8000-0000000dead0';
    const { therapist } = people;
    for (const view of [
      'timeline',
      'consents',
      'standing',
      'deadlines',
      'sessions',
      'cases',
      'record',
      'disclosures',
    ]) {
      expect(await at.see(view, therapist, { case: own as string })).toEqual(
        await at.see(view, therapist, { case: nowhere }),
      );
      const listed = await at.see(view, therapist, view === 'cases' ? {} : { client: ana as string }, { limit: 500 });
      expect([view, textOf(listed.kind === 'shown' ? listed.rows : [])]).toEqual([
        view,
        expect.not.stringContaining(own as string),
      ]);
      if (listed.kind === 'shown' && listed.next) expect(listed.next).not.toContain(own as string);
    }
    const replay = await at.ledger.replay(new ReplayHistory(therapist, { case: own as string }));
    expect(replay).toEqual({ kind: 'denied' });
    const facts = await at.ledger.performing.store.readStream('facts', `case-${own}`);
    for (const fact of facts) expect(await heardBy(therapist, fact, at.ledger)).toBeUndefined();
    const gone = { case: own, participant: ana, how: 'written' };
    expect(await at.act('ConsentToCounselling', gone, therapist)).toEqual({ kind: 'denied' });
    expect(await at.act('ConsentToCounselling', { ...gone, case: nowhere }, therapist)).toEqual({ kind: 'denied' });
    await lift(instruction);
    expect((await at.see('consents', therapist, { case: own as string })).kind).toBe('shown');
  });

  it('R7: in a joint case a locked part is told by no step of a replay and by no event', async () => {
    const instruction = await give('joint', 'person therapist');
    const replay = await at.ledger.replay(
      new ReplayHistory(people.therapist, { case: joint as string }, { limit: 500 }),
    );
    if (replay.kind !== 'replayed') throw new Error('not replayed');
    expect(replay.states).toEqual({});
    expect(replay.steps.every((step) => step.changes.length === 0)).toBe(true);
    const subjects = replay.steps.map((step) => textOf(step.fact['subjects']));
    expect(subjects.filter((s) => s.includes(ana as string) && !s.includes(ben as string))).toEqual([]);
    const consent = { case: joint, participant: ana, how: 'written' };
    expect(
      await at.act('WithdrawCounsellingConsent', { case: joint, participant: ana, how: 'verbal' }, people.therapist),
    ).toEqual({ kind: 'denied' });
    expect((await at.act('ConsentToCounselling', { ...consent, participant: ben }, people.therapist)).kind).toBe(
      'accepted',
    );
    await lift(instruction);
  });

  it('R7: an entry kept from the therapist is not there for them, and is for the supervisor', async () => {
    const instruction = await give('entry', 'person therapist', { entries: [entry] });
    for (const view of ['record', 'timeline', 'deadlines']) {
      const rows = shown(await at.see(view, people.therapist, { case: own as string }, { limit: 500 }));
      expect(textOf(rows)).not.toContain(entry as string);
      expect(textOf(rows)).not.toContain('ANAS-NOTE');
    }
    expect(textOf(shown(await at.see('record', who['supervisor'] as string, { case: own as string })))).toContain(
      entry as string,
    );
    expect(await at.act('SignEntry', { case: own, entry }, people.therapist)).toEqual({ kind: 'denied' });
    await lift(instruction);
    expect(textOf(shown(await at.see('record', people.therapist, { case: own as string })))).toContain(entry as string);
  });

  it('R7: nobody else gives or lifts an instruction for Ana, and who is shut out is told nothing of it', async () => {
    const body = { person: ana, covers: 'file', against: 'everyone' };
    expect(await at.act('GiveInstruction', body, ben)).toEqual({ kind: 'denied' });
    expect(await at.act('GiveInstruction', { ...body, covers: 'case', case: joint }, ben)).toEqual({ kind: 'denied' });
    expect(await at.act('GiveInstruction', body, people.otherTherapist)).toEqual({ kind: 'denied' });
    const instruction = await give('own', 'person therapist');
    const lifting = { person: ana, instruction };
    expect(await at.act('LiftInstruction', lifting, ben)).toEqual({ kind: 'denied' });
    const refused = await at.act('LiftInstruction', lifting, people.therapist);
    const unknown = await at.act('LiftInstruction', { person: ana, instruction: ana }, people.therapist);
    expect(refused).toEqual(unknown);
    await lift(instruction);
  });

  it('R7: a disclosure by consent stops at an instruction, one that the law demands does not, and a gap is told (s. 20(3))', async () => {
    const clinic = await people.register('The Clinic', people.frontDesk);
    const { therapist } = people;
    const about = { case: own, participant: ana, recipient: clinic, content: ['clinical-notes'], purpose: 'care' };
    accepted(
      await at.act(
        'ConsentToDisclosure',
        { ...about, recipientKind: 'custodian', form: 'express', how: 'written' },
        ana,
      ),
    );
    const disclosing = { ...about, entries: [entry], what: 'A note.' };
    const locked = await give('entry', 'person therapist', { entries: [entry], whom: clinic });
    const refused = await at.act('Disclose', disclosing, therapist);
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'disclosure-against-instruction' } });
    accepted(await at.act('Disclose', { ...disclosing, authority: 'PHIPA-40-1' }, therapist));
    const partly = accepted(await at.act('Disclose', { ...disclosing, entries: [] }, therapist)).id as string;
    const row = async () =>
      shown(await at.see('disclosures', ana as string, { case: own as string }, { limit: 500 })).find(
        (r) => r['key'] === partly,
      );
    expect(await row()).toMatchObject({ state: 'made', incomplete: 'due' });
    const standing = async () =>
      shown(await at.see('standing', ana as string, { case: own as string })).find((r) => r['clause'] === 'R7')?.[
        'standing'
      ];
    expect(await standing()).toBe('open');
    accepted(await at.act('TellIncomplete', { case: own, participant: ana, disclosure: partly }, therapist));
    expect(await row()).toMatchObject({ incomplete: 'told' });
    expect(await standing()).toBe('kept');
    const reported = accepted(await at.act('ReportDisclosure', disclosing, therapist)).id;
    expect(reported).toBeDefined();
    expect(await standing()).toBe('breached');
    await lift(locked);
  });

  it('R7: a letter entered late puts the looks in between to review by the privacy officer (rule 11)', async () => {
    const letter = { happenedAt: '2026-02-06T15:00:00.000Z', channel: 'mail', evidence: 'letter 12' };
    const body = { person: ana, covers: 'file', against: 'person', whom: people.otherTherapist, ...letter };
    const instruction = accepted(await at.act('GiveInstruction', body, people.frontDesk)).id as string;
    const line = async () =>
      shown(
        await at.see('privacy-instructions', people.privacyOfficer, { client: ana as string }, { limit: 500 }),
      ).find((r) => r['instruction'] === instruction);
    expect(await line()).toMatchObject({ review: 'due', reviewFrom: letter.happenedAt, state: 'in-force' });
    const review = { person: ana, instruction, outcome: 'no-looks', reason: 'Nobody had looked.' };
    expect(await at.act('ReviewLooks', review, people.frontDesk)).toEqual({ kind: 'denied' });
    accepted(await at.act('ReviewLooks', review, people.privacyOfficer));
    expect(await line()).toMatchObject({ review: 'no-looks' });
    await lift(instruction);
    expect(await line()).toMatchObject({ state: 'lifted' });
  });
});
