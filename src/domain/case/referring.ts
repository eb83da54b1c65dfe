import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { instructionsOf } from '../person/linked-instructions.js';
import type { World } from '../world.js';
import { type DisclosureState, disclose } from './disclosure.js';
import { endingFacts } from './ending.js';
import type { RecordState } from './record.js';
import { type LAPSES, type LIMITS, referringFacts, SELF_REFERRAL_SAFEGUARDS } from './referring-facts.js';
import { type RosterState, requireParticipant } from './roster.js';

const { LimitAcknowledged, SelfReferralSafeguarded, ReferralAccepted, ReferralDeclined } = referringFacts;
const { ReferralHandedOver, ReferralFollowed, ReferralLapsed } = referringFacts;
const { ReferralOffered } = endingFacts;

/** How far a referral has come. */
export type ReferralStage = 'offered' | 'accepted' | 'declined' | 'followed' | 'lapsed';

/** One referral of one participant. */
export interface Referral {
  readonly participant: string;
  stage: ReferralStage;
  /** What was last said of it: a repeat says nothing new. */
  last: string;
  /** Fact by which it was offered. */
  readonly fact: string;
  /** To whom it was handed over. */
  readonly handedTo: Set<string>;
}

export interface ReferringState {
  readonly referrals: Map<string, Referral>;
  /** Participant → fact of the limit acknowledged last, until a referral was offered. */
  readonly limits: Map<string, string>;
}

const move = (s: ReferringState, referral: string, stage: ReferralStage, last: string = stage): void => {
  const known = s.referrals.get(referral);
  if (known === undefined) return;
  known.stage = stage;
  known.last = last;
};

export const referring = evolution<ReferringState, typeof referringFacts, Pick<typeof endingFacts, 'ReferralOffered'>>(
  () => ({ referrals: new Map(), limits: new Map() }),
  referringFacts,
  {
    LimitAcknowledged: (s, { id: fact, open }) => void s.limits.set(open.participant, fact),
    SelfReferralSafeguarded: () => {},
    ReferralAccepted: (s, { open }) => move(s, open.referral, 'accepted'),
    ReferralDeclined: (s, { open }) => move(s, open.referral, 'declined'),
    ReferralHandedOver: (s, { open }) => void s.referrals.get(open.referral)?.handedTo.add(open.recipient),
    ReferralFollowed: (s, { open }) => move(s, open.referral, 'followed', open.outcome),
    ReferralLapsed: (s, { open }) => move(s, open.referral, 'lapsed', open.because),
  },
  {
    ReferralOffered: (s, { id: fact, open }) => {
      const { participant, referral } = open;
      s.limits.delete(participant);
      s.referrals.set(referral, { participant, stage: 'offered', last: 'offered', fact, handedTo: new Set() });
    },
  },
);

export const referralNotFound = refusal('referral-not-found', 'No such referral was offered to this participant.', {
  clause: 'T4',
});
export const referralIsOver = refusal('referral-over', 'This referral was followed or lapsed; offer another.', {
  clause: 'T4',
});
export const referralNotAccepted = refusal(
  'referral-not-accepted',
  'Nothing is handed over, and nothing followed, before the participant has accepted the referral.',
  { clause: 'T4' },
);
export const selfReferralUnsafeguarded = refusal(
  'self-referral-unsafeguarded',
  'A therapist refers to their own private practice only with the client’s informed choice and every safeguard of the standards.',
  { clause: 'T4', status: 422 },
);
type Slices = {
  readonly roster: RosterState;
  readonly disclosures: DisclosureState;
  readonly referring: ReferringState;
};
/** One referral of one participant of a case, by its id. */
export interface ReferralNamed {
  readonly case: string;
  readonly participant: string;
  readonly referral: string;
}

/** The referral named, when it is that participant's; people who left keep theirs. */
function named(state: Slices, { participant, referral }: ReferralNamed): Referral | Decision {
  const refused = requireParticipant(state, participant, false);
  if (refused) return refused;
  const known = state.referring.referrals.get(referral);
  return known?.participant === participant ? known : referralNotFound({ field: 'referral' });
}

/** The therapist says where their limits lie; each limit is a fact of its own. */
export function acknowledgeLimit(
  state: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly limit: string;
    readonly kind: (typeof LIMITS)[number];
    readonly words: string;
  },
): Decision {
  return requireParticipant(state, action.participant, false) ?? accept(LimitAcknowledged(action));
}

