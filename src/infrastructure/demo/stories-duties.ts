import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** Duties to report: weighed, each by the one whose duty it is; made or not, with reasons; hidden from whom they concern. */
export function planDuties(month: Month): void {
  const { does, refused, sees, seesNothing, id, person } = scriptOf(month);
  does(
    '2026-03-05T17:10',
    'naomi',
    'considers whether a bruise must be reported to the society',
    'consider-mandatory-report',
    () => ({
      duty: 'CYFSA-125',
      concerns: [person('tove')],
      about: id('case of family'),
      mayContinue: false,
      known: 'A bruise on the forearm; the child spoke of the swing.',
    }),
    'duty about tove',
  );
  does('2026-03-05T17:40', 'naomi', 'makes no report, and says why', 'report-mandatory-report-not-made', () => ({
    report: id('duty about tove'),
    because: 'no-reasonable-grounds',
    reasons: 'The school saw the fall; the physician confirms it.',
  }));
  does(
    '2026-05-07T10:30',
    'naomi',
    'considers what hedda told of a former therapist elsewhere',
    'consider-mandatory-report',
    () => ({
      duty: 'RHPA-85.1',
      concerns: [person('hedda')],
      about: id('case of hedda'),
      abuserNamed: true,
      mayContinue: false,
      known: 'Told in session, with the name and the years.',
    }),
    'duty about hedda',
  );
  const report = (named: boolean, consents: readonly object[]) => ({
    report: id('duty about hedda'),
    to: 'college',
    how: 'online',
    named,
    consents,
  });
  refused(
    '2026-05-08T09:10',
    'naomi',
    'would name hedda in it',
    'name-needs-written-consent',
    'make-mandatory-report',
    () => report(true, []),
  );
  does('2026-05-21T10:00', 'naomi', 'tells hedda of it first', 'report-client-told-of-duty', () => ({
    report: id('duty about hedda'),
    client: person('hedda'),
    outcome: 'told',
  }));
  does(
    '2026-05-21T12:15',
    'naomi',
    'reports to the College within thirty days, without the client’s name',
    'make-mandatory-report',
    () => report(false, []),
  );
  does(
    '2026-10-13T16:05',
    'desmond',
    'considers what tobias told: he must report, at once',
    'consider-mandatory-report',
    () => ({
      duty: 'CYFSA-125',
      concerns: [person('tobias')],
      about: id('case of tobias'),
      mayContinue: true,
      known: 'He is locked out of the house at night.',
    }),
    'duty about tobias',
  );
  does(
    '2026-10-13T16:20',
    'desmond',
    'calls the children’s aid society himself; nobody signs it off',
    'make-mandatory-report',
    () => ({
      report: id('duty about tobias'),
      to: 'childrens-aid-society',
      how: 'telephone',
      named: true,
      reference: 'Intake worker on duty, number 7731',
      content: 'What he said, in his words, and where he sleeps tonight.',
    }),
  );
  seesNothing('2026-10-13T19:00', 'harkenwell', 'finds nothing of it', () => '/views/mandatory-reports');
  seesNothing('2026-10-14T08:30', 'desk', 'finds nothing of it', () => `/views/timeline?case=${id('case of tobias')}`);
  sees(
    '2026-10-14T09:00',
    'officer',
    'sees which duties were considered, and what came of them',
    () => '/views/mandatory-reports',
  );
}
