import type { Clock } from '../../application/ports.js';
import type { Configuration } from '../../configuration.js';
import type { Ledger } from '../../ledger.js';

/** What the composition root lends to the commands: they know no adapter that opens a ledger by themselves. */
export interface Root {
  readonly prepareLedger: (configuration: Configuration) => Promise<void>;
  readonly openLedger: (
    configuration: Configuration,
    opening?: { readonly reacting?: boolean; readonly clock?: Clock },
  ) => Promise<Ledger>;
  readonly serve: (
    configuration: Configuration,
    serving?: { readonly say?: (line: string) => void },
  ) => Promise<{ readonly url: string; readonly ledger: Ledger; readonly close: () => Promise<void> }>;
  readonly serveUntilStopped: (configuration: Configuration) => Promise<void>;
  /** File of the command line itself, to run it again in another process. */
  readonly program: string;
}
