import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { breachFacts } from '../../../src/domain/agency/breach-facts.js';
import { caseFold } from '../../../src/domain/case/case.js';
import { caseHoldFacts } from '../../../src/domain/case/case-holds.js';
import { recordingHeldAt } from '../../../src/domain/case/holds-then.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { holdFacts } from '../../../src/domain/complaint/holds.js';
import { registerFacts } from '../../../src/domain/complaint/register.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { requestFacts } from '../../../src/domain/person/requests-facts.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf } from '../../support/given.js';

const [theCase, ana, complaint, recording] = ['case', 'Ana', 'complaint', 'recording'].map(idOf) as [
  string,
  string,
  string,
  string,
];
const on = (day: number): string => new Date(Date.UTC(2026, 2, day, 15)).toISOString();
const at = (fact: NewFact, day: number): NewFact => ({ ...fact, happenedAt: on(day) });

/** Each thing that holds, as placed and as ended, by the stream that says so. */
const HOLDS: Readonly<Record<string, readonly [string, NewFact, NewFact]>> = {
  proceeding: [
    'case',
    caseHoldFacts.CaseHoldPlaced({ case: theCase, hold: idOf('hold'), because: 'summons', reason: 'r' }),
    caseHoldFacts.CaseHoldReleased({ case: theCase, hold: idOf('hold'), because: 'proceeding-ended' }),
  ],
  complaint: [
    'register',
    registerFacts.ComplaintRegistered({
      complaint,
      complainant: ana,
      respondents: [],
      persons: [ana],
      cases: [theCase],
    }),
    registerFacts.ComplaintCleared({ complaint }),
  ],
  request: [
    'file',
    requestFacts.RecordRequested({
      ...requestFacts.RecordRequested.example,
      ...{ person: ana, requester: ana, request: idOf('request'), cases: [theCase], entries: [] },
    }),
    requestFacts.RequestWithdrawn({ person: ana, request: idOf('request') }),
  ],
  breach: [
    'breaches',
    breachFacts.BreachFound({
      ...breachFacts.BreachFound.example,
      breach: idOf('b'),
      cases: [theCase],
      persons: [ana],
    }),
    breachFacts.BreachClosed({ ...breachFacts.BreachClosed.example, breach: idOf('b') }),
  ],
};

function heldOn(
  day: number,
  facts: Readonly<Record<string, readonly NewFact[]>>,
  inComplaint: readonly NewFact[] = [],
) {
  const opened = rosterFacts.CaseOpened({
    case: theCase,
    kind: 'individual',
    participants: [ana],
    therapist: idOf('T'),
  });
  const { world } = circumstances({
    world: {
      ...given(FOLDS['complaint-register'], facts['register'] ?? []),
      complaint: () => given(FOLDS.complaint, inComplaint),
      file: () => given(FOLDS.file, facts['file'] ?? []),
      breaches: () => given(FOLDS.breaches, facts['breaches'] ?? []),
    },
  });
  const state = given(caseFold, [opened, ...(facts['case'] ?? [])]);
  return recordingHeldAt({ case: theCase, recording }, state, world, on(day));
}

describe('What held a recording when it was destroyed', () => {
  it.each(Object.entries(HOLDS))(
    'R8, R9: a %s holds from when it was there until it was over, whenever one asks (rule 19)',
    (_what, hold) => {
      const [stream, placed, ended] = hold;
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 10 }),
          fc.integer({ min: 0, max: 10 }),
          fc.integer({ min: 1, max: 25 }),
          (from, days, day) => {
            const until = from + days;
            const live = { [stream]: [at(placed, from)] };
            const over = { [stream]: [at(placed, from), at(ended, until)] };
            expect(heldOn(day, live)).toBe(day >= from);
            expect(heldOn(day, over)).toBe(from <= day && day < until);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('R10: a complaint about something else holds the one recording that it names, while it does', () => {
    const elsewhere = { complaint, complainant: ana, respondents: [], persons: [], cases: [idOf('another case')] };
    const facts = { register: [at(registerFacts.ComplaintRegistered(elsewhere), 1)] };
    const hold = { complaint, hold: idOf('hold'), on: 'recording', case: theCase, recording } as const;
    const placed = at(holdFacts.HoldPlaced(hold), 5);
    const released = at(holdFacts.HoldReleased({ complaint, hold: hold.hold, because: 'not-needed' }), 8);
    expect([4, 5, 7, 8].map((day) => heldOn(day, facts, [placed, released]))).toEqual([false, true, true, false]);
    expect(heldOn(20, facts, [placed])).toBe(true);
  });

  it('R9: nothing held it when nothing was there yet, or nothing any more', () => {
    expect(heldOn(5, {})).toBe(false);
  });
});
