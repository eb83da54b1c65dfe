import type { PresentedRow } from '../../projections/view.js';
import type { EventStore, KeyRing } from '../ports.js';
import { idsIn, type Named, pseudonymFrom, underPseudonyms } from './pseudonyms.js';

/** What giving pseudonyms stands on. */
export interface Naming {
  readonly store: Pick<EventStore, 'revisionOf' | 'streams'>;
  readonly keys: Pick<KeyRing, 'provide' | 'mac' | 'destroyStream'>;
}

/** The key under which the pseudonyms of one mandate are made: no fact is sealed under it, and it is destroyed with the mandate. */
const keyStream = (mandate: string): string => `mandate-${mandate}`;

/** Gives persons and cases the names under which one mandate knows them: the same each time, and another's never. */
export class MandateNames {
  constructor(private readonly on: Naming) {}

  /** Rows with every person and case under the mandate's pseudonyms. */
  async cover(mandate: string, rows: readonly PresentedRow[]): Promise<readonly PresentedRow[]> {
    const names = await this.#names(mandate, idsIn(rows));
    return underPseudonyms(rows, (id) => names.get(id));
  }

  /** The one of these ids, or of all there are, that a pseudonym of the mandate stands for; or undefined. */
  async meant(mandate: string, pseudonym: string, among: readonly string[] | 'everybody'): Promise<string | undefined> {
    const ids = among === 'everybody' ? idsIn([{ streams: await this.on.store.streams('facts') }]) : new Set(among);
    for (const [id, name] of await this.#names(mandate, ids)) if (name === pseudonym) return id;
    return undefined;
  }

  /** Destroys what a mandate's pseudonyms are made with, for good; again is no error. */
  async forget(mandate: string): Promise<void> {
    await this.on.keys.destroyStream(keyStream(mandate));
  }

  async #names(mandate: string, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const key = await this.on.keys.provide(keyStream(mandate), keyStream(mandate));
    const names = new Map<string, string>();
    for (const id of ids) {
      const named = await this.#kindOf(id);
      if (named) names.set(id, pseudonymFrom(this.on.keys.mac(key, `${named} ${id}`), named));
    }
    return names;
  }

  async #kindOf(id: string): Promise<Named | undefined> {
    if ((await this.on.store.revisionOf('facts', `person-${id}`)) >= 0) return 'person';
    return (await this.on.store.revisionOf('facts', `case-${id}`)) >= 0 ? 'case' : undefined;
  }
}
