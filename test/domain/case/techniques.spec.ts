import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attendanceFacts } from '../../../src/domain/case/attendance-facts.js';
import { counsellingFacts } from '../../../src/domain/case/counselling.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import {
  consentToTechnique,
  explainTechnique,
  proposeTechnique,
  refuseTechnique,
  reportTechniqueUsed,
  useTechnique,
  withdrawTechniqueConsent,
} from '../../../src/domain/case/techniques.js';
import { TECHNIQUE_PARTS } from '../../../src/domain/case/techniques-facts.js';
import type { Technique } from '../../../src/domain/therapist/techniques.js';
import { asTheyStand } from '../../../src/projections/techniques.js';
import { ana, ben, type CasePlay, opened, said, thea, theCase } from '../../support/case-play.js';
import { idOf } from '../../support/given.js';

const BEFORE = '2026-02-02T15:00:00.000Z';
const START = '2026-02-17T14:00:00.000Z';
const at = (minute: number): string => `2026-02-17T14:${String(minute).padStart(2, '0')}:00.000Z`;
const technique = idOf('technique');

const proposed = (kind: Technique = 'EMDR', play = begun()) => {
  play.do(BEFORE, (s) => proposeTechnique(s, { case: theCase, technique, kind, why: 'It may help.' }));
  return play;
};
/** A couple in a session that has begun, both consenting to counselling. */
const begun = (): CasePlay => {
  const play = opened('couple');
  const session = play.book(BEFORE, '2026-02-17T09:00', { participants: [ana, ben], service: 'couple' });
  for (const participant of [ana, ben]) {
    play.facts(BEFORE, counsellingFacts.CounsellingConsentGiven({ case: theCase, participant, how: 'written' }));
  }
  return play.facts(
    START,
    attendanceFacts.SessionStarted({ case: theCase, session, therapist: thea, present: [ana, ben] }),
  );
};
const sessionOf = (play: CasePlay): string => [...play.state.sessions.sessions.keys()][0] as string;
const saying = (participant: string) => ({ case: theCase, technique, participant, how: 'verbal' }) as const;
const explain = (
  play: CasePlay,
  participant = ana,
  covered: readonly (typeof TECHNIQUE_PARTS)[number][] = TECHNIQUE_PARTS,
  answered = true,
) =>
  play.do(BEFORE, (s) =>
    explainTechnique(s, { case: theCase, technique, participant, covered, questionsAnswered: answered }),
  );
const consent = (play: CasePlay, participant = ana, when = BEFORE) =>
  play.do(when, (s, c) => consentToTechnique(s, saying(participant), c));
const use = (play: CasePlay, when = at(5)) =>
  play.do(when, (s, c) => useTechnique(s, { case: theCase, technique, use: c.id('use'), session: sessionOf(play) }, c));
const report = (play: CasePlay, kind: Technique = 'EMDR', known = true) =>
  play.do(at(10), (s, c) =>
    reportTechniqueUsed(
      s,
      { case: theCase, use: c.id('use'), session: sessionOf(play), kind, ...(known && { technique }) },
      c,
    ),
  );
const ready = (kind: Technique = 'EMDR') => {
  const play = proposed(kind);
  for (const participant of [ana, ben]) {
    explain(play, participant);
    consent(play, participant);
  }
  return play;
};

