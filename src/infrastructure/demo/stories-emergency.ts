import { scriptOf } from './script.js';
import { settlesBreach } from './stories-breaches.js';
import type { Month } from './weeks.js';

/** A case opened because of an emergency, and rightly so; another that was no emergency, and was reviewed too late. */
export function planEmergencies(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, seesNothing, id } = scriptOf(month);
  const record = (key: string) => () => `/views/record?case=${id(`case of ${key}`)}`;
  const opening = (key: string, ground: string, reason: string) => () => ({
    case: id(`case of ${key}`),
    ground,
    reason,
  });
  const found = (key: string, outcome: string, findings: string) => () => ({
    case: id(`case of ${key}`),
    emergency: id(`emergency of ${key}`),
    outcome,
    findings,
  });
  const hospital = opening(
    'oriel',
    'risk-of-serious-harm',
    'The emergency department called about her; her therapist is not to be reached.',
  );
  seesNothing('2026-10-07T17:38', 'ottoline', 'looks for the record of oriel, whom tomas treats', record('oriel'));
  refused(
    '2026-10-07T17:40',
    'desk',
    'would open it because of an emergency',
    'emergency-not-for-role',
    'open-emergency-access',
    hospital,
  );
  does(
    '2026-10-07T17:42',
    'ottoline',
    'opens it because of an emergency: the hospital called, risk of serious harm',
    'open-emergency-access',
    hospital,
    'emergency of oriel',
  );
  sees('2026-10-07T17:43', 'ottoline', 'reads the record of oriel', record('oriel'));
  does('2026-10-07T18:10', 'ottoline', 'closes it again', 'close-emergency-access', () => ({
    case: id('case of oriel'),
    emergency: id('emergency of oriel'),
  }));
  seesNothing('2026-10-07T18:12', 'ottoline', 'looks once more', record('oriel'));
  does(
    '2026-10-08T09:20',
    'officer',
    'reviews it as a second person: justified',
    'review-emergency-access',
    found('oriel', 'justified', 'The call is in the telephone list; what was read is what the hospital asked for.'),
  );
  sees(
    '2026-10-08T19:00',
    'oriel',
    'reads who opened her case and on which ground',
    () => `/views/emergency-accesses?client=${stage.person('oriel')}`,
  );
  does(
    '2026-11-05T13:10',
    'desmond',
    'opens the case of isidore, whom naomi treats, as asked for urgently',
    'open-emergency-access',
    opening('isidore', 'client-asks-urgently', 'He asked me in the corridor for the day of his next session.'),
    'emergency of isidore',
  );
  sees('2026-11-05T13:11', 'desmond', 'reads the record of isidore', record('isidore'));
  does(
    '2026-11-10T09:30',
    'officer',
    'reviews it, too late: not justified, and so a breach',
    'review-emergency-access',
    found('isidore', 'not-justified', 'The front desk would have answered; nothing was urgent.'),
  );
  agenda.at('2026-11-12T10:00', async () => {
    const rows = await stage.sees('officer', '', '/views/breaches?row=breach');
    const breach = rows.find((row) => (row['persons'] as readonly string[]).includes(stage.person('isidore')));
    await settlesBreach(stage, {
      breach: String(breach?.['breach']),
      apply: ['knew-without-authority'],
      reasons: 'Desmond knew that the front desk answers such questions.',
      notice: 'A therapist who does not treat you read your record once, for two minutes, and told nobody.',
      measures: 'He was instructed; what an emergency is was gone through with everybody.',
    });
  });
}
