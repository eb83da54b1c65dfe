import type { ViewCheckpoint, ViewStore } from '../../application/ports.js';
import type { RebuildProgress } from './rebuild.js';

/** Views kept up with a log, readable at any moment, and made again beside themselves when asked. */
export interface KeptViews {
  /** The views, for reading. */
  readonly store: ViewStore;
  /** To be called when the log has grown, with how far it has. */
  committed(position: bigint): void;
  /** True when all views, or the one named, show the position; false after the time-out, or when one stopped before it. */
  waitFor(position: bigint, timeoutMs: number, view?: string): Promise<boolean>;
  /** How far each view is, and which stopped. */
  positions(): readonly ViewCheckpoint[];
  /** Milliseconds since the oldest commit that some view has not applied; 0 when all have. */
  lag(): number;
  /**
   * Makes all views again beside those in use, then swaps them: readers go from the one to the other between two reads. False
   * when it was aborted, or somebody else does it already; asked again, it goes on where it was.
   */
  rebuild(onProgress?: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<boolean>;
  /** Resolves when nothing is under way and everything is released. */
  stop(): Promise<void>;
}
