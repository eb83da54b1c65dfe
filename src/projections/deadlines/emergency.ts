import { emergencyFacts } from '../../domain/case/emergency-facts.js';
import { nothing, put, set } from '../view.js';
import { deadlinePart } from './part.js';

const key = ({ emergency }: { readonly emergency: string }) => `emergency-review ${emergency}`;

/** By when a second person reviews each emergency access. */
export const emergencyDeadlines = deadlinePart({
  follows: emergencyFacts,
  on: {
    EmergencyAccessOpened: ({ id, open, happenedAt }) => [
      put(key(open), {
        kind: 'emergency-review',
        due: open.reviewBy,
        from: happenedAt,
        state: 'open',
        thing: open.emergency,
        fact: id,
      }),
    ],
    EmergencyAccessAnnounced: nothing,
    EmergencyAccessClosed: nothing,
    EmergencyAccessReviewed: ({ open, happenedAt }) => [
      set(key(open), { state: open.late ? 'missed' : 'met', settledAt: happenedAt }),
    ],
    EmergencyReviewOverdue: ({ open, happenedAt }) => [set(key(open), { state: 'missed', settledAt: happenedAt })],
  },
});
