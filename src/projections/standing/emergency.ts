import { emergencyFacts } from '../../domain/case/emergency-facts.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { nothing } from '../view.js';
import { type Standing, standingPart, stands } from './part.js';

type Of = { readonly emergency: string; readonly participants: readonly string[] };
const each = (f: StoredFact, { emergency, participants }: Of, what: string, standing: Standing) =>
  participants.map((one) => stands(f, 'R7', `emergency access ${emergency}${what} of ${one}`, standing, one));

/** R7: an emergency access is open until a second person reviewed it; what was not justified, or reviewed too late, breaches. */
export const emergencyStanding = standingPart({
  follows: emergencyFacts,
  on: {
    EmergencyAccessOpened: (f) => each(f, f.open, '', 'open'),
    EmergencyAccessAnnounced: nothing,
    EmergencyAccessClosed: nothing,
    EmergencyAccessReviewed: (f) => [
      ...each(f, f.open, '', f.open.outcome === 'justified' ? 'kept' : 'breached'),
      ...(f.open.late ? each(f, f.open, ' reviewed in time', 'breached') : []),
    ],
    // A review that comes late settles the access and leaves this.
    EmergencyReviewOverdue: (f) => each(f, f.open, ' reviewed in time', 'breached'),
  },
});
