import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

const PARTS = ['nature', 'benefits', 'risks', 'side-effects', 'alternatives', 'not-proceeding'] as const;

/** A technique that needs its own consent: explained, consented to, used, withdrawn; a touch that nobody had asked about. */
export function planTechniques(month: Month): void {
  const { does, refused, sees, of, id } = scriptOf(month);
  const emdr = () => ({ case: id('case of isidore'), technique: id('EMDR of isidore') });
  const his = () => ({ ...emdr(), participant: of('isidore').participant, how: 'verbal' });
  const use = (day: string) => ({ ...emdr(), session: id(`session of isidore on ${day}`) });
  does(
    '2026-04-30T11:10',
    'naomi',
    'proposes EMDR to isidore and says why',
    'propose-technique',
    () => ({ case: id('case of isidore'), kind: 'EMDR', why: 'The nightmares go on.' }),
    'EMDR of isidore',
  );
  refused(
    '2026-04-30T11:12',
    'isidore',
    'would consent at once',
    'technique-not-explained',
    'consent-to-technique',
    his,
  );
  does(
    '2026-04-30T11:30',
    'naomi',
    'explains it: nature, benefits, risks, alternatives, and not doing it',
    'explain-technique',
    () => ({
      ...emdr(),
      participant: of('isidore').participant,
      covered: [...PARTS],
      questionsAnswered: true,
      notes: 'Asked whether it can be stopped halfway: at any moment.',
    }),
  );
  refused(
    '2026-04-30T11:40',
    'naomi',
    'would begin it there and then',
    'technique-not-consented',
    'use-technique',
    () => use('04-30'),
  );
  does('2026-05-13T19:30', 'isidore', 'consents, after two weeks', 'consent-to-technique', () => ({
    ...his(),
    how: 'portal',
  }));
  does('2026-05-14T11:20', 'naomi', 'uses it in the session', 'use-technique', () => use('05-14'));
  does('2026-05-28T11:15', 'naomi', 'uses it a second time', 'use-technique', () => use('05-28'));
  does('2026-06-03T20:00', 'isidore', 'withdraws his consent: the nights got worse', 'withdraw-technique-consent', his);
  refused('2026-06-11T11:15', 'naomi', 'would use it once more', 'technique-not-consented', 'use-technique', () =>
    use('06-11'),
  );
  does(
    '2026-06-04T17:40',
    'desmond',
    'reports that he laid a hand on a shoulder, without having asked',
    'report-technique-used',
    () => ({
      case: id('case of rosamund'),
      session: id('session of rosamund on 06-04'),
      kind: 'touch',
      words: 'A hand on the shoulder at the door; she did not mind, I had not asked.',
    }),
  );
  sees('2026-06-11T18:00', 'isidore', 'reads what was explained, consented to and used', () => {
    return `/views/techniques?case=${id('case of isidore')}`;
  });
}

/** Limits are acknowledged by referring: accepted, consented to, handed over, followed; or declined. */
export function planReferrals(month: Month): void {
  const { does, refused, sees, of, id, person } = scriptOf(month);
  const birgitta = () => ({ ...of('birgitta'), referral: id('referral of birgitta') });
  const handing = () => ({
    ...birgitta(),
    recipient: person('clinic'),
    content: ['goals-and-progress'],
    what: 'One page: goals, what helped, what did not.',
  });
  does(
    '2026-06-16T11:25',
    'ottoline',
    'acknowledges that birgitta needs somebody trained for it',
    'acknowledge-limit',
    () => ({
      ...of('birgitta'),
      kind: 'training',
      words: 'What came up belongs with somebody trained for early trauma.',
    }),
  );
  refused(
    '2026-06-16T11:30',
    'ottoline',
    'refers her to her own practice without a word on fees',
    'self-referral-unsafeguarded',
    'offer-referral',
    () => ({
      ...of('birgitta'),
      to: 'My own practice, on Saturdays.',
      ownPractice: true,
    }),
  );
  does(
    '2026-06-16T11:40',
    'ottoline',
    'offers a referral to the trauma clinic',
    'offer-referral',
    () => ({ ...of('birgitta'), to: 'The trauma clinic at the harbour, by its intake line.', ownPractice: false }),
    'referral of birgitta',
  );
  refused(
    '2026-06-17T09:00',
    'ottoline',
    'would hand over before it is accepted',
    'referral-not-accepted',
    'hand-over-referral',
    handing,
  );
  does('2026-06-18T20:10', 'birgitta', 'accepts', 'accept-referral', birgitta);
  refused(
    '2026-06-19T09:00',
    'ottoline',
    'would hand over without her consent',
    'disclosure-not-allowed',
    'hand-over-referral',
    handing,
  );
  does(
    '2026-06-22T19:00',
    'birgitta',
    'consents to the clinic having goals and progress',
    'consent-to-disclosure',
    () => ({
      ...of('birgitta'),
      recipient: person('clinic'),
      recipientKind: 'custodian',
      content: ['goals-and-progress'],
      purpose: 'care',
      form: 'express',
      how: 'portal',
    }),
  );
  does('2026-06-23T09:30', 'ottoline', 'hands over one page to the clinic', 'hand-over-referral', handing);
  does('2026-07-20T18:30', 'birgitta', 'reports that she is seen there', 'report-referral-followed', () => ({
    ...birgitta(),
    outcome: 'seen',
  }));
  does(
    '2026-05-19T11:25',
    'desmond',
    'acknowledges that what ewart asks for is beyond his scope',
    'acknowledge-limit',
    () => ({
      ...of('ewart'),
      kind: 'scope-of-practice',
      words: 'Asks about his medication.',
    }),
  );
  does(
    '2026-05-19T11:30',
    'desmond',
    'offers ewart a referral',
    'offer-referral',
    () => ({ ...of('ewart'), to: 'A psychiatrist, through the family physician.', ownPractice: false }),
    'referral of ewart',
  );
  does('2026-05-21T18:00', 'ewart', 'declines it; no reason is asked', 'decline-referral', () => ({
    ...of('ewart'),
    referral: id('referral of ewart'),
  }));
  sees(
    '2026-07-20T18:45',
    'birgitta',
    'reads how her referral went',
    () => `/views/referrals?case=${id('case of birgitta')}`,
  );
}
