import { endingFacts } from '../domain/case/ending.js';
import { referringFacts } from '../domain/case/referring-facts.js';
import { put, set, view } from './view.js';

const { ReferralOffered } = endingFacts;

/** Limits acknowledged and referrals, each as far as it has come. */
export const referralsView = view({
  name: 'referrals',
  title: 'Referrals',
  says: 'Limits that the therapist acknowledged, and referrals: offered, accepted, declined, handed over to whom, followed or lapsed.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant', 'recipient'],
  columns: {
    kind: { kind: 'text', says: 'limit or referral.' },
    participant: { kind: 'text', says: 'Whose.', indexed: true },
    referral: { kind: 'text', says: 'Id of the referral.' },
    state: { kind: 'text', says: 'acknowledged; or offered, accepted, declined, followed or lapsed.', indexed: true },
    because: { kind: 'text', says: 'What the limit is made of, what came of the referral, or why it lapsed.' },
    since: { kind: 'text', says: 'When it was acknowledged or offered.' },
    at: { kind: 'text', says: 'Since when it stands so.' },
    recipient: { kind: 'text', says: 'To whom it was handed over.' },
    disclosure: { kind: 'text', says: 'The disclosure by which it was handed over.' },
    safeguards: { kind: 'json', says: 'For the therapist’s own practice: what was safeguarded.' },
    to: { kind: 'box', says: 'To whom it is, or what lies beyond the limits.' },
    words: { kind: 'box', says: 'What the participant said.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['since'],
  follows: { ...referringFacts, ReferralOffered },
  on: {
    LimitAcknowledged: ({ id, open, sealed, happenedAt }) => [
      put(open.limit, {
        kind: 'limit',
        participant: open.participant,
        state: 'acknowledged',
        because: open.kind,
        since: happenedAt,
        at: happenedAt,
        to: sealed['limit'] ?? null,
        fact: id,
      }),
    ],
    ReferralOffered: ({ id, open, sealed, happenedAt }) => [
      put(open.referral, {
        kind: 'referral',
        participant: open.participant,
        referral: open.referral,
        state: 'offered',
        since: happenedAt,
        at: happenedAt,
        to: sealed['referral'] ?? null,
        fact: id,
      }),
    ],
    SelfReferralSafeguarded: ({ open }) => [
      set(open.referral, { because: 'own-practice', safeguards: open.safeguards }),
    ],
    ReferralAccepted: ({ id, open, happenedAt }) => [
      set(open.referral, { state: 'accepted', at: happenedAt, fact: id }),
    ],
    ReferralDeclined: ({ id, open, sealed, happenedAt }) => [
      set(open.referral, { state: 'declined', at: happenedAt, words: sealed['referral'] ?? null, fact: id }),
    ],
    ReferralHandedOver: ({ id, open, happenedAt }) => [
      set(open.referral, { recipient: open.recipient, disclosure: open.disclosure, at: happenedAt, fact: id }),
    ],
    ReferralFollowed: ({ id, open, happenedAt }) => [
      set(open.referral, { state: 'followed', because: open.outcome, at: happenedAt, fact: id }),
    ],
    ReferralLapsed: ({ id, open, happenedAt }) => [
      set(open.referral, { state: 'lapsed', because: open.because, at: happenedAt, fact: id }),
    ],
  },
});
