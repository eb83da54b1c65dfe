import type { Month } from './weeks.js';

type Body = () => object;

/** Short ways to put what a story tells on the agenda: a time, who, what a reader sees, and the action with its body. */
export function scriptOf({ stage, agenda }: Month) {
  return {
    /** Done and accepted; the id that it makes is kept under a name, if one is given. */
    does: (at: string, who: string, what: string, action: string, body: Body, keep?: string): void =>
      agenda.at(at, async () => {
        const { id } = await stage.does(who, what, (as) => as(action, body()));
        if (keep !== undefined && id !== undefined) stage.ids.set(keep, id);
      }),
    /** Asked for and refused with the code that the story expects; `not-found` is how a denial looks. */
    refused: (at: string, who: string, what: string, code: string, action: string, body: Body): void =>
      agenda.at(at, () => stage.isRefused(who, what, code, action, body())),
    /** Looked at. */
    sees: (at: string, who: string, what: string, path: () => string): void =>
      agenda.at(at, () => stage.sees(who, what, path())),
    /** Looked for in vain. */
    seesNothing: (at: string, who: string, what: string, path: () => string): void =>
      agenda.at(at, () => stage.seesNothing(who, what, path())),
    /** Case and participant, of a case that is called after its only participant. */
    of: (key: string) => ({ case: stage.id(`case of ${key}`), participant: stage.person(key) }),
    /** The person, in what is asked about a file or a registration. */
    who: (key: string) => ({ person: stage.person(key) }),
    id: (name: string): string => stage.id(name),
    person: (key: string): string => stage.person(key),
  };
}
