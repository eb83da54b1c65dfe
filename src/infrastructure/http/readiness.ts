import type { Ledger, ViewPosition } from '../../ledger.js';

/** Facts that a view may be behind and still be called live. */
export const LAG_AT_MOST = 10_000;
/** After a full disk the service offers itself again this soon: only a write can tell whether there is room. */
const FULL_MILLISECONDS = 5_000;

/** Whether the service can do its work, part by part. */
export interface Readiness {
  readonly ready: boolean;
  readonly store: 'open' | 'full' | 'failed';
  /** Projecting and reacting. */
  readonly following: 'going' | 'ended';
  readonly position?: string;
  readonly views: readonly (Omit<ViewPosition, 'position' | 'stopped'> & {
    readonly position: string;
    readonly state: 'live' | 'behind' | 'stopped';
  })[];
}

/** Remembers a full disk, and asks the rest when asked. */
export class Watch {
  private fullUntil = 0;

  constructor(
    private readonly ledger: Ledger,
    /** True once projecting or reacting ended by itself. */
    private readonly failed: () => boolean = () => false,
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  full(): void {
    this.fullUntil = this.elapsed() + FULL_MILLISECONDS;
  }

  written(): void {
    this.fullUntil = 0;
  }

  async readiness(): Promise<Readiness> {
    try {
      const position = String(await this.ledger.performing.store.head('facts'));
      const views = (await this.ledger.viewPositions()).map(({ view, position: at, lag, stopped }) => ({
        view,
        position: String(at),
        lag,
        state:
          stopped !== undefined ? ('stopped' as const) : lag > LAG_AT_MOST ? ('behind' as const) : ('live' as const),
      }));
      const store = this.fullUntil > this.elapsed() ? ('full' as const) : ('open' as const);
      const following = this.failed() ? ('ended' as const) : ('going' as const);
      const ready = store === 'open' && following === 'going' && views.every((v) => v.state === 'live');
      return { ready, store, following, position, views };
    } catch {
      return { ready: false, store: 'failed', following: 'ended', views: [] };
    }
  }
}
