import { plus } from './agenda.js';
import { instantOf } from './stage.js';
import { attended, bookNext, type Course, confirms, explains, type Month, receipts, starts } from './weeks.js';

/** Consent to an insurer, kept to, then withdrawn; a lawyer's letter that opens nothing. */
export function planDisclosures({ stage, agenda }: Month): void {
  const of = (key: string) => ({ case: stage.id(`case of ${key}`), participant: stage.person(key) });
  const toInsurer = (content: readonly string[]) => ({
    ...of('wilma'),
    recipient: stage.person('insurer'),
    content,
    purpose: 'insurance',
    what: 'Dates of the sessions of February; nothing of what was said.',
  });
  const consent = (form: string) => ({
    ...of('wilma'),
    recipient: stage.person('insurer'),
    recipientKind: 'insurer',
    content: ['attendance', 'fees'],
    purpose: 'insurance',
    form,
    how: 'portal',
  });
  agenda.at('2026-02-04T17:50', () =>
    stage.isRefused(
      'wilma',
      'leaves her consent for the insurer implied',
      'express-consent-needed',
      'consent-to-disclosure',
      consent('implied'),
    ),
  );
  agenda.at('2026-02-04T18:00', async () => {
    const { id = '' } = await stage.does('wilma', 'consents to her insurer having dates and fees', (as) =>
      as('consent-to-disclosure', consent('express')),
    );
    stage.ids.set('consent of wilma', id);
  });
  agenda.at('2026-02-05T16:30', () =>
    stage.does('naomi', 'discloses dates to the insurer, under that consent', (as) =>
      as('disclose', toInsurer(['attendance'])),
    ),
  );
  agenda.at('2026-02-06T16:40', () =>
    stage.isRefused(
      'naomi',
      'would disclose notes to the insurer',
      'disclosure-not-allowed',
      'disclose',
      toInsurer(['clinical-notes']),
    ),
  );
  agenda.at('2026-02-12T19:30', () =>
    stage.does('wilma', 'withdraws her consent for the insurer', (as) =>
      as('withdraw-disclosure-consent', { ...of('wilma'), consent: stage.id('consent of wilma') }),
    ),
  );
  agenda.at('2026-02-13T16:40', () =>
    stage.isRefused(
      'naomi',
      'would disclose dates to the insurer once more',
      'disclosure-not-allowed',
      'disclose',
      toInsurer(['attendance']),
    ),
  );
  agenda.at('2026-02-12T09:40', () =>
    stage.isRefused('naomi', 'answers a lawyer’s letter about osric', 'disclosure-not-allowed', 'disclose', {
      ...of('osric'),
      recipient: stage.person('lawyer'),
      content: ['whole-record'],
      purpose: 'legal',
      what: 'A letter asks for the whole record; it is no order.',
    }),
  );
}

/** An employer pays for hollis until he withdraws; his e-mail is found after a disclosure, which is questioned. */
export function planPayer({ stage, agenda }: Month): void {
  const theirs = () => ({ case: stage.id('case of hollis'), participant: stage.person('hollis') });
  const payer = () => ({ ...theirs(), kind: 'third-party-payer', payer: stage.person('employer') });
  agenda.at('2026-02-03T10:00', () =>
    stage.isRefused('desk', 'bills hollis’s employer programme', 'payer-needs-consent', 'agree-arrangement', payer()),
  );
  agenda.at('2026-02-03T12:40', async () => {
    const { id = '' } = await stage.does('hollis', 'consents to his employer programme being billed', (as) =>
      as('consent-to-disclosure', {
        ...theirs(),
        recipient: stage.person('employer'),
        recipientKind: 'employer',
        content: ['attendance', 'fees'],
        purpose: 'payment',
        form: 'express',
        how: 'written',
      }),
    );
    stage.ids.set('consent of hollis', id);
  });
  agenda.at('2026-02-03T13:00', () =>
    stage.does('desk', 'agrees that the employer programme pays for hollis', async (as) => {
      const { id = '' } = await as('agree-arrangement', payer());
      stage.ids.set('arrangement of hollis', id);
    }),
  );
  agenda.at('2026-02-12T10:00', () =>
    stage.does('rhea', 'discloses attendance to the employer programme', (as) =>
      as('disclose', {
        ...theirs(),
        recipient: stage.person('employer'),
        content: ['attendance'],
        purpose: 'payment',
        what: 'One session in February.',
      }),
    ),
  );
  agenda.at('2026-02-13T09:30', () =>
    stage.does(
      'desk',
      'finds hollis’s e-mail of Wed 11: he had withdrawn; the disclosure of Thu 12 is questioned',
      (as) =>
        as('withdraw-disclosure-consent', {
          ...theirs(),
          consent: stage.id('consent of hollis'),
          happenedAt: instantOf('2026-02-11T16:30'),
          precision: 'minute',
          channel: 'e-mail',
          evidence: 'e-mail 2026-02-11 16:30',
          informant: stage.person('hollis'),
        }),
    ),
  );
  agenda.at('2026-02-13T09:35', () =>
    stage.does('desk', 'ends the employer programme’s arrangement', (as) =>
      as('end-arrangement', { ...theirs(), arrangement: stage.id('arrangement of hollis') }),
    ),
  );
}

/** The employer pays after the session by agreement; the receipt waits for the money. */
export const paidByEmployer: Course = (month, meeting) => {
  const { stage, agenda } = month;
  const { start } = meeting;
  confirms(month, meeting);
  agenda.at(plus(start, -10), () => explains(stage, meeting.case, meeting.weekly));
  agenda.at(start, () => starts(stage, meeting));
  agenda.at(plus(start, 50), () => attended(stage, meeting));
  bookNext(month, meeting, plus(start, 55));
  agenda.at('2026-02-06T11:30', async () => {
    await stage.does('desk', 'records the employer programme’s payment for hollis', (as) =>
      as('record-payment', {
        case: stage.id(meeting.case),
        participant: stage.person('hollis'),
        payer: stage.person('employer'),
        cents: 14_000,
        method: 'direct-deposit',
      }),
    );
    await receipts(stage, meeting);
  });
};
