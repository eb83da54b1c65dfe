import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  type StateOfSlices,
  streamFold,
} from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import { type LinkEvidence, linkedPersonsFacts, type MatchOn, type UnlinkedBecause } from './linked-persons-facts.js';

const { PossibleMatchNoticed, PossibleMatchDismissed, ClientsLinked, ClientsUnlinked } = linkedPersonsFacts;

/** Two registrations, whichever is named first. */
export interface Pair {
  readonly person: string;
  readonly other: string;
}

/** A link between two registrations that holds. */
export interface Link extends Pair {
  readonly link: string;
  readonly since: string;
  readonly fact: string;
}

export interface LinksState {
  /** By pair, the links that hold. */
  readonly live: Map<string, Link>;
  /** By person, whom a link that holds ties them to directly: what every access decision asks for. */
  readonly tied: Map<string, Set<string>>;
  /** By pair, on what grounds a match was noticed, and by which fact last: the same is not said twice. */
  readonly noticed: Map<string, { readonly fact: string; readonly on: ReadonlySet<MatchOn> }>;
  /** Pairs that are not one person’s: noticed again only on a further ground. */
  readonly dismissed: Set<string>;
}

/** The key of a pair, the same whichever is named first. */
export const pairOf = ({ person, other }: Pair): string =>
  person < other ? `${person} ${other}` : `${other} ${person}`;

const tie = ({ tied }: LinksState, one: string, other: string): void => {
  tied.set(one, (tied.get(one) ?? new Set()).add(other));
};

const slices = {
  links: evolution<LinksState, typeof linkedPersonsFacts>(
    () => ({ live: new Map(), tied: new Map(), noticed: new Map(), dismissed: new Set() }),
    linkedPersonsFacts,
    {
      PossibleMatchNoticed: (s, { id: factId, open }) => {
        const before = s.noticed.get(pairOf(open))?.on ?? [];
        s.noticed.set(pairOf(open), { fact: factId, on: new Set([...before, ...open.on]) });
        s.dismissed.delete(pairOf(open));
      },
      PossibleMatchDismissed: (s, { open }) => void s.dismissed.add(pairOf(open)),
      ClientsLinked: (s, { id: factId, open, happenedAt }) => {
        const { link, person, other } = open;
        s.live.set(pairOf(open), { link, person, other, since: happenedAt, fact: factId });
        s.dismissed.delete(pairOf(open));
        tie(s, person, other);
        tie(s, other, person);
      },
      ClientsUnlinked: (s, { open }) => {
        s.live.delete(pairOf(open));
        s.tied.get(open.person)?.delete(open.other);
        s.tied.get(open.other)?.delete(open.person);
        s.dismissed.add(pairOf(open));
      },
    },
  ),
};

/** Which registrations are one person’s. */
export type LinkedPersonsState = StateOfSlices<typeof slices>;

export const linkedPersonsFold = streamFold('linked-persons', slices);

/** Every registration that is the same person’s as this one, this one first: links of links count. */
export function linkedWith({ tied }: Pick<LinksState, 'tied'>, person: string): readonly string[] {
  if (!tied.get(person)?.size) return [person];
  const found = new Set([person]);
  // A set is walked in the order in which things are put into it, those put in meanwhile too.
  for (const one of found) for (const other of tied.get(one) ?? []) found.add(other);
  return [...found];
}

/** These persons and every registration that is one of theirs, each once. */
export const spanOf = (s: Pick<LinksState, 'tied'>, persons: Iterable<string>): readonly string[] => [
  ...new Set([...persons].flatMap((person) => linkedWith(s, person))),
];

export const linkedWithThemselves = refusal(
  'linked-with-themselves',
  'Name two registrations: one is always its own.',
  { status: 422 },
);
export const ownLink = refusal(
  'own-link',
  'Whose registration it is decides nothing about linking it: another privacy officer does.',
  { clause: 'R7' },
);
export const linkNotFound = refusal('link-not-found', 'These two registrations are not linked with one another.');
export const matchNotFound = refusal('match-not-found', 'Nothing waits to be said of these two registrations.');

type Slices = { readonly links: LinksState };
type C = Circumstances<World>;

/** Refuses what cannot be, and whoever would decide about their own registration. */
function unfit({ person, other }: Pair, { world, actor }: C): Decision | undefined {
  if (person === other) return linkedWithThemselves({ field: 'other' });
  if (actor.person === person || actor.person === other) return ownLink();
  if (world.person(person).person === undefined) return personNotRegistered({ field: 'person' });
  return world.person(other).person === undefined ? personNotRegistered({ field: 'other' }) : undefined;
}

/** Notices that two registrations may be one person’s; what was noticed, dismissed or linked is noticed only on a further ground. */
export function noticeMatch(
  { links: s }: Slices,
  { person, other, on }: Pair & { readonly on: readonly MatchOn[] },
  c: C,
): Decision {
  const refused = unfit({ person, other }, c);
  if (refused) return refused;
  const known = s.noticed.get(pairOf({ person, other }));
  const isKnown = known !== undefined && on.every((ground) => known.on.has(ground));
  if (isKnown || linkedWith(s, person).includes(other)) return accept();
  return accept(PossibleMatchNoticed({ match: c.id('match'), person, other, on: [...on] }));
}

/** Says that two registrations are two persons’. */
export function dismissMatch({ links: s }: Slices, action: Pair & { readonly reason: string }, c: C): Decision {
  const refused = unfit(action, c);
  if (refused) return refused;
  const pair = pairOf(action);
  if (s.dismissed.has(pair)) return accept();
  const noticed = s.noticed.get(pair);
  if (noticed === undefined || s.live.has(pair)) return matchNotFound();
  return accept(PossibleMatchDismissed(action, { restsOn: [noticed.fact] }));
}

/** Says that two registrations are one person’s: from then on what must span both does. */
export function linkClients(
  { links: s }: Slices,
  action: Pair & { readonly evidence: LinkEvidence; readonly reason: string },
  c: C,
): Decision {
  const refused = unfit(action, c);
  if (refused) return refused;
  const pair = pairOf(action);
  if (s.live.has(pair)) return accept();
  const noticed = s.noticed.get(pair);
  return accept(ClientsLinked({ link: c.id('link'), ...action }, noticed ? { restsOn: [noticed.fact] } : {}));
}

/**
 * Undoes a link. No second person is waited for: what crosses a wrong link must not go on doing so, and that it was wrong is
 * assessed by somebody else than who made or undid it.
 */
export function unlinkClients(
  { links: s }: Slices,
  action: Pair & { readonly because: UnlinkedBecause; readonly reason: string },
  c: C,
): Decision {
  const refused = unfit(action, c);
  if (refused) return refused;
  const link = s.live.get(pairOf(action));
  if (link === undefined) return s.dismissed.has(pairOf(action)) ? accept() : linkNotFound();
  return accept(ClientsUnlinked({ ...action, link: link.link, since: link.since }, { restsOn: [link.fact] }));
}
