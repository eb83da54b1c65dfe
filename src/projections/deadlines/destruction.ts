import { destructionFacts } from '../../domain/case/destruction-facts.js';
import { closingFacts } from '../../domain/destruction/closing.js';
import { drop, nothing, put, set } from '../view.js';
import { deadlinePart } from './part.js';

const KEY = 'destroy';
const { DestructionDue, DestructionNotDue, DestructionRequested, DestructionStopped } = destructionFacts;
const { DestructionBegun } = closingFacts;

/** Cases whose retention is over: destroyed in the agency's own time, unless they are needed again. */
export const destructionDeadlines = deadlinePart({
  follows: { DestructionDue, DestructionNotDue, DestructionRequested, DestructionStopped, DestructionBegun },
  on: {
    DestructionDue: ({ id, open, happenedAt }) => [
      put(KEY, { kind: 'destroy', due: open.by, from: happenedAt, state: 'open', thing: open.case, fact: id }),
    ],
    // Why it is not due any more may be a hold that nobody is told of.
    DestructionNotDue: () => [drop(KEY)],
    DestructionRequested: nothing,
    DestructionStopped: nothing,
    DestructionBegun: ({ happenedAt }) => [set(KEY, { state: 'met', settledAt: happenedAt })],
  },
});
