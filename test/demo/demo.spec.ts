import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { CLIENTS, OTHERS } from '../../src/infrastructure/demo/cast.js';
import { openSqliteLogReader } from '../../src/infrastructure/event-store/sqlite-log-reader.js';
import { alliance, directory, type Ran } from '../cli/alliance.js';

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

  beforeAll(async () => {
    played = await alliance(['demo', '--data', data.path, '--port', '0']);
    facts = await factsIn(data.path);
  });
  afterAll(data.remove);

  it('plays a month to its end, every view equal to its facts, every command it prints tried', async () => {
    expect([played.code, played.err]).toEqual([0, '']);
    expect(played.out).toContain('Every view equals its facts.');
    expect(played.out).toContain('What to open next');
    expect((await alliance(['verify', '--data', data.path])).code).toBe(0);
    expect(CLIENTS.length).toBeGreaterThanOrEqual(15);
    expect(of('SessionBooked').length).toBeGreaterThanOrEqual(50);
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
    expect(of('EnteredInError')).toHaveLength(1);
    expect(of('RefundMade').map(({ open }) => open['cents'])).toEqual([14_000]);
    expect(of('AppealDecided').map(({ open }) => open['outcome'])).toEqual(['varied']);
  });

  it('R7: the name of no client stands in any file that the demo left', () => {
    const canaries = [...CLIENTS, ...OTHERS].flatMap(({ name }) => [
      name,
      ...name.split(' ').filter((part) => part.length > 7),
    ]);
    for (const entry of readdirSync(data.path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      expect([entry.name, canaries.filter((name) => bytes.includes(name))]).toEqual([entry.name, []]);
    }
  });

  it('is the same month every time: the same facts, ids and instants', async () => {
    const again = directory();
    try {
      expect((await alliance(['demo', '--data', again.path, '--port', '0', '--json'])).json.verified).toBe(true);
      const seen = (all: readonly RecordedFact[]) =>
        all.map(({ id, type, happenedAt }) => `${happenedAt} ${type} ${id}`);
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
