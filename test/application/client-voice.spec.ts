import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

describe('What clients need, ask, decide to tell and work towards', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let ana: string;
  let ben: string;
  let theCase: string;

  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? String(one) : one));
  const did = async (name: string, body: object, person: string) => accepted(await at.act(name, body, person));
  const rows = async (view: string, person: string, scope: object) => shown(await at.see(view, person, scope));
  /** Nothing at all: whoever shares a case may be told that there is nothing, and no more. */
  const denied = async (view: string, person: string, scope: object) => {
    const outcome = await at.see(view, person, scope);
    expect(outcome.kind === 'shown' ? outcome.rows : []).toEqual([]);
    if (person !== ben) expect(outcome).toEqual({ kind: 'denied' });
  };
  const stands = async (clause: string, person: string, scope: object) =>
    (await rows('standing', person, scope)).find((row) => row['clause'] === clause)?.['standing'];

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    const opening = { kind: 'couple', participants: [ana, ben], therapist: people.therapist };
    theCase = (await did('OpenCase', opening, people.frontDesk)).id as string;
    await at.ledger.settle();
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R2: a need waits before the therapist’s eyes, is agreed on, and the front desk is told what to do and not why', async () => {
    const said = { person: ana, kind: 'religion', words: 'No sessions on Friday after noon: I pray.' };
    const { id: need } = await did('StateNeed', said, ana);
    await at.ledger.moveClock?.('2026-02-12T14:00:00.000Z');
    expect(await rows('needs', people.therapist, { client: ana })).toMatchObject([
      { state: 'unanswered', daysWaiting: 3, words: { words: said.words } },
    ]);
    expect(await stands('R2', ana, { client: ana })).toBe('open');
    await denied('needs', people.frontDesk, { client: ana });
    await denied('needs', ben, { client: ana });
    const agreeing = { person: ana, need, what: 'Fridays in the morning.', deskDoes: 'Book Fridays before 11.' };
    await did('AgreeAccommodation', agreeing, people.therapist);
    const [desk] = await rows('accommodations', people.frontDesk, { client: ana });
    expect(desk).toMatchObject({ kind: null, desk: { deskDoes: 'Book Fridays before 11.' } });
    expect(text(desk)).not.toMatch(/religion|pray|mornings?\./);
    await did('ProvideAccommodation', { person: ana, need }, people.frontDesk);
    expect(await stands('R2', ana, { client: ana })).toBe('kept');
    await did('ReportNeedNotMet', { person: ana, need, what: 'A Friday afternoon again.' }, ana);
    expect(await stands('R2', people.therapist, { client: ana })).toBe('alleged');
    expect((await at.act('AgreeAccommodation', agreeing, people.frontDesk)).kind).toBe('denied');
    expect((await at.act('StateNeed', said, ben)).kind).toBe('denied');
  });

  it('R5: one participant’s question is never shown to another, and ages until it is answered', async () => {
    const asking = { case: theCase, participant: ana, words: 'Do you tell Ben what I write?' };
    const { id: question } = await did('AskQuestion', asking, ana);
    expect((await at.act('AskQuestion', asking, ben)).kind).toBe('denied');
    await at.ledger.moveClock?.('2026-02-19T14:00:00.000Z');
    const [open] = await rows('questions', people.therapist, { case: theCase });
    expect(open).toMatchObject({ state: 'open', daysOpen: 7, words: { words: asking.words } });
    expect(await rows('questions', ben, { case: theCase })).toEqual([]);
    await denied('questions', people.frontDesk, { case: theCase });
    expect(text(await rows('timeline', ben, { case: theCase }))).not.toContain('QuestionAsked');
    expect(text(await rows('deadlines', ben, { case: theCase }))).not.toContain(question as string);
    const answer = { case: theCase, participant: ana, question, how: 'in-person', answer: 'No.' };
    expect((await at.act('AnswerQuestion', answer, ana)).kind).toBe('denied');
    await did('AnswerQuestion', answer, people.therapist);
    const [told] = await rows('questions', ana, { case: theCase });
    expect(told).toMatchObject({ state: 'answered', daysOpen: null, answeredByName: 'Theo Therapist' });
    expect(await stands('R5', ana, { case: theCase })).toBe('kept');
  });

  it('R5: the clock says that a question was not answered by its day, and an answer known to be in time takes it back (rule 38)', async () => {
    const { id: question } = await did(
      'AskQuestion',
      { case: theCase, participant: ben, words: 'How long will it take?' },
      people.frontDesk,
    );
    const named = { case: theCase, participant: ben, question };
    await at.ledger.moveClock?.('2026-03-10T14:00:00.000Z');
    await at.ledger.settle();
    expect(await stands('R5', ben, { case: theCase })).toBe('breached');
    expect(await rows('deadlines', ben, { case: theCase })).toContainEqual(
      expect.objectContaining({ kind: 'answer-question', state: 'missed', thing: question }),
    );
    const inTime = { happenedAt: '2026-02-24T15:00:00.000Z', channel: 'telephone', evidence: 'call log 4411' };
    await did('AnswerQuestion', { ...named, how: 'telephone', answer: 'A season.', ...inTime }, people.therapist);
    expect(await stands('R5', ben, { case: theCase })).toBe('kept');
    await did('ReopenQuestion', { ...named, words: 'And for us?' }, ben);
    expect(await stands('R5', ben, { case: theCase })).toBe('open');
    const leaving = { ...named, reason: 'Nobody can know that.' };
    await did('LeaveQuestionUnanswered', leaving, people.therapist);
    expect(await rows('questions', ben, { case: theCase })).toMatchObject([
      { state: 'left-unanswered', answer: { reason: leaving.reason } },
    ]);
    expect(await rows('questions', ana, { case: theCase })).toHaveLength(1);
  });

  it('R6: declined, told, asked and unknown are told apart, for the client and who treats them only', async () => {
    await did('AskTopic', { person: ana, topic: 'household' }, people.therapist);
    await did('TellTopic', { person: ana, topic: 'occupation', words: 'I bake.' }, ana);
    await did('DeclineToTell', { person: ana, topic: 'birth-date' }, ana);
    const { id: own } = await did('DeclineToTell', { person: ana, topic: 'own', label: 'My brother' }, ana);
    const told = await rows('told', people.therapist, { client: ana });
    expect(Object.fromEntries(told.map((row) => [row['topic'], row['state']]))).toMatchObject({
      household: 'asked',
      occupation: 'told',
      'birth-date': 'declined',
      background: 'unknown',
      own: 'declined',
    });
    expect(told.find((row) => row['own'] === own)).toMatchObject({ label: 'My brother' });
    await denied('told', people.frontDesk, { client: ana });
    await denied('told', ben, { client: ana });
    const asking = await at.act('AskTopic', { person: ana, topic: 'own', own }, people.therapist);
    expect(asking).toMatchObject({ kind: 'refused', refusal: { code: 'topic-declined', clause: 'R6' } });
    expect(await stands('R6', ana, { client: ana })).toBe('kept');
    await did('ReportPressing', { person: ana, topic: 'own', own, what: 'Asked all the same.' }, ana);
    expect(await stands('R6', ana, { client: ana })).toBe('alleged');
    await did('LiftDecline', { person: ana, topic: 'birth-date' }, ana);
    const later = await rows('told', ana, { client: ana });
    expect(later.find((row) => row['topic'] === 'birth-date')).toMatchObject({ state: 'unknown' });
  });

  it('C5: goals are each one’s own or all of theirs, and what is noted against a client shows their answer', async () => {
    const { id: anas } = await did(
      'AgreeGoal',
      { case: theCase, participant: ana, words: 'To sleep.' },
      people.therapist,
    );
    const { id: joint } = await did('AgreeGoal', { case: theCase, words: 'To talk about money.' }, people.therapist);
    await did('ReviewGoal', { case: theCase, participant: ana, goal: anas, progress: 'closer' }, ana);
    await did('ReviewGoal', { case: theCase, goal: joint, progress: 'begun', words: 'Once.' }, people.therapist);
    expect(await rows('goals', ben, { case: theCase })).toMatchObject([{ goal: joint, review: { words: 'Once.' } }]);
    expect(await rows('goals', ana, { case: theCase })).toHaveLength(2);
    await denied('goals', people.frontDesk, { case: theCase });
    const noting = { case: theCase, participant: ana, how: 'came-late', concern: true, words: 'Twice late.' };
    const { id: note } = await did('NoteParticipation', noting, people.therapist);
    await did('AnswerParticipation', { case: theCase, participant: ana, note, words: 'The bus.' }, ana);
    expect(await rows('participation', ana, { case: theCase })).toMatchObject([
      { concern: 'open', words: { words: 'Twice late.' }, answer: { words: 'The bus.' } },
    ]);
    expect(await rows('participation', ben, { case: theCase })).toEqual([]);
    expect(await stands('C5', ana, { case: theCase })).toBe('alleged');
    expect(await stands('C5', ben, { case: theCase })).toBe('kept');
    await did('SettleConcern', { case: theCase, participant: ana, note }, people.therapist);
    await did('DropGoal', { case: theCase, goal: joint }, ben);
    expect(await stands('C5', ana, { case: theCase })).toBe('kept');
    expect(at.failures).toEqual([]);
  });
});

