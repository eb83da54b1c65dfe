import { fact } from '../language/fact.js';
import { code, id, list, optional, sealed, text } from '../language/field.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aLimit = '0190c7a0-0000-7000-8000-0000000000b2';
const aReferral = '0190c7a0-0000-7000-8000-0000000000b1';
const aRecipient = '0190c7a0-0000-7000-8000-0000000000d1';
const aDisclosure = '0190c7a0-0000-7000-8000-0000000000d3';

/** What a therapist's limit is made of; what it is about is said in sealed words. */
export const LIMITS = ['training', 'experience', 'scope-of-practice', 'conflict', 'capacity', 'own-health'] as const;

/** What must be safeguarded when a therapist refers a client to their own private practice (CRPO 1.9). */
export const SELF_REFERRAL_SAFEGUARDS = [
  'informed-choice',
  'other-options-offered',
  'care-here-may-go-on',
  'fees-compared',
  'agency-told',
] as const;

/** How a referral came to nothing; only the first is the client's own choice. */
export const LAPSES = ['not-taken-up', 'no-place', 'not-suitable', 'recipient-declined'] as const;

const one = { case: id(), participant: id(), referral: id() };
const participant = { participant: 'participant' } as const;
const example = { case: aCase, participant: aPerson, referral: aReferral };

/** From a limit acknowledged to a client who is with somebody else (T4). */
export const referringFacts = {
  LimitAcknowledged: fact({
    type: 'LimitAcknowledged',
    stream: 'case',
    clauses: ['T4'],
    says: 'The therapist acknowledged that what a participant needs lies beyond their limits; a referral is due.',
    fields: { case: id(), participant: id(), limit: id(), kind: code(...LIMITS), words: sealed('limit', 'R', text()) },
    subjects: participant,
    compartments: { limit: 'participant' },
    example: {
      case: aCase,
      participant: aPerson,
      limit: aLimit,
      kind: 'training',
      words: 'Needs somebody trained for what happened in childhood.',
    },
  }),
  SelfReferralSafeguarded: fact({
    type: 'SelfReferralSafeguarded',
    stream: 'case',
    clauses: ['T4', 'R3'],
    says: 'The therapist offered their own private practice, with informed choice and every safeguard the standards ask for.',
    fields: { ...one, therapist: id(), safeguards: list(code(...SELF_REFERRAL_SAFEGUARDS)) },
    subjects: { ...participant, therapist: 'staff' },
    example: { ...example, therapist: aTherapist, safeguards: [...SELF_REFERRAL_SAFEGUARDS] },
  }),
  ReferralAccepted: fact({
    type: 'ReferralAccepted',
    stream: 'case',
    clauses: ['T4'],
    says: 'A participant accepted a referral.',
    fields: one,
    subjects: participant,
    example,
  }),
  ReferralDeclined: fact({
    type: 'ReferralDeclined',
    stream: 'case',
    clauses: ['T4'],
    says: 'A participant declined a referral; no reason was asked.',
    fields: { ...one, words: optional(sealed('referral', 'R', text())) },
    subjects: participant,
    compartments: { referral: 'participant' },
    example: { ...example, words: 'Too far to travel.' },
  }),
  ReferralHandedOver: fact({
    type: 'ReferralHandedOver',
    stream: 'case',
    clauses: ['T4', 'R7'],
    says: 'What the recipient of a referral needs was handed over under the participant’s express consent.',
    fields: { ...one, recipient: id(), disclosure: id() },
    subjects: { ...participant, recipient: 'named' },
    inTheWorld: true,
    example: { ...example, recipient: aRecipient, disclosure: aDisclosure },
  }),
  ReferralFollowed: fact({
    type: 'ReferralFollowed',
    stream: 'case',
    clauses: ['T4'],
    says: 'A referral was followed: the participant is seen by, or waits for, whoever they were referred to.',
    fields: { ...one, outcome: code('seen', 'on-waiting-list') },
    subjects: participant,
    example: { ...example, outcome: 'seen' },
  }),
  ReferralLapsed: fact({
    type: 'ReferralLapsed',
    stream: 'case',
    clauses: ['T4'],
    says: 'A referral came to nothing; unless the participant chose so, another is due.',
    fields: { ...one, because: code(...LAPSES) },
    subjects: participant,
    example: { ...example, because: 'no-place' },
  }),
} as const;
