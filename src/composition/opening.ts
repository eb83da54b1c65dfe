import type { Clock, EventStore } from '../application/ports.js';
import type { DestructionStep } from '../application/reactions/destroyer.js';

/** How a ledger is opened. */
export interface Opening {
  /** Projections beside the writer's loop (the default), or in it, for tests on uncompiled sources. */
  readonly projecting?: 'in-thread' | 'here';
  /** False: no clock and no reactions run, as for verification. */
  readonly reacting?: boolean;
  /** Called once when the disk cannot be trusted any more: the process must stop. */
  readonly onFatal?: (error: Error) => void;
  /** Called when projecting or reacting ended by itself: the service is not ready then. */
  readonly onFailed?: (error: Error) => void;
  /** Called when reacting or the clock meets trouble and tries again, and with nothing when all goes on. Default: as failed. */
  readonly onTroubled?: (error: Error | undefined) => void;
  /** Called when a notice could not be sent; it stays due. */
  readonly onUnsent?: (error: Error) => void;
  readonly clock?: Clock;
  /** Called between the steps of a destruction. */
  readonly destroying?: (step: DestructionStep) => void;
  /** Opens where facts are kept, when that is not the data directory; projections then run in the writer's loop. */
  readonly openStore?: () => Promise<EventStore>;
  /** Most bytes the log may take; beyond, writing is refused as on a full disk. Default: the disk's own. */
  readonly maxLogBytes?: number;
}