describe('A technique of its own', () => {
  it('T2: consent to it needs its own explanation, with every part and questions answered', () => {
    const play = proposed();
    expect(said(consent(play))).toBe('technique-not-explained (T2)');
    explain(play, ana, ['nature', 'benefits']);
    expect(said(consent(play))).toBe('technique-not-explained (T2)');
    explain(play, ana, TECHNIQUE_PARTS, false);
    expect(said(consent(play))).toBe('technique-not-explained (T2)');
    explain(play);
    expect(said(consent(play))).toBe('TechniqueConsentGiven');
    expect(said(consent(play))).toBe('');
  });

  it('T2: it is used only with the live consent of everyone in the room, and the refusal is on record', () => {
    const play = proposed();
    explain(play);
    consent(play);
    const refused = use(play);
    expect(said(refused)).toBe('technique-not-consented (T2)');
    expect(refused.facts?.map((f) => [f.type, f.data['withoutConsentOf']])).toEqual([['TechniqueUseRefused', [ben]]]);
    explain(play, ben);
    consent(play, ben);
    expect(said(use(play))).toBe('TechniqueUsed');
    expect(said(use(play, at(6)))).toBe('TechniqueUsed');
  });

  it('T2: without live consent to counselling as a whole no technique is used', () => {
    const play = ready();
    play.facts(
      BEFORE,
      counsellingFacts.CounsellingConsentWithdrawn({ case: theCase, participant: ben, how: 'verbal' }),
    );
    expect(said(use(play))).toBe('technique-not-consented (T2)');
  });

  it('T2: a withdrawal holds at once, and one without consent has nothing to withdraw', () => {
    const play = ready();
    expect(said(use(play, at(5)))).toBe('TechniqueUsed');
    const withdraw = (when: string) => play.do(when, (s, c) => withdrawTechniqueConsent(s, saying(ana), c));
    expect(said(withdraw(at(6)))).toBe('TechniqueConsentWithdrawn');
    expect(said(use(play, at(6)))).toBe('technique-not-consented (T2)');
    expect(said(withdraw(at(7)))).toBe('no-technique-consent (T2)');
  });

  it('T2: a withdrawal that was entered after a use it came before asks about that use', () => {
    const play = ready();
    use(play, at(5));
    expect(said(play.do(at(4), (s, c) => withdrawTechniqueConsent(s, saying(ana), c)))).toBe(
      'TechniqueConsentWithdrawn,TechniqueUseQuestioned',
    );
  });

  it('T2: express consent is needed for every instance of touch: one use spends it (CRPO 3.2)', () => {
    const play = ready('touch');
    expect(said(use(play, at(5)))).toBe('TechniqueUsed');
    expect(said(use(play, at(5)))).toBe('technique-not-consented (T2)');
    expect(said(use(play, at(4)))).toBe('technique-not-consented (T2)');
    for (const participant of [ana, ben]) expect(said(consent(play, participant, at(6)))).toBe('TechniqueConsentGiven');
    expect(said(use(play, at(7)))).toBe('TechniqueUsed');
  });

  it('T2: a technique that was used is recorded, with whoever had not consented (rule 36)', () => {
    const without = report(proposed());
    expect(without.facts?.[0]?.data).toMatchObject({ withoutConsentOf: [ana, ben] });
    expect(report(begun(), 'touch', false).facts?.[0]?.data['withoutConsentOf']).toEqual([ana, ben]);
    expect(report(ready()).facts?.[0]?.data['withoutConsentOf']).toEqual([]);
    expect(report(ready(), 'hypnosis').facts?.[0]?.data['withoutConsentOf']).toEqual([ana, ben]);
  });

  it('T2: with another therapist it is explained and consented to anew (rule 55)', () => {
    const play = ready();
    play.facts(at(1), rosterFacts.TherapistAssigned({ case: theCase, therapist: idOf('theo') }));
    expect(said(use(play))).toBe('technique-not-consented (T2)');
    expect(said(consent(play, ana, at(6)))).toBe('technique-not-explained (T2)');
  });

  it('R6: a technique may be refused before and after consenting', () => {
    const play = ready();
    expect(said(play.do(at(1), (s, c) => refuseTechnique(s, saying(ben), c)))).toBe('TechniqueConsentRefused');
    expect(said(use(play))).toBe('technique-not-consented (T2)');
  });

  it('T2: what is not there is refused: an unknown technique, session or person; one without a name; a session not begun', () => {
    const play = proposed();
    expect(
      said(play.do(BEFORE, (s) => proposeTechnique(s, { case: theCase, technique, kind: 'other', why: '-' }))),
    ).toBe('technique-needs-a-name (T2)');
    const naming = (session: string, which = technique) =>
      said(play.do(at(5), (s, c) => useTechnique(s, { case: theCase, technique: which, use: c.id('u'), session }, c)));
    expect(naming(idOf('no session'))).toBe('session-not-found (C3)');
    expect(naming(sessionOf(play), idOf('no technique'))).toBe('technique-not-found (T2)');
    expect(naming(play.book(BEFORE, '2026-02-24T09:00'))).toBe('session-not-begun (C3)');
    expect(said(consent(play, idOf('stranger')))).toMatch(/^not-a-participant/);
  });

  it('T2: whatever is said in whatever order, no use rests on a consent that was not live and not spent', () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom('explain', 'consent', 'withdraw', 'refuse', 'use'), fc.constantFrom(ana, ben)),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(steps, fc.constantFrom<Technique>('EMDR', 'touch'), (all, kind) => {
        const play = proposed(kind);
        const live = new Set<string>();
        const explained = new Set<string>();
        for (const [i, [step, who]] of all.entries()) {
          const when = at(i + 1);
          if (step === 'explain') {
            explain(play, who);
            explained.add(who);
          } else if (step === 'consent') {
            consent(play, who, when);
            if (explained.has(who)) live.add(who);
          } else if (step === 'use') {
            const allowed = live.size === 2;
            expect(said(use(play, when))).toBe(allowed ? 'TechniqueUsed' : 'technique-not-consented (T2)');
            if (allowed && kind === 'touch') live.clear();
          } else {
            const decide = step === 'refuse' ? refuseTechnique : withdrawTechniqueConsent;
            play.do(when, (s, c) => decide(s, saying(who), c));
            live.delete(who);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('T2: the view shows a consent to touch as spent, and one to an earlier therapist as due again', () => {
    const [proposal, words] = [
      { stream: 'case-1', kind: 'proposed', technique: 't', called: 'touch', since: '1' },
      { stream: 'case-1', kind: 'said', technique: 't', participant: ana, state: 'consented', since: '2' },
    ];
    const used = { stream: 'case-1', kind: 'used', technique: 't', participant: ana, since: '3' };
    const withAnother = { ...used, participant: idOf('another') };
    const changed = { stream: 'case-1', kind: 'therapist', since: '4' };
    expect(asTheyStand([proposal, words])[1]).toMatchObject({ state: 'consented' });
    expect(asTheyStand([proposal, words, used])[1]).toMatchObject({ state: 'spent' });
    expect(asTheyStand([proposal, words, withAnother])[1]).toMatchObject({ state: 'consented' });
    expect(asTheyStand([proposal, words, changed])).toMatchObject([{}, { state: 'due-again' }]);
  });
});
