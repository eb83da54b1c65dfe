import { admit, type Tokens } from './agency.js';
import { NEWCOMER } from './cast.js';
import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** Somebody new at the front desk: the role alone opens nothing; trained and sworn to confidence, it does. */
export function planClearance(month: Month, tokens: Tokens): void {
  const { stage, agenda } = month;
  const { does, sees, seesNothing, id, who } = scriptOf(month);
  const bookings = () => `/views/sessions?case=${id('case of petra')}`;
  agenda.at('2026-06-08T08:50', () =>
    stage.does('officer', 'registers marit, who begins at the front desk today', async (as) => {
      stage.players.set(NEWCOMER.key, await admit(as, NEWCOMER, 'known-in-person', tokens));
      await as('grant-role', { person: stage.person(NEWCOMER.key), role: 'front-desk', from: '2026-06-08' });
    }),
  );
  seesNothing('2026-06-08T09:10', 'marit', 'looks up when petra comes, untrained', bookings);
  does('2026-06-08T11:30', 'marit', 'signs the undertaking of confidence', 'sign-undertaking', () => ({
    ...who('marit'),
    version: '2026-1',
  }));
  seesNothing('2026-06-08T11:35', 'marit', 'looks once more: signed, and still untrained', bookings);
  does('2026-06-09T16:00', 'officer', 'records that marit was trained in privacy', 'record-training', () => ({
    ...who('marit'),
    topic: 'privacy',
    on: '2026-06-09',
  }));
  sees('2026-06-10T09:00', 'marit', 'looks up when petra comes', bookings);
  sees('2026-06-10T09:30', 'officer', 'sees who is cleared, and until when', () => '/views/staff-clearance');
}
