import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { complaintActions } from '../../../src/application/actions/complaints.js';
import { wellFormed } from '../../../src/application/kernel/well-formed.js';
import { kindOf } from '../../../src/domain/catalogue.js';
import { everyTrackClosed } from '../../../src/domain/complaint/lodging.js';
import { complaintFile } from '../../../src/projections/complaint-file.js';
import { idOf } from '../../support/given.js';
import {
  type ActionName,
  another,
  client,
  complaint,
  decidedStory,
  lodgedStory,
  officer,
  parent,
  type Said,
  type Story,
  therapist,
} from './story.js';

const names = Object.keys(complaintActions) as ActionName[];
const dayFrom = (n: number) => new Date(Date.UTC(2026, 5, 1 + n, 15)).toISOString();

/** Any body for an action: each property its example's value, or another that is as well-formed, or left out. */
function bodyFor(story: Story, name: ActionName, pick: readonly number[]): object {
  const example = complaintActions[name].example as Record<string, unknown>;
  const people = [client, parent, therapist, officer, another];
  const state = story.state();
  const any = <T>(values: readonly T[], n: number): T | undefined => values[n % Math.max(values.length, 1)];
  return Object.fromEntries(
    Object.entries(example).map(([key, value], i) => {
      const n = pick[i % pick.length] ?? 0;
      if (key === 'complaint') return [key, complaint];
      if (['respondent', 'party', 'person', 'assignee', 'decider'].includes(key)) return [key, any(people, n)];
      if (key === 'served') return [key, [any(story.facts(), n)?.id ?? idOf('x')]];
      if (key === 'allegation') return [key, any(state.lodging.allegations, n)?.allegation ?? idOf('x')];
      if (key === 'appeal') return [key, any(state.appeals.appeals, n)?.appeal ?? idOf('x')];
      if (key === 'hold') return [key, any([...state.holds.live.keys()], n) ?? idOf('x')];
      if (key === 'measure') return [key, any([...state.handling.measures.keys()], n) ?? idOf('x')];
      if (key === 'track') return [key, any(['agency', 'CRPO'], n)];
      if (key === 'outcome' && name === 'DecideAppeal') return [key, any(['confirmed', 'sent-back'], n)];
      if (key === 'outcome' && name === 'ReportCollegeDecision')
        return [key, any(['advice', 'referred-to-discipline'], n)];
      if (key === 'limit')
        return [key, any(['acknowledge', 'decide', 'appeal', 'respond', 'review', 'college-notice'], n)];
      if (key === 'demand') return [key, idOf('x')];
      return [key, value];
    }),
  );
}

const hearing: readonly ActionName[] = [
  'AssignComplaint',
  'RecordFinding',
  'DecideComplaint',
  'DeliverDecision',
  'AppealDecision',
  'DecideAppeal',
  'CloseComplaintTrack',
  'ReportComplaintDeadlineMissed',
];
const step = fc.record({
  name: fc.oneof(fc.constantFrom(...names.filter((n) => n !== 'LodgeComplaint')), fc.constantFrom(...hearing)),
  pick: fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }),
  as: fc.constantFrom<NonNullable<Said['as']>>('complainant', 'respondent', 'complaints-officer', 'system'),
  days: fc.nat(12),
  evidence: fc.boolean(),
});
const history = fc.record({
  from: fc.constantFrom(
    () => lodgedStory(),
    () => lodgedStory(['CRPO']),
    () => decidedStory(['agency', 'CRPO']),
    () => decidedStory(),
  ),
  steps: fc.array(step, { minLength: 20, maxLength: 50 }),
});

/** Plays steps one after another, days passing, looking at the story after each. */
function play({ from, steps }: { from: () => Story; steps: readonly Step[] }, look: (story: Story) => void): Story {
  const story = from();
  let day = 0;
  for (const { name, pick, as, days, evidence } of steps) {
    day += days;
    story.perform(name, bodyFor(story, name, pick), {
      as,
      now: dayFrom(day),
      ...(evidence && { evidence: 'letter 1' }),
    });
    look(story);
  }
  return story;
}
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

describe('R10: laws of complaints', () => {
  it('R10: no action fails in any state that actions can reach; a complaint leaves the register only when every track is closed', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(history, (told) => {
        const story = play(told, (now) => {
          const { lodging } = now.state();
          if (!now.register.open.has(complaint)) expect(everyTrackClosed(lodging)).toBe(true);
          expect(lodging.openings).toBe(now.register.entries.get(complaint));
        });
        for (const facts of story.streams.values()) for (const { type } of facts) reached.add(type);
      }),
      { numRuns: 150, seed: 20260601 },
    );
    expect(reached).toContain('AppealDecided');
    expect(reached).toContain('ComplaintCleared');
    expect(reached).toContain('ComplaintDeadlinePassed');
  });

  it('R10: in no history does anybody decide twice about one complaint, or a respondent at all', () => {
    fc.assert(
      fc.property(history, (told) => {
        const story = play(told, () => {});
        const deciders = story
          .facts()
          .filter((f) => f.type === 'ComplaintDecided' || f.type === 'AppealDecided')
          .map((f) => f.open['decider']);
        expect(new Set(deciders).size).toBe(deciders.length);
        expect(deciders).not.toContain(therapist);
      }),
      { numRuns: 100 },
    );
  });

  it('R10: every action’s example is well-formed, and what it may state and refuse is catalogued', () => {
    for (const name of names) {
      const { body, example, states } = complaintActions[name];
      expect([name, wellFormed(body as new () => object, example)]).toEqual([name, { body: example }]);
      for (const kind of states) expect(kindOf(kind.type)).toBe(kind);
    }
  });

  it('R10: every fact of a complaint has a row in its file that names the fact', () => {
    const story = lodgedStory(['agency', 'CRPO']);
    for (const f of story.facts()) {
      const changes = complaintFile.on[f.type]?.(f) ?? [];
      expect(changes.some((c) => 'put' in c && (c.row as { fact?: string }).fact === f.id)).toBe(true);
    }
  });
});
