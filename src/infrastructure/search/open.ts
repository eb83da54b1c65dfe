import { setTimeout as after, setImmediate as turn } from 'node:timers/promises';
import type { AccessLog } from '../../application/access/access-log.js';
import type { AccessPolicy } from '../../application/access/policy.js';
import type { Relations } from '../../application/access/relations.js';
import type { StreamStates } from '../../application/kernel/stream-states.js';
import type { Unsealer } from '../../application/kernel/unseal.js';
import type { EventStore, KeyRing, ViewStore } from '../../application/ports.js';
import { OwnClients } from '../../application/search/own-clients.js';
import { PersonIndex } from '../../application/search/person-index.js';
import { PossibleMatches } from '../../application/search/possible-matches.js';
import { SearchPersonsHandler } from '../../application/search/search-persons.js';
import { openSearchShelf } from './sqlite-search-shelf.js';

/** What searching is composed of. */
export interface SearchParts {
  /** Of the index alone. */
  readonly directory: string;
  readonly store: EventStore;
  readonly keys: KeyRing;
  readonly policy: AccessPolicy;
  readonly relations: Relations;
  readonly states: StreamStates;
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly accessLog: AccessLog;
  readonly unsealer: Unsealer;
  readonly onTroubled: (error: Error | undefined) => void;
}

/** Opens the search index and what stands on it; it loads and follows the log by itself. */
export function openSearch({ directory, viewStore, ...parts }: SearchParts) {
  const index = new PersonIndex({
    ...parts,
    shelf: openSearchShelf(directory),
    breathe: () => turn(),
    pause: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
  });
  index.start();
  const ownClients = new OwnClients(parts.states, viewStore, parts.relations);
  return {
    index,
    searcher: new SearchPersonsHandler({ ...parts, index, ownClients }),
    matches: new PossibleMatches({ ...parts, index }),
  };
}
