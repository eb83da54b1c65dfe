import type { Reaction } from './reactions.js';

/** Somebody registered who looks like somebody who is there already is looked into before more is registered twice (rule 46). */
const noticeMatches: Reaction = async (fact, { possibleMatches }) => {
  const person = String(fact.open['person']);
  const matches = (await possibleMatches?.(person, fact.position)) ?? [];
  return matches.map(({ other, on }) => {
    const name = 'NoticePossibleMatch';
    return { name, body: { person, other, on }, key: `${fact.id} ${name} ${other}` };
  });
};

/** What the system notices of who is registered. */
export const MATCHING: Readonly<Record<string, readonly Reaction[]>> = { PersonRegistered: [noticeMatches] };
