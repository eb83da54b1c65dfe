import { ReadView, type Scope } from '../../src/application/read-view.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import type { PresentedRow, ViewDefinition } from '../../src/projections/view.js';
import type { Play } from './playing.js';

/** What somebody was shown: which view, named by what, in which role. */
export interface Shown {
  readonly view: string;
  readonly scope: Scope;
  readonly row: PresentedRow;
}

const SCOPED: readonly ViewDefinition[] = [...VIEWS, ...ACCESS_VIEWS].filter(({ scopes }) => scopes.length > 0);

/** Looks at every view there is, by everything that can be named; what was looked at once is not looked at again. */
export class Looking {
  readonly #shown = new Map<string, Promise<readonly Shown[]>>();

  constructor(private readonly play: Play) {}

  /** Every row of every view that a reader is shown by these scopes, in one role or in any. */
  async at(reader: string, scopes: readonly Scope[], as?: string): Promise<readonly Shown[]> {
    const all: Shown[] = [];
    for (const scope of scopes) {
      const key = JSON.stringify([reader, scope, as]);
      const shown = this.#shown.get(key) ?? this.#look(reader, scope, as);
      this.#shown.set(key, shown);
      all.push(...(await shown));
    }
    return all;
  }

  async #look(reader: string, scope: Scope, as: string | undefined): Promise<readonly Shown[]> {
    const named = Object.keys(scope)[0] ?? 'agency';
    const all: Shown[] = [];
    for (const { name, scopes } of SCOPED) {
      if (!(scopes as readonly string[]).includes(named)) continue;
      const outcome = await this.play.reading.execute(
        new ReadView(name, reader, scope, { limit: 1_000, ...(as !== undefined && { as }) }),
      );
      if (outcome.kind === 'shown') all.push(...outcome.rows.map((row) => ({ view: name, scope, row })));
    }
    return all;
  }
}
