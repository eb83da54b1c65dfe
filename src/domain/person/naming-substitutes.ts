import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import {
  type AUTHORITY_ENDS,
  type Authority,
  type DecidingState,
  decidingFacts,
  FOR_CHILDREN,
  isUnder16,
  type Matter,
  type Rank,
} from './deciding-for.js';

const {
  SubstituteNamed,
  SubstituteEnded,
  ObjectionMade,
  ObjectionWithdrawn,
  CapacityFound,
  OwnCounsellingDecided,
  PersonDied,
} = decidingFacts;

export const ownSubstitute = refusal('own-substitute', 'Nobody is their own substitute.', {
  status: 422,
  clause: 'R7',
});
export const namesOneself = refusal(
  'substitute-names-oneself',
  'Whoever is to decide for a person is entered by somebody else.',
  { status: 422, clause: 'R7' },
);
export const authorityOverBeforeItBegins = refusal(
  'authority-over-before-it-begins',
  'An authority cannot end before it begins.',
  { status: 422 },
);
export const estateTrusteeNeedsDeath = refusal(
  'estate-trustee-after-death-only',
  'An estate trustee decides after the person’s death only, and after it nobody else does.',
  { clause: 'R7' },
);
export const authorityNeedsEvidence = refusal(
  'authority-needs-evidence',
  'This authority needs a document: a statement of one’s own is not enough.',
  { clause: 'R7', status: 422 },
);
export const authorityNotFound = refusal('authority-not-found', 'There is no such authority.', { clause: 'R7' });
export const notASubstitute = refusal('not-a-substitute', 'Only who may decide for the person can object.', {
  clause: 'R7',
});
export const objectionNotFound = refusal('objection-not-found', 'There is no such objection by this person.', {
  clause: 'R7',
});
export const onlyTheChildDecides = refusal(
  'only-the-child-decides',
  'That a child decided on their own is for the child to say, not for who decides for them.',
  { clause: 'R7', status: 422 },
);
export const dayInTheFuture = refusal('day-in-the-future', 'This day lies in the future.', { status: 422 });

type Slices = { readonly deciding: DecidingState };

/** Ranks that rest on a document; an adult's relatives may state who they are (HCCA s. 20(4)). */
const BY_DOCUMENT: ReadonlySet<Rank> = new Set([
  'guardian',
  'attorney-personal-care',
  'ccb-representative',
  'pgt',
  'estate-trustee',
  // Who a child's parent is, and with what custody, no single statement settles (CRPO on custody and consent).
  ...FOR_CHILDREN,
  'access-parent',
]);

/** `missing`: why person or substitute is not known, if so. */
export function nameSubstitute(
  { deciding: s }: Slices,
  action: Parameters<typeof SubstituteNamed>[0],
  missing: Decision | undefined,
  { actor }: Pick<Circumstances, 'actor'>,
): Decision {
  if (missing) return missing;
  if (action.person === action.substitute) return ownSubstitute({ field: 'substitute' });
  // Staff would open to themselves what their work keeps from them.
  if (action.substitute === actor.person) return namesOneself({ field: 'substitute' });
  if (action.until !== undefined && action.until < action.from) return authorityOverBeforeItBegins({ field: 'until' });
  if ((s.diedOn !== undefined) !== (action.rank === 'estate-trustee'))
    return estateTrusteeNeedsDeath({ field: 'rank' });
  if (BY_DOCUMENT.has(action.rank) && action.evidence === 'own-statement')
    return authorityNeedsEvidence({ field: 'evidence' });
  const same = [...s.authorities.values()].some(
    (one) =>
      one.substitute === action.substitute &&
      one.rank === action.rank &&
      one.from === action.from &&
      one.until === action.until &&
      [...one.scope].sort().join() === [...action.scope].sort().join(),
  );
  return same ? accept() : accept(SubstituteNamed(action));
}

export function endSubstitute(
  { deciding: s }: Slices,
  action: { readonly person: string; readonly authority: string; readonly because: (typeof AUTHORITY_ENDS)[number] },
): Decision {
  if (s.ended.has(action.authority)) return accept();
  const found = s.authorities.get(action.authority);
  if (found === undefined) return authorityNotFound({ field: 'authority' });
  return accept(SubstituteEnded({ ...action, substitute: found.substitute }, { restsOn: [found.fact] }));
}

/** Ends authorities in the order in which they were named. */
const end = (
  person: string,
  authorities: readonly Authority[],
  because: (typeof AUTHORITY_ENDS)[number],
): readonly NewFact[] =>
  authorities.map(({ authority, substitute, fact: rests }) =>
    SubstituteEnded({ person, authority, substitute, because }, { restsOn: [rests] }),
  );

export function object({ deciding: s }: Slices, action: Parameters<typeof ObjectionMade>[0]): Decision {
  if (![...s.authorities.values()].some((one) => one.substitute === action.by)) return notASubstitute({ field: 'by' });
  return [...s.objections.values()].some(({ by }) => by === action.by) ? accept() : accept(ObjectionMade(action));
}

export function withdrawObjection({ deciding: s }: Slices, action: Parameters<typeof ObjectionWithdrawn>[0]): Decision {
  const found = s.objections.get(action.objection);
  if (found === undefined || found.by !== action.by) return objectionNotFound({ field: 'objection' });
  return accept(ObjectionWithdrawn(action, { restsOn: [found.fact] }));
}

/**
 * Records a finding. Capacity that has returned ends at once every authority that no other finding and no age supports;
 * a child found capable decides for themselves.
 */
export function findCapacity(
  { deciding: s }: Slices,
  action: Parameters<typeof CapacityFound>[0],
  bornIn: string | undefined,
  today: string,
): Decision {
  if (action.on > today) return dayInTheFuture({ field: 'on' });
  const newer = s.found.get(action.matter);
  const superseded = newer !== undefined && newer.on > action.on;
  if (action.found === 'incapable' || superseded) return accept(CapacityFound(action));
  const child = isUnder16(bornIn, today);
  const stillIncapable = (matter: Matter) => matter !== action.matter && s.found.get(matter)?.capable === false;
  const over = [...s.authorities.values()].filter(
    (one) =>
      one.scope.includes(action.matter) &&
      !one.scope.some(stillIncapable) &&
      // What rests on age goes on for the other matters it is about.
      !(child && FOR_CHILDREN.has(one.rank) && one.scope.some((m) => m !== action.matter && !s.found.has(m))),
  );
  return accept(CapacityFound(action), ...end(action.person, over, child ? 'child-capable' : 'capacity-returned'));
}

export function decideOwnCounselling(
  { deciding: s }: Slices,
  action: Parameters<typeof OwnCounsellingDecided>[0],
  actor: Circumstances['actor'],
  today: string,
): Decision {
  if (actor.role === 'representative') return onlyTheChildDecides();
  if (action.on > today) return dayInTheFuture({ field: 'on' });
  return s.ownCounselling === undefined ? accept(OwnCounsellingDecided(action)) : accept();
}

/** Records a death; every authority ends with it. */
export function reportDeath(
  { deciding: s }: Slices,
  action: Parameters<typeof PersonDied>[0],
  missing: Decision | undefined,
  today: string,
): Decision {
  if (missing) return missing;
  if (action.on > today) return dayInTheFuture({ field: 'on' });
  if (s.diedOn !== undefined) return accept();
  return accept(PersonDied(action), ...end(action.person, [...s.authorities.values()], 'death'));
}
