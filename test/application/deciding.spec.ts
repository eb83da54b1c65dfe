import { describe, expect, it } from '@jest/globals';
import { Decisions, type KeepDecision } from '../../src/application/access/decisions.js';
import type { Situation } from '../../src/application/access/situation.js';
import { Sha256Digests } from '../../src/infrastructure/integrity/digests.js';
import { policiesIn } from '../../src/infrastructure/policies/policy-files.js';

const situation = (more: Partial<Situation> = {}): Situation => ({
  asks: 'see',
  of: 'clinical',
  at: 'case',
  as: ['client', 'therapist'],
  flags: ['therapistOfRecord'],
  locks: [],
  ...more,
});

const deciding = (keep: KeepDecision) => new Decisions(policiesIn(), new Sha256Digests(), keep);

describe('R7: deciding', () => {
  it('R7: gives no decision before it is kept, and keeps it once for all who wait', async () => {
    let kept = 0;
    let release = (): void => {};
    const decisions = deciding(() => {
      kept++;
      return new Promise((done) => {
        release = done;
      });
    });
    const waiting = [decisions.of(situation()), decisions.of(situation())];
    let answered = false;
    void Promise.all(waiting).then(() => {
      answered = true;
    });
    await new Promise(setImmediate);
    expect([kept, answered]).toEqual([1, false]);
    release();
    const [one, other] = await Promise.all(waiting);
    expect(one).toBe(other);
    await decisions.of(situation());
    expect(kept).toBe(1);
  });

  it('R7: gives nothing when it cannot be kept, and keeps it the next time', async () => {
    let full = true;
    const decisions = deciding(async () => {
      if (full) throw new Error('no room');
    });
    await expect(decisions.of(situation())).rejects.toThrow('no room');
    full = false;
    expect((await decisions.of(situation())).allowed).toBe(true);
  });

  it('R7: every part of a situation counts: what changes one changes the digest, and a lock the verdict', async () => {
    const decisions = deciding(async () => {});
    const others: readonly Partial<Situation>[] = [
      {},
      { of: 'booking' },
      { at: 'file' },
      { as: ['therapist'] },
      { flags: ['therapistOfRecord', 'barred'] },
      { locks: [['therapist', 'part']] },
      { locks: [['therapist', 'all']] },
    ];
    const decided = await Promise.all(others.map((more) => decisions.of(situation(more))));
    expect(new Set(decided.map(({ digest }) => digest)).size).toBe(others.length);
    expect(decided.map(({ allowed }) => allowed)).toEqual([true, true, true, true, false, true, false]);
    expect(decided[6]?.policies).toEqual(['lock']);
    expect(decided[4]?.policies).toEqual(['complaint-bar']);
  });

  it('R7: an emergency that is live is tried first and under its own purpose; it goes before a lock only at risk of serious harm', async () => {
    const decisions = deciding(async () => {});
    const locks = [['therapist', 'all']] as const;
    const urgent = await decisions.of(situation({ flags: ['emergency'] }));
    expect(urgent).toMatchObject({ as: 'therapist', purpose: 'ETREAT', reach: 'all', policies: ['emergency-access'] });
    expect((await decisions.of(situation({ flags: ['emergency'], locks }))).allowed).toBe(false);
    const harm = situation({ flags: ['emergency', 'overridesLocks'], locks });
    expect((await decisions.of(harm)).allowed).toBe(true);
    expect((await decisions.of({ ...harm, of: 'recording' })).allowed).toBe(false);
    expect((await decisions.of({ ...harm, flags: ['barred', 'emergency', 'overridesLocks'] })).allowed).toBe(false);
  });
});
