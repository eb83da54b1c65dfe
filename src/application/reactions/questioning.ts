import type { BreachKind } from '../../domain/agency/breach-facts.js';
import type { Questioned } from '../../domain/agency/questioned-access.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import { END_ACCESS } from '../access/hindsight.js';
import { QUESTIONED_AT_ONCE } from '../actions/questioned-access.js';
import type { Around, Reaction, Wanted } from './reactions.js';

/** The actions that put what was questioned into the register, some at a time: persons nobody registered have nobody to tell. */
async function questioning(
  fact: RecordedFact,
  { states }: Around,
  kind: BreachKind,
  concerned: readonly string[],
  questioned: readonly Questioned[],
): Promise<readonly Wanted[]> {
  const known: Questioned[] = [];
  for (const one of questioned)
    if ((await states.load('person', `person-${one.person}`)).state.person.person !== undefined) known.push(one);
  if (known.length === 0 && concerned.length === 0) return [];
  const wanted: Wanted[] = [];
  for (let from = 0; from === 0 || from < known.length; from += QUESTIONED_AT_ONCE) {
    const body = {
      fact: fact.id,
      kind,
      persons: from === 0 ? concerned : [],
      questioned: known.slice(from, from + QUESTIONED_AT_ONCE),
      happenedAt: fact.recordedAt,
    };
    wanted.push({ name: 'QuestionAccess', body, key: `${fact.id} QuestionAccess ${from}` });
  }
  return wanted;
}

/** What ends or forbids access and was entered late makes questionable what was looked at in between (rule 11). */
const questionLooks: Reaction = async (fact, around) =>
  around.hindsight === undefined || fact.happenedAt > fact.recordedAt
    ? []
    : questioning(fact, around, 'used', [], await around.hindsight.lookedInBetween(fact));

/** So does what was played between the disallowing of a recording and its being entered. */
const questionPlaying: Reaction = async (fact, around) =>
  around.hindsight === undefined || fact.happenedAt >= fact.recordedAt
    ? []
    : questioning(fact, around, 'used', [], await around.hindsight.playedInBetween(fact));

/** A wrong link is assessed as a breach for both, with who saw what across it; whether or not anybody did (rule 46). */
const assessWrongLink: Reaction = async (fact, around) => {
  if (fact.open['because'] !== 'wrong-link') return [];
  const across = (await around.hindsight?.seenAcross(fact)) ?? [];
  const both = [String(fact.open['person']), String(fact.open['other'])];
  return questioning(fact, around, across.length > 0 ? 'disclosed' : 'used', both, across);
};

/** What is questioned because of a fact, by its kind. */
export const QUESTIONING: Readonly<Record<string, readonly Reaction[]>> = {
  ...Object.fromEntries([...END_ACCESS].map((type) => [type, [questionLooks]])),
  RecordingDisallowed: [questionPlaying],
  ClientsUnlinked: [assessWrongLink],
};
