import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** A correction that is granted beside the original, one that is refused; the client’s own note stands all the same. */
export function planCorrections(month: Month): void {
  const { does, refused, sees, who, of, id, person } = scriptOf(month);
  const about = (key: string, day: string) => ({ case: id(`case of ${key}`), entry: id(`note of ${key} on ${day}`) });
  const consent = (key: string) => ({
    ...of(key),
    recipient: person('clinic'),
    recipientKind: 'custodian',
    content: ['clinical-notes'],
    purpose: 'care',
    form: 'express',
    how: 'portal',
  });
  const disclosed = (key: string, day: string) => ({
    ...of(key),
    recipient: person('clinic'),
    content: ['clinical-notes'],
    entries: [id(`note of ${key} on ${day}`)],
    purpose: 'care',
    what: 'One note.',
  });
  does('2026-03-30T19:00', 'wilma', 'consents to the clinic having a note', 'consent-to-disclosure', () =>
    consent('wilma'),
  );
  does('2026-03-31T16:00', 'naomi', 'discloses the note to the clinic', 'disclose', () => disclosed('wilma', '03-10'));
  does(
    '2026-04-14T20:00',
    'wilma',
    'asks to correct it: she has two sisters; whoever had it shall be told',
    'request-correction',
    () => ({
      ...who('wilma'),
      how: 'written',
      entries: [about('wilma', '03-10')],
      tellRecipients: true,
      words: 'I have two sisters, not one.',
    }),
    'correction of wilma',
  );
  does(
    '2026-04-16T12:00',
    'naomi',
    'corrects it beside the original, which stays, struck through',
    'correct-entry',
    () => ({
      ...who('wilma'),
      request: id('correction of wilma'),
      ...about('wilma', '03-10'),
      how: 'struck-out',
      corrected: 'Two sisters, one of them in Thunder Bay.',
    }),
  );
  does('2026-04-17T10:00', 'desk', 'tells the clinic of the correction', 'report-recipient-told', () => ({
    ...who('wilma'),
    request: id('correction of wilma'),
    recipient: person('clinic'),
    outcome: 'told',
    how: 'mail',
  }));
  does(
    '2026-04-02T18:00',
    'osric',
    'asks to correct a note: he was not angry, he was tired',
    'request-correction',
    () => ({
      ...who('osric'),
      how: 'written',
      entries: [about('osric', '03-24')],
      tellRecipients: false,
      words: 'I was not angry. I was tired.',
    }),
    'correction of osric',
  );
  const refusing = (complaintRightTold: boolean) => ({
    ...who('osric'),
    request: id('correction of osric'),
    because: 'professional-opinion',
    complaintRightTold,
    noticeBy: 'mail',
    reasons: 'It is what the therapist observed, in good faith.',
  });
  refused(
    '2026-04-20T16:00',
    'naomi',
    'refuses it without saying where to complain',
    'complaint-right-not-told',
    'refuse-correction',
    () => refusing(false),
  );
  does('2026-04-20T16:10', 'naomi', 'refuses it as her professional opinion, in writing', 'refuse-correction', () =>
    refusing(true),
  );
  does('2026-04-22T19:00', 'osric', 'attaches his own note to it, which goes wherever it goes', 'attach-note', () => ({
    ...who('osric'),
    kind: 'statement-of-disagreement',
    to: 'entries',
    entries: [about('osric', '03-24')],
    request: id('correction of osric'),
    words: 'I did not say that I was angry; I said that I was tired.',
  }));
  does('2026-05-04T19:00', 'osric', 'consents to the clinic having that note', 'consent-to-disclosure', () =>
    consent('osric'),
  );
  does('2026-05-05T16:00', 'naomi', 'discloses it: his own note goes with it', 'disclose', () =>
    disclosed('osric', '03-24'),
  );
  sees(
    '2026-05-05T19:00',
    'osric',
    'sees what was disclosed, with his note',
    () => `/views/disclosures?case=${id('case of osric')}`,
  );
}
