import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { ALIKE, CLIENTS, FORMER, INVESTIGATOR, OTHERS, RELATIVES } from '../../src/infrastructure/demo/cast.js';
import { openSqliteLogReader } from '../../src/infrastructure/event-store/sqlite-log-reader.js';
import { alliance, directory, type Ran } from '../cli/alliance.js';

/** The last moment of the year that is told. */
const END = '2027-01-29T23:00:00.000Z';

async function factsIn(data: string): Promise<readonly RecordedFact[]> {
  const reader = openSqliteLogReader(join(data, 'log'));
  try {
    return await reader.readAll('facts', 0n, 100_000);
  } finally {
    await reader.close();
  }
}

describe('The demo', () => {
  const data = directory();
  let played: Ran;
  let facts: readonly RecordedFact[];
  const of = (type: string) => facts.filter((fact) => fact.type === type);
  const refused = (...codes: readonly string[]): void => {
    for (const code of codes) expect(played.out).toContain(`${code}: `);
  };

  beforeAll(async () => {
    played = await alliance(['demo', '--data', data.path, '--port', '0']);
    facts = await factsIn(data.path);
  });
  afterAll(data.remove);

  it('plays a year to its end, every view equal to its facts, every command it prints tried', async () => {
    expect([played.code, played.err]).toEqual([0, '']);
    expect(played.out).toContain('Every view equals its facts.');
    expect(played.out).toContain('What a regulator would ask');
    expect((await alliance(['verify', '--data', data.path])).code).toBe(0);
    expect(CLIENTS.length).toBeGreaterThanOrEqual(40);
    expect(of('SessionBooked').length).toBeGreaterThanOrEqual(300);
  });

  it('C3, C4 and R8 to R11: what a practice refuses is refused, in its words', () => {
    for (const code of [
      ...['slot-taken', 'outside-availability', 'only-staff-may-say-when', 'earlier-needs-evidence'],
      ...['session-not-paid', 'receipt-before-service', 'no-prepayment-discount', 'payer-needs-consent'],
      ...['recording-for-supervision-only', 'recording-not-allowed', 'disclosure-not-allowed', 'letter-is-no-order'],
      ...['counselling-yet-to-be-explained', 'therapist-without-supervision', 'not-independent', 'recourse-open'],
    ]) {
      expect(played.out).toContain(`${code}: `);
    }
  });

  it('C3: a cancellation on Family Day is late, a voicemail before noon takes the clock’s word back', () => {
    const late = of('SeatCancelled').find(({ happenedAt }) => happenedAt === '2026-02-16T16:00:00.000Z');
    expect(late?.open).toMatchObject({ late: true, judgedBy: '2026-02-13T17:00:00.000Z' });
    const voicemail = of('SeatCancelled').find(({ channel }) => channel === 'voicemail');
    const unconfirmed = facts.find(({ id }) => voicemail?.supersedes?.includes(id));
    expect(voicemail).toMatchObject({ happenedAt: '2026-02-09T16:40:00.000Z', recordedAt: '2026-02-09T19:00:00.000Z' });
    expect(voicemail?.open['late']).toBe(false);
    expect(unconfirmed?.type).toBe('SeatUnconfirmed');
  });

  it('R7: a withdrawal found after a disclosure questions it', () => {
    expect(of('DisclosureQuestioned')).toHaveLength(1);
    expect(of('RecordingDestroyed')).toHaveLength(1);
    expect(of('SessionHeldUnpaid')).toHaveLength(1);
    expect(of('EnteredInError').map(({ open }) => open['kind'])).toEqual(['wrong-person', 'wrong-person']);
    expect(of('RefundMade').map(({ open }) => open['cents'])).toEqual([14_000]);
    expect(of('AppealDecided').map(({ open }) => open['outcome'])).toEqual(['varied']);
  });

  it('R1, C1 and T1: reports of conduct are found upon apart from complaints, one becomes a complaint', () => {
    refused('reviewer-not-independent', 'findings-missing', 'reporter-consent-needed');
    expect(of('ConductReported').map(({ open }) => open['about'])).toEqual([
      'therapist',
      'client',
      'client',
      'therapist',
    ]);
    expect(of('ConductReportServed')).toHaveLength(2);
    expect(of('ComplaintBeganAsReport')).toHaveLength(1);
  });

  it('R2 and R6: needs are agreed, met, declined with another offer or reported as not met; what is not told is not asked again', () => {
    refused('topic-declined');
    for (const type of [
      'NeedProvidedFor',
      'AccommodationProvided',
      'AccommodationDeclined',
      'NeedNotMet',
      'TopicPressed',
      'DeclineLifted',
    ])
      expect([type, of(type).length > 0]).toEqual([type, true]);
  });

  it('R4, R5 and T3: every participant is shown who treats them; a question forgotten is overdue by the clock', () => {
    refused('certified-technique-needed', 'question-not-found');
    const shown = new Set(of('QualificationsShown').map(({ open }) => open['participant']));
    expect(shown.size).toBe(CLIENTS.length);
    const [overdue] = of('QuestionOverdue');
    const answer = of('QuestionAnswered').find(({ open }) => open['question'] === overdue?.open['question']);
    expect(overdue && answer && overdue.happenedAt < answer.happenedAt).toBe(true);
    expect(of('QuestionReopened')).toHaveLength(1);
  });

  it('R7: locks hold and are lifted, a child decides alone, capacity returns, duties are weighed, a breach is told', () => {
    refused('record-must-be-kept', 'authority-needs-evidence', 'only-the-child-decides', 'day-in-the-future');
    refused('name-needs-written-consent', 'grounds-not-considered', 'complaint-right-not-told', 'breach-not-ready');
    expect(of('InstructionLifted')).toHaveLength(1);
    expect(of('OwnCounsellingDecided')).toHaveLength(1);
    expect(of('SubstituteEnded').map(({ open }) => open['because'])).toContain('capacity-returned');
    expect(of('MandatoryReportMade').map(({ open }) => open['naming'])).toEqual(['not-named', 'as-the-act-requires']);
    expect(of('MandatoryReportNotMade').map(({ open }) => open['ends'])).toEqual([true]);
    const [figures] = of('BreachStatisticsSubmitted');
    const found = (kind: string) => of('BreachFound').filter(({ open }) => open['kind'] === kind).length;
    expect(figures?.open).toMatchObject({ year: 2026, counts: { disclosed: found('disclosed'), used: found('used') } });
  });

  it('R9: copies, refusals by silence, corrections and the client’s own note; signatures, one of them missed', () => {
    refused('fee-above-tariff', 'extension-too-long', 'severance-not-considered', 'electronic-was-asked');
    refused('another-persons-entry', 'only-the-author-signs', 'clinical-entry-by-therapist', 'year-not-over');
    expect(of('RecordReleased')).toHaveLength(3);
    expect(of('DeemedRefused')).toHaveLength(1);
    expect(of('CorrectionRefused').map(({ open }) => open['because'])).toEqual(['professional-opinion']);
    expect(of('EntryCorrected')).toHaveLength(1);
    expect(of('EntryAmended')).toHaveLength(1);
    expect(of('EntryCoSigned').length).toBeGreaterThan(10);
    expect(of('SignatureMissed')).toHaveLength(1);
    expect(of('CaseHoldPlaced')).toHaveLength(1);
    const [note] = of('ClientNoteAttached');
    expect(of('NotesCarried').map(({ open }) => open['notes'])).toEqual([[note?.open['note']]]);
  });

  it('R10: the College decides and the Board reviews; both complaints end on every track', () => {
    refused('recourse-open', 'appeal-pending');
    expect(of('ReviewDecided').map(({ open }) => open['outcome'])).toEqual(['confirmed']);
    expect(of('ComplaintCleared')).toHaveLength(2);
  });

  it('C2: what one permits holds for every notice; a letter that comes back puts the address in doubt', () => {
    refused('contact-not-permitted');
    expect(of('NoticeReturned')).toHaveLength(1);
    expect(of('ContactDoubted').length).toBeGreaterThan(0);
    expect(of('ContactConfirmed')).toHaveLength(1);
    expect(of('ContactedAgainstPermission')).toEqual([]);
  });

  it('C3: a voicemail of Friday entered after Thanksgiving takes back what the clock said at noon', () => {
    const voicemail = of('SeatCancelled').find(({ happenedAt }) => happenedAt === '2026-10-09T15:50:00.000Z');
    expect(voicemail?.open['late']).toBe(false);
    expect(facts.find(({ id }) => voicemail?.supersedes?.includes(id))?.type).toBe('SeatUnconfirmed');
  });

  it('C5: goals are looked at again; a concern stands beside its answer', () => {
    refused('concern-by-therapist');
    expect(of('GoalReviewed').map(({ open }) => open['progress'])).toEqual(['closer', 'reached']);
    expect(of('ParticipationAnswered')).toHaveLength(1);
    expect(of('ConcernSettled')).toHaveLength(1);
  });

  it('T2 and T4: a technique is used under live consent only; a limit is acknowledged by referring', () => {
    refused(
      'technique-not-explained',
      'technique-not-consented',
      'self-referral-unsafeguarded',
      'referral-not-accepted',
    );
    expect(of('TechniqueUsed')).toHaveLength(2);
    expect(of('TechniqueUseRefused')).toHaveLength(2);
    expect(of('TechniqueUseReported')).toHaveLength(1);
    expect(of('ReferralHandedOver')).toHaveLength(1);
    expect(of('ReferralDeclined')).toHaveLength(1);
  });

  it('R4 and T3: a suspension calls off what is booked, with another offer, and bars what is not', () => {
    refused('therapist-not-in-good-standing');
    const { happenedAt } = of('RegistrationStatusChanged')[0] ?? {};
    expect(of('SessionCancelledByAgency').filter((fact) => fact.happenedAt > String(happenedAt))).toHaveLength(1);
    expect(of('AnotherSessionOffered')).toHaveLength(2);
  });

  it('R7: a role opens nothing until its holder is trained and has signed', () => {
    const untrained = played.out.split('\n').filter((line) => /Marit Vanhoutte.*denied/.test(line));
    expect(untrained).toHaveLength(2);
    expect(played.out).toMatch(/Marit Vanhoutte.*rows, as front-desk/);
  });

  it('R7: an emergency opens a case for a short time and is reviewed; one that was none is a breach', () => {
    refused('emergency-not-for-role');
    const reviews = of('EmergencyAccessReviewed').map(({ open }) => [open['outcome'], open['late']]);
    expect(reviews).toEqual([
      ['justified', false],
      ['not-justified', true],
    ]);
    expect(of('EmergencyReviewOverdue')).toHaveLength(1);
  });

  it('R7: an investigator sees one case under pseudonyms; what goes beyond the mandate is refused and on record', () => {
    refused('mandate-without-scope', 'demand-beyond-mandate');
    expect(of('DemandRefused').map(({ open }) => open['beyond'])).toEqual([['free-text', 'names']]);
    expect(of('DemandMade')).toHaveLength(1);
    expect(of('MandateNarrowed')).toHaveLength(1);
  });

  it('R7: looks are flagged and drawn, asked about and judged; one is unauthorised, one is questioned by late knowledge', () => {
    expect(of('AccessExplained')).toHaveLength(2);
    expect(of('AccessFoundUnauthorised').map(({ open }) => open['consequence'])).toEqual(['warning']);
    expect(of('RandomAuditDrawn').length).toBeGreaterThan(12);
    expect(of('AccessCleared').length).toBeGreaterThan(30);
    expect(of('AccessQuestioned').map(({ open }) => open['count'])).toEqual([1]);
  });

  it('R7 and R9: registrations that look alike are linked or told apart, and a wrong link is a breach', () => {
    expect(of('PossibleMatchNoticed').length).toBeGreaterThan(1);
    expect(of('PossibleMatchDismissed')).toHaveLength(1);
    expect(of('ClientsLinked')).toHaveLength(2);
    expect(of('ClientsUnlinked').map(({ open }) => open['because'])).toEqual(['wrong-link']);
  });

  it('R9: what is due is destroyed by two people and certified; what is not, or is held, stays', () => {
    refused('destruction-not-due', 'destruction-held', 'destruction-needs-another');
    expect(of('DestructionCertified').map(({ open }) => open['rule'])).toEqual(['never-attended', 'wrong-person']);
    expect(of('FactDestructionBegun')).toHaveLength(1);
    expect(played.out).toContain('The certificate (the privacy officer)');
  });

  it('R7: the name of no client stands in any file that the demo left', () => {
    const outside = [...OTHERS, FORMER, INVESTIGATOR, ...Object.values(ALIKE)];
    const canaries = [...CLIENTS, ...RELATIVES, ...outside].flatMap(({ name }) => [
      name,
      ...name.split(' ').filter((part) => part.length > 7),
    ]);
    for (const entry of readdirSync(data.path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      expect([entry.name, canaries.filter((name) => bytes.includes(name))]).toEqual([entry.name, []]);
    }
  });

  it('is the same year every time: the same facts, ids and instants', async () => {
    const again = directory();
    try {
      expect((await alliance(['demo', '--data', again.path, '--port', '0', '--json'])).json.verified).toBe(true);
      // What the commands that are tried afterwards are flagged by comes when they are tried.
      const seen = (all: readonly RecordedFact[]) =>
        all
          .filter(({ happenedAt }) => happenedAt <= END)
          .map(({ id, type, happenedAt }) => `${happenedAt} ${type} ${id}`);
      expect(seen(await factsIn(again.path))).toEqual(seen(facts));
    } finally {
      again.remove();
    }
  });

  it('never takes the place of what it did not make', async () => {
    const refused = await alliance(['demo', '--data', data.path, '--port', '0']);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('is not empty')]);
    const other = await alliance(['demo', '--data', join(data.path, 'log'), '--replace', '--port', '0']);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('not made by a demo')]);
  });
});
