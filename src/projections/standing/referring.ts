import { referringFacts } from '../../domain/case/referring-facts.js';
import { nothing } from '../view.js';
import { standingPart, stands } from './part.js';

const matter = (participant: string): string => `referral for ${participant}`;

/** T4 is open from a limit acknowledged until a referral is offered, and again when that one came to nothing. */
export const referringStanding = standingPart({
  follows: referringFacts,
  on: {
    LimitAcknowledged: (f) => [stands(f, 'T4', matter(f.open.participant), 'open', f.open.participant)],
    SelfReferralSafeguarded: (f) => [
      stands(f, 'T4', `safeguards of referral ${f.open.referral}`, 'kept', f.open.participant),
    ],
    // The answer to one referral settles no limit acknowledged since.
    ReferralAccepted: (f) => [stands(f, 'T4', `answer to ${f.open.referral}`, 'kept', f.open.participant)],
    ReferralDeclined: (f) => [stands(f, 'T4', `answer to ${f.open.referral}`, 'kept', f.open.participant)],
    ReferralHandedOver: (f) => [
      stands(f, 'T4', `handing over of ${f.open.referral} to ${f.open.recipient}`, 'kept', f.open.participant),
    ],
    ReferralFollowed: nothing,
    ReferralLapsed: (f) =>
      f.open.because === 'not-taken-up'
        ? []
        : [stands(f, 'T4', matter(f.open.participant), 'open', f.open.participant)],
  },
});