/** Offers a referral, during counselling or after; to the therapist's own practice only with every safeguard. */
export function offerReferral(
  state: Slices,
  action: ReferralNamed & {
    readonly to: string;
    readonly ownPractice: boolean;
    readonly safeguards: readonly (typeof SELF_REFERRAL_SAFEGUARDS)[number][];
  },
): Decision {
  const { to, ownPractice, safeguards, ...referral } = action;
  const refused = requireParticipant(state, referral.participant, false);
  if (refused) return refused;
  if (ownPractice && !SELF_REFERRAL_SAFEGUARDS.every((one) => safeguards.includes(one)))
    return selfReferralUnsafeguarded({ field: 'safeguards' });
  const limit = state.referring.limits.get(referral.participant);
  const offered = ReferralOffered({ ...referral, to }, limit === undefined ? {} : { restsOn: [limit] });
  if (!ownPractice) return accept(offered);
  return accept(
    offered,
    SelfReferralSafeguarded({ ...referral, therapist: state.roster.therapist as string, safeguards }),
  );
}

const over = ({ stage }: Referral): boolean => stage === 'followed' || stage === 'lapsed';

/** A participant accepts a referral, after having declined it too. */
export function acceptReferral(state: Slices, action: ReferralNamed): Decision {
  const known = named(state, action);
  if (!('stage' in known)) return known;
  if (known.stage === 'accepted') return accept();
  if (over(known)) return referralIsOver({ field: 'referral' });
  return accept(ReferralAccepted(action, { restsOn: [known.fact] }));
}

/** A participant declines a referral, with words or without. */
export function declineReferral(state: Slices, action: ReferralNamed & { readonly words?: string }): Decision {
  const known = named(state, action);
  if (!('stage' in known)) return known;
  if (known.stage === 'declined') return accept();
  if (over(known)) return referralIsOver({ field: 'referral' });
  return accept(ReferralDeclined(action, { restsOn: [known.fact] }));
}

/**
 * Hands over what the recipient needs, once: the disclosure's own checks decide what may go, and no authority takes the
 * place of the express consent. What is refused is on record as a disclosure refused.
 */
export function handOver(
  state: Slices & { readonly record: RecordState },
  { referral, ...disclosure }: ReferralNamed & Omit<Parameters<typeof disclose>[1], 'authority'>,
  c: Pick<Circumstances<World>, 'happenedAt' | 'world'>,
): Decision {
  const action = { case: disclosure.case, participant: disclosure.participant, referral };
  const known = named(state, action);
  if (!('stage' in known)) return known;
  if (known.stage === 'lapsed') return referralIsOver({ field: 'referral' });
  if (known.stage !== 'accepted' && known.stage !== 'followed') return referralNotAccepted({ field: 'referral' });
  if (known.handedTo.has(disclosure.recipient)) return accept();
  const express = [...state.disclosures.consents].filter(([, consent]) => consent.form === 'express');
  const disclosures = { ...state.disclosures, consents: new Map(express) };
  const instructions = instructionsOf(c.world, disclosure.participant);
  const disclosed = disclose({ ...state, disclosures }, disclosure, c, instructions);
  if ('refusal' in disclosed) return disclosed;
  const { recipient, disclosure: made } = disclosure;
  return accept(
    ...disclosed.facts,
    ReferralHandedOver({ ...action, recipient, disclosure: made }, { restsOn: [known.fact] }),
  );
}

/** Records that a referral was followed, or that they wait for it. */
export function followReferral(
  state: Slices,
  action: ReferralNamed & { readonly outcome: 'seen' | 'on-waiting-list' },
): Decision {
  const known = named(state, action);
  if (!('stage' in known)) return known;
  if (known.last === action.outcome) return accept();
  return accept(ReferralFollowed(action, { restsOn: [known.fact] }));
}

/** Records that a referral came to nothing, and why. */
export function lapseReferral(
  state: Slices,
  action: ReferralNamed & { readonly because: (typeof LAPSES)[number] },
): Decision {
  const known = named(state, action);
  if (!('stage' in known)) return known;
  if (known.last === action.because) return accept();
  return accept(ReferralLapsed(action, { restsOn: [known.fact] }));
}
