import type { MandateNames } from '../access/mandate-names.js';
import type { StreamStates } from '../kernel/stream-states.js';

/** Destroys what a mandate's pseudonyms are made with once the mandate has ended, so that nobody makes them again. */
export class EndedMandates {
  /** Mandates of which this process has destroyed it; another destroys it once more, which is no error. */
  readonly #forgotten = new Set<string>();

  constructor(
    private readonly states: Pick<StreamStates, 'load'>,
    private readonly names: Pick<MandateNames, 'forget'>,
  ) {}

  /** Looks once; resolves with how many mandates' pseudonyms went. */
  async look(): Promise<number> {
    const { mandates } = (await this.states.load('mandates', 'mandates')).state;
    let forgotten = 0;
    for (const { mandate, ended } of mandates.granted.values()) {
      if (!ended || this.#forgotten.has(mandate)) continue;
      await this.names.forget(mandate);
      this.#forgotten.add(mandate);
      forgotten++;
    }
    return forgotten;
  }
}