describe('A client who declines to tell everything', () => {
  it('R6: declining blocks nothing: informing, consent, booking, paying, the session and its end go on', async () => {
    const at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    const people = await agency(at);
    const did = async (name: string, body: object, person: string) => accepted(await at.act(name, body, person));
    const client = await people.register('Dee Client', people.frontDesk);
    for (const topic of (await import('../../src/domain/person/telling.js')).INTAKE_TOPICS) {
      await did('DeclineToTell', { person: client, topic }, client);
    }
    const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
    const { id: theCase } = await did('OpenCase', opening, people.frontDesk);
    const theirs = { case: theCase, participant: client };
    for (const policy of Object.values(people.policies)) {
      await did('GivePolicy', { ...theirs, policy, how: 'in-person' }, people.frontDesk);
      await did('AcknowledgePolicy', { ...theirs, policy }, client);
    }
    const covered = ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'];
    await did('ExplainCounselling', { ...theirs, covered, questionsAnswered: true, notes: 'none' }, people.therapist);
    await did('ConsentToCounselling', { ...theirs, how: 'verbal' }, client);
    await did('AllowRecording', { ...theirs, medium: 'audio', how: 'verbal' }, client);
    await did('TellFee', { ...theirs, service: 'individual', how: 'in-person' }, people.frontDesk);
    const booking = {
      case: theCase,
      therapist: people.therapist,
      startLocal: '2026-02-12T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [client],
    };
    const { id: session } = await did('BookSession', booking, people.frontDesk);
    const seat = { case: theCase, session, participant: client };
    await did('ConfirmSeat', seat, client);
    await did('RecordPayment', { ...theirs, cents: 12_000, method: 'cash' }, people.frontDesk);
    await at.ledger.moveClock?.('2026-02-12T14:05:00.000Z');
    await did('StartSession', { case: theCase, session, present: [client] }, people.therapist);
    await at.ledger.moveClock?.('2026-02-12T15:00:00.000Z');
    await did('RecordAttendance', { case: theCase, session, attended: [client], missed: [] }, people.therapist);
    await did('EndCounselling', { ...theirs }, client);
    await at.ledger.close();
    at.remove();
  });
});
