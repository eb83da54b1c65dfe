import { mandateFacts } from '../../domain/agency/mandate-facts.js';
import { nothing, put, set } from '../view.js';
import { deadlinePart } from './part.js';

const key = ({ mandate }: { readonly mandate: string }) => `mandate-ends ${mandate}`;

/** When each mandate ends by itself. */
export const mandateDeadlines = deadlinePart({
  follows: mandateFacts,
  on: {
    MandateGranted: ({ id, open, happenedAt }) => [
      put(key(open), {
        kind: 'mandate-ends',
        due: open.endsAt,
        from: happenedAt,
        state: 'open',
        thing: open.mandate,
        fact: id,
      }),
    ],
    MandateNarrowed: ({ open }) => [set(key(open), { due: open.endsAt })],
    MandateEnded: ({ open, happenedAt }) => [set(key(open), { state: 'ended', settledAt: happenedAt })],
    DemandMade: nothing,
    DemandRefused: nothing,
  },
});
