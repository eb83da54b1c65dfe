import { openBreachesAbout } from '../agency/breach-register.js';
import { holdsOn } from '../case/holds-on-case.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { requestsHolding } from '../person/requests.js';
import type { World } from '../world.js';
import { type ClosingState, closingFacts, isClosed } from './closing.js';

export const personStillNeeded = refusal(
  'person-still-needed',
  'Who somebody is must still be known: a case, a complaint, a role or a duty of theirs is not over.',
  { clause: 'R9' },
);

type C = Pick<Circumstances<World>, 'world' | 'now'>;

/** Everything that keeps what is known of a person apart from any case from being destroyed. */
export const holdsOnPerson = (person: string, { world, now }: C): number =>
  holdsOn(
    {
      placed: [],
      complaints: [...world.register.all.values()].filter((one) =>
        [one.complainant, ...one.persons, ...one.respondents].includes(person),
      ),
      requests: requestsHolding(world.file(person).requests, now),
      breaches: openBreachesAbout(world.breaches().register, '', [person]),
    },
    now,
  ).length;

/** What a decision about a person's own streams looks at. */
export const streamsAboutPerson = (person: string): readonly string[] => [`file-${person}`, 'breaches'];

/**
 * Begins to destroy what is known of a person apart from any case, when their last case is destroyed and nothing else needs it:
 * `cases` are all that concern them; `elsewhere` counts the streams besides that name them.
 */
export function beginPersonDestruction(
  state: { readonly closing: ClosingState },
  action: { readonly destruction: string; readonly person: string; readonly of: 'registration' | 'file' },
  needed: { readonly cases: readonly string[]; readonly elsewhere: number },
  c: C,
): Decision {
  const { person } = action;
  if (state.closing.begun !== undefined) return accept();
  const over =
    needed.cases.length > 0 &&
    needed.elsewhere === 0 &&
    needed.cases.every((one) => isClosed(c.world.case(one))) &&
    !c.world.staff.ever.has(person) &&
    holdsOnPerson(person, c) === 0;
  return over ? accept(closingFacts.DestructionBegun(action)) : personStillNeeded({ field: 'person' });
}
