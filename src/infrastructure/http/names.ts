/** `BookSession` as it stands in a path: `book-session`. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** Names by the form they have in a path. */
export const byPath = <T>(names: Iterable<readonly [string, T]>): ReadonlyMap<string, readonly [string, T]> =>
  new Map([...names].map(([name, value]) => [kebab(name), [name, value]]));
