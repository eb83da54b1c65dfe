import { ENTRIES_NAMED, type Questioned } from '../../domain/agency/questioned-access.js';

/** One time that somebody saw something of one person. */
export interface Seen extends Pick<Questioned, 'person' | 'reader' | 'of'> {
  /** The entry of the access log, or the fact, that says so. */
  readonly entry: string;
  readonly at: string;
}

/** Times put together by reader and person, in order, with the first entries of each. */
export function asQuestioned(seen: readonly Seen[]): readonly Questioned[] {
  const together = new Map<string, Seen[]>();
  const inOrder = [...seen].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.entry < b.entry ? -1 : 1));
  for (const one of inOrder) {
    const key = `${one.person} ${one.reader} ${one.of}`;
    const times = together.get(key);
    if (times) times.push(one);
    else together.set(key, [one]);
  }
  return [...together.values()].flatMap((times) => {
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) return [];
    const entries = [...new Set(times.map(({ entry }) => entry))];
    return [
      {
        ...{ person: first.person, reader: first.reader, of: first.of, count: entries.length },
        ...{ entries: entries.slice(0, ENTRIES_NAMED), first: first.at, last: last.at },
      },
    ];
  });
}
