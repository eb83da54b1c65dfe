import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM } from '../../src/application/access/relations.js';
import type { Outcome } from '../../src/application/kernel/outcome.js';
import { PerformAction } from '../../src/application/perform-action.js';
import { type ReadOutcome, ReadView, type Scope } from '../../src/application/read-view.js';
import { openLedger, prepareLedger } from '../../src/compose.js';
import { configurationFrom } from '../../src/configuration.js';
import { MovableClock } from '../../src/infrastructure/time/clocks.js';
import type { Ledger } from '../../src/ledger.js';

/** A ledger on a real store in a directory of its own, with a clock that stands until it is moved. */
export async function temporaryLedger(
  at = '2026-01-05T15:00:00.000Z',
  environment: Readonly<Record<string, string>> = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'alliance-'));
  const configuration = configurationFrom({
    ALLIANCE_DATA: directory,
    ALLIANCE_LOG_LEVEL: 'silent',
    ...environment,
  });
  prepareLedger(configuration);
  const clock = new MovableClock(at, false);
  const failures: Error[] = [];
  const open = (): Promise<Ledger> =>
    openLedger(configuration, { projecting: 'here', clock, onFailed: (error) => failures.push(error) });
  const ledger = await open();
  return {
    directory,
    configuration,
    clock,
    failures,
    ledger,
    open,
    remove: () => rmSync(directory, { recursive: true }),
    ...doors(ledger),
  };
}

/** Acting and looking at a ledger, as tests say it. */
export const doors = (ledger: Ledger) => ({
  act: (name: string, body: object, person: string = SYSTEM, more: PerformAction['options'] = {}): Promise<Outcome> =>
    ledger.perform(new PerformAction(name, body, person, more)),
  see: async (
    view: string,
    person: string,
    scope: Scope = {},
    more: ReadView['options'] = {},
  ): Promise<ReadOutcome> => {
    await ledger.settle();
    return ledger.read(new ReadView(view, person, scope, more));
  },
});

/** The rows of an outcome that must have been shown. */
export function shown(outcome: ReadOutcome) {
  if (outcome.kind !== 'shown') throw new Error(`not shown: ${outcome.kind}`);
  return outcome.rows as readonly Readonly<Record<string, unknown>>[];
}
