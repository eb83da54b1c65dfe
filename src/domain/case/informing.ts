import { POLICY_KINDS, type PolicyKind, type PublishedPolicy } from '../agency/agency.js';
import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, digest, id, name } from '../language/field.js';
import { type CounsellingState, explained, liveConsent } from './counselling.js';
import { type RosterState, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aPolicy = '0190c7a0-0000-7000-8000-000000000b01';

/** How a text reached a person. */
export const GIVEN_HOW = ['in-person', 'e-mail', 'mail', 'portal', 'read-aloud'] as const;

export const informingFacts = {
  PolicyGiven: fact({
    type: 'PolicyGiven',
    stream: 'case',
    clauses: ['R3', 'R7'],
    says: 'A version of a policy was given to a participant: which text, by whom, how.',
    fields: {
      case: id(),
      participant: id(),
      policy: id(),
      kind: code(...POLICY_KINDS),
      version: name(),
      digest: digest(),
      how: code(...GIVEN_HOW),
    },
    subjects: { participant: 'participant' },
    inTheWorld: true,
    example: {
      case: aCase,
      participant: aPerson,
      policy: aPolicy,
      kind: 'limits-of-confidentiality',
      version: '2026-1',
      digest: 'a'.repeat(64),
      how: 'in-person',
    },
  }),
  PolicyAcknowledged: fact({
    type: 'PolicyAcknowledged',
    stream: 'case',
    clauses: ['R3', 'R7'],
    says: 'A participant acknowledged a version of a policy they had been given.',
    fields: { case: id(), participant: id(), policy: id(), kind: code(...POLICY_KINDS), version: name() },
    subjects: { participant: 'participant' },
    example: {
      case: aCase,
      participant: aPerson,
      policy: aPolicy,
      kind: 'limits-of-confidentiality',
      version: '2026-1',
    },
  }),
} as const;

const { PolicyGiven, PolicyAcknowledged } = informingFacts;

export interface PolicyHanded {
  readonly participant: string;
  readonly policy: string;
  readonly kind: PolicyKind;
  readonly version: string;
  readonly at: string;
  readonly fact: string;
  acknowledged: boolean;
}

export interface InformingState {
  readonly given: PolicyHanded[];
}

export const informing = evolution<InformingState, typeof informingFacts>(() => ({ given: [] }), informingFacts, {
  PolicyGiven: (s, { id: factId, open, happenedAt }) =>
    void s.given.push({
      participant: open.participant,
      policy: open.policy,
      kind: open.kind,
      version: open.version,
      at: happenedAt,
      fact: factId,
      acknowledged: false,
    }),
  PolicyAcknowledged: (s, { open }) => {
    for (const g of s.given) {
      if (g.participant === open.participant && g.policy === open.policy) g.acknowledged = true;
    }
  },
});

/** True when some version of a kind of policy had been given to a participant by an instant. */
export const wasGiven = (s: InformingState, participant: string, kind: PolicyKind, at: string): boolean =>
  s.given.some((g) => g.participant === participant && g.kind === kind && g.at <= at);

/**
 * What a participant has yet to be given before a first session may start: the required policies in force, the explanation
 * of counselling, and consent to it. Empty when nothing is missing.
 */
export function missingBeforeFirstSession(
  { informing: s, counselling }: { readonly informing: InformingState; readonly counselling: CounsellingState },
  participant: string,
  policies: readonly PublishedPolicy[],
): readonly ('policy' | 'explanation' | 'consent')[] {
  const given = (p: PublishedPolicy) => s.given.some((g) => g.participant === participant && g.policy === p.policy);
  return [
    ...(policies.every(given) ? [] : (['policy'] as const)),
    ...(explained(counselling, participant) ? [] : (['explanation'] as const)),
    ...(liveConsent(counselling, participant) ? [] : (['consent'] as const)),
  ];
}

export const unknownPolicy = refusal('unknown-policy', 'No such version of a policy has been published.', {
  clause: 'R3',
});
export const policyNotGiven = refusal(
  'policy-not-given',
  'The participant has not been given this version of the policy.',
  {
    clause: 'R3',
  },
);

type Slices = { readonly roster: RosterState; readonly informing: InformingState };

/** Records a version handed over, also ahead of the day from which it is in force: that it was is nothing to refuse (rule 36). */
export function givePolicy(
  state: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly policy: string;
    readonly how: (typeof GIVEN_HOW)[number];
  },
  published: readonly PublishedPolicy[],
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const policy = published.find((p) => p.policy === action.policy);
  if (policy === undefined) return unknownPolicy({ field: 'policy' });
  const { kind, version, digest: textDigest } = policy;
  return accept(PolicyGiven({ ...action, kind, version, digest: textDigest }));
}

export function acknowledgePolicy(
  state: Slices,
  action: { readonly case: string; readonly participant: string; readonly policy: string },
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const given = state.informing.given.find((g) => g.participant === action.participant && g.policy === action.policy);
  if (given === undefined) return policyNotGiven({ field: 'policy' });
  if (given.acknowledged) return accept();
  const { kind, version, fact: rests } = given;
  return accept(PolicyAcknowledged({ ...action, kind, version }, { restsOn: [rests] }));
}
