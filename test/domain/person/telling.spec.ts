import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from '../../../src/domain/language/decision.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { fileFold } from '../../../src/domain/person/file.js';
import type { PersonState } from '../../../src/domain/person/person.js';
import {
  answerTopic,
  askTopic,
  declineTopic,
  INTAKE_TOPICS,
  liftDecline,
  reportPressing,
  tellingFacts,
} from '../../../src/domain/person/telling.js';
import { topicsOf } from '../../../src/projections/told.js';
import { given, idOf, outcome } from '../../support/given.js';

const [ana, own] = ['ana', 'own topic'].map(idOf) as [string, string];
const registered: PersonState = { person: ana, bornIn: undefined, permittedChannels: [], registeredBy: 'fact' };
const nobody: PersonState = { ...registered, person: undefined };
const stateAfter = (...facts: readonly NewFact[]) => given(fileFold, facts, { stream: `file-${ana}` });
const household = { person: ana, topic: 'household' } as const;
const brother = { person: ana, topic: 'own', own } as const;
const asked = tellingFacts.TopicAsked(household);
const declined = tellingFacts.TopicDeclined(household);
const ownDeclined = tellingFacts.TopicDeclined({ ...brother, label: 'My brother' });

describe('What a client decides to tell', () => {
  it('R6: a topic may be declined whether it was asked or told or not, once and without a reason', () => {
    const told = tellingFacts.TopicAnswered({ ...household, words: 'w' });
    for (const before of [[], [asked], [told], [asked, told]]) {
      expect(outcome(declineTopic(stateAfter(...before), household, own, registered))).toEqual(['TopicDeclined']);
    }
    expect(outcome(declineTopic(stateAfter(declined), household, own, registered))).toEqual([]);
    expect(Object.keys(tellingFacts.TopicDeclined.fields)).not.toContain('reason');
  });

  it('R6: what was declined is not asked again until the client lifts it', () => {
    expect(outcome(askTopic(stateAfter(), household, own, registered))).toEqual(['TopicAsked']);
    expect(outcome(askTopic(stateAfter(asked), household, own, registered))).toEqual([]);
    expect(outcome(askTopic(stateAfter(declined), household, own, registered))).toBe('topic-declined');
    expect(outcome(liftDecline(stateAfter(declined), household, own, registered))).toEqual(['DeclineLifted']);
    const lifted = tellingFacts.DeclineLifted(household);
    expect(outcome(askTopic(stateAfter(declined, lifted), household, own, registered))).toEqual(['TopicAsked']);
    expect(outcome(liftDecline(stateAfter(), household, own, registered))).toEqual([]);
  });

  it('R6: whoever tells after all lifts their own decline', () => {
    const told = answerTopic(stateAfter(declined), { ...household, words: 'w' }, own, registered);
    expect(outcome(told)).toEqual(['DeclineLifted', 'TopicAnswered']);
    expect(outcome(answerTopic(stateAfter(), { ...household, words: 'w' }, own, registered))).toEqual([
      'TopicAnswered',
    ]);
  });

  it('R6: a topic of one’s own has a name when it is new and an id after that', () => {
    const decline = (said: Parameters<typeof declineTopic>[1], ...facts: readonly NewFact[]) =>
      outcome(declineTopic(stateAfter(...facts), said, own, registered));
    expect(decline({ person: ana, topic: 'own', label: 'My brother' })).toEqual(['TopicDeclined']);
    expect(decline({ person: ana, topic: 'own' })).toBe('topic-not-named');
    expect(decline({ ...household, label: 'x' })).toBe('topic-not-named');
    expect(decline({ ...household, own })).toBe('topic-not-named');
    expect(decline(brother)).toBe('topic-not-found');
    expect(decline(brother, ownDeclined)).toEqual([]);
  });

  it('R6: that somebody was pressed is recorded whatever they had said, refused only for what there is not (rule 36)', () => {
    const report = { ...household, report: idOf('report'), what: 'Three times.' };
    for (const facts of [[], [asked], [declined]]) {
      expect(outcome(reportPressing(stateAfter(...facts), report, registered))).toEqual(['TopicPressed']);
    }
    expect(outcome(reportPressing(stateAfter(), { ...report, ...brother }, registered))).toBe('topic-not-found');
    expect(outcome(reportPressing(stateAfter(), { ...report, own }, registered))).toBe('topic-not-named');
    expect(outcome(reportPressing(stateAfter(), report, nobody))).toBe('person-not-registered');
  });

  it('R6: "declined", "asked", "told" and "unknown" are four different things for every topic of the list', () => {
    const row = (topic: string, more: object) => ({ person: ana, topic, since: '2026-01-05T14:00:00.000Z', ...more });
    const rows = topicsOf([
      row('registered', { told: 0, identity: { name: 'Ana', pronouns: 'she/her' } }),
      row('household', { declined: 1 }),
      row('health', {}),
      row('occupation', { told: 1, words: { words: 'Baker' } }),
      row('birth-date', { declined: 1 }),
      row('own', { own, declined: 1, label: { label: 'My brother' } }),
    ]);
    const states = Object.fromEntries(rows.map((r) => [r['topic'], r['state']]));
    expect(rows).toHaveLength(INTAKE_TOPICS.length + 1);
    expect(states).toMatchObject({
      'birth-date': 'declined',
      pronouns: 'told',
      household: 'declined',
      health: 'asked',
      occupation: 'told',
      background: 'unknown',
      own: 'declined',
    });
    expect(rows.at(-1)).toMatchObject({ label: 'My brother', words: null });
  });

  it('R6: whatever is asked, told, declined and lifted in whatever order, declining is always possible and never needs anything', () => {
    const step = fc.tuple(
      fc.constantFrom('ask', 'tell', 'decline', 'lift'),
      fc.constantFrom<(typeof INTAKE_TOPICS)[number]>('household', 'health'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const facts: NewFact[] = [];
        for (const [what, topic] of steps) {
          const said = { person: ana, topic };
          const state = stateAfter(...facts);
          const decided: Decision =
            what === 'ask'
              ? askTopic(state, said, own, registered)
              : what === 'tell'
                ? answerTopic(state, { ...said, words: 'w' }, own, registered)
                : what === 'decline'
                  ? declineTopic(state, said, own, registered)
                  : liftDecline(state, said, own, registered);
          if (what !== 'ask') expect('refusal' in decided).toBe(false);
          facts.push(...(decided.facts ?? []));
          const declinedBy = stateAfter(...facts).telling.topics.get(topic)?.declinedBy;
          if (what === 'decline') expect(declinedBy).toBeDefined();
          if (what === 'tell' || what === 'lift') expect(declinedBy).toBeUndefined();
        }
      }),
    );
  });
});
