import { createHash } from 'node:crypto';
import { scriptOf } from './script.js';
import { instantOf } from './stage.js';
import type { Month } from './weeks.js';

/** What must be kept longer, and what may not be destroyed. */
export function planRetention(month: Month): void {
  const { does, refused, sees, id } = scriptOf(month);
  does('2026-05-21T12:30', 'naomi', 'flags hedda’s record: no limitation period', 'flag-retention', () => ({
    case: id('case of hedda'),
    flag: 'no-limitation-period',
    reason: 'What she told of a former therapist: Limitations Act, 2002, s. 16 (1) (h).',
  }));
  does(
    '2026-09-14T11:00',
    'officer',
    'holds osric’s case: a summons has come',
    'place-case-hold',
    () => ({
      case: id('case of osric'),
      because: 'summons',
      document: createHash('sha256').update('the summons of the demo').digest('hex'),
      reason: 'Summons of the Superior Court of 10 September.',
    }),
    'hold on osric',
  );
  refused('2026-09-14T11:10', 'naomi', 'would take the hold off again', 'not-found', 'release-case-hold', () => ({
    case: id('case of osric'),
    hold: id('hold on osric'),
    because: 'not-needed',
  }));
  sees(
    '2027-01-18T10:30',
    'officer',
    'sees what is kept until when, and what blocks its destruction',
    () => '/views/retention',
  );
}

/** A long weekend: what was said on Friday before noon counts, though it is entered on Tuesday. */
export function planThanksgiving(month: Month): void {
  const { does, of, id, person } = scriptOf(month);
  does(
    '2026-10-13T09:10',
    'desk',
    'enters theda’s voicemail of Fri 9 at 11:50: in time, what the clock said is taken back',
    'cancel-seat',
    () => ({
      ...of('theda'),
      session: id('session of theda on 10-13'),
      happenedAt: instantOf('2026-10-09T11:50'),
      precision: 'minute',
      channel: 'voicemail',
      evidence: 'voicemail 2026-10-09 number 2',
      informant: person('theda'),
    }),
  );
}

/** A therapist may not practise for a while: what was booked is called off, nothing new is booked, the client changes over. */
export function planSuspension(month: Month): void {
  const { does, refused, sees, id, person, of } = scriptOf(month);
  does(
    '2026-12-21T09:00',
    'manager',
    'records that tomas is suspended from tomorrow, by the Public Register',
    'change-registration-status',
    () => ({
      therapist: person('tomas'),
      status: 'suspended',
      from: '2026-12-22',
      source: 'Public Register',
    }),
  );
  sees(
    '2026-12-21T09:10',
    'desk',
    'sees which sessions became impossible',
    () => `/views/affected-bookings?therapist=${person('tomas')}`,
  );
  does(
    '2026-12-21T09:20',
    'manager',
    'calls them off: by the agency, with a notice and another offer',
    'cancel-barred-bookings',
    () => ({
      therapist: person('tomas'),
    }),
  );
  refused(
    '2026-12-21T09:40',
    'desk',
    'would book xanthe with him for January',
    'therapist-not-in-good-standing',
    'book-session',
    () => ({
      case: id('case of xanthe'),
      therapist: person('tomas'),
      startLocal: '2027-01-05T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [person('xanthe')],
    }),
  );
  does('2026-12-22T10:00', 'desk', 'changes xanthe over to naomi, as she wishes', 'assign-therapist', () => ({
    case: id('case of xanthe'),
    therapist: person('naomi'),
  }));
  sees(
    '2026-12-22T18:00',
    'xanthe',
    'reads what naomi is yet to tell her',
    () => `/views/introductions?case=${of('xanthe').case}`,
  );
}
