import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** The complaint of February goes on: what the College decided, and a review of that. */
export function planComplaintYear(month: Month): void {
  const { does, refused, id, sees } = scriptOf(month);
  const on = () => ({ complaint: id('the complaint') });
  const track = (name: string, more: object = {}) => ({ ...on(), track: name, ...more });
  does('2026-03-16T12:00', 'tomas', 'reports that he answered the College', 'report-college-response', () => ({
    ...on(),
    sentOn: '2026-03-16',
  }));
  does(
    '2026-04-08T10:00',
    'odile',
    'closes the agency’s track: nobody may appeal any more',
    'close-complaint-track',
    () => track('agency'),
  );
  does('2026-07-06T18:00', 'saoirse', 'reports what the College decided: advice', 'report-college-decision', () => ({
    ...on(),
    outcome: 'advice',
    decidedOn: '2026-06-30',
  }));
  does(
    '2026-07-06T18:05',
    'saoirse',
    'reports that it reached her on Fri 3',
    'report-college-decision-received',
    () => ({
      ...on(),
      receivedOn: '2026-07-03',
    }),
  );
  does('2026-07-07T12:00', 'tomas', 'reports that it reached him too', 'report-college-decision-received', () => ({
    ...on(),
    receivedOn: '2026-07-03',
  }));
  refused('2026-07-08T10:00', 'cora', 'would close the College’s track', 'recourse-open', 'close-complaint-track', () =>
    track('CRPO'),
  );
  does(
    '2026-07-28T18:00',
    'saoirse',
    'reports that she asked the Board for a review',
    'report-review-requested',
    () => ({
      ...on(),
      requestedOn: '2026-07-27',
    }),
  );
  refused(
    '2026-08-17T10:00',
    'cora',
    'would close it while the Board hears it',
    'appeal-pending',
    'close-complaint-track',
    () => track('CRPO'),
  );
  does('2027-01-14T10:00', 'cora', 'reports that the Board confirmed the decision', 'report-review-decided', () => ({
    ...on(),
    outcome: 'confirmed',
    decidedOn: '2027-01-11',
    source: 'complainant',
  }));
  does(
    '2027-01-14T10:20',
    'cora',
    'closes the last track, with the Board’s letter as evidence',
    'close-complaint-track',
    () => track('CRPO', { channel: 'mail', evidence: 'letter of the Board of 11 January 2027' }),
  );
  sees(
    '2027-01-14T10:30',
    'cora',
    'reads the whole file, with every clock',
    () => `/views/complaint-file?complaint=${id('the complaint')}`,
  );
}
