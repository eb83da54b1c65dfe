import { drawKey } from '../../domain/agency/access-reviews.js';
import { parameterOn, rolesOn } from '../../domain/agency/agency.js';
import { addDays } from '../../domain/language/business-time.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { timeZoneOf, type Zones } from '../kernel/zones.js';
import { PerformAction } from '../perform-action.js';
import type { Clock, EventStore, ViewRow, ViewStore } from '../ports.js';

/** What drawing needs. */
export interface Auditing {
  readonly states: StreamStates;
  readonly zones: Zones;
  readonly clock: Clock;
  readonly store: EventStore;
  /** Views of the access log, once they show all of it up to a position; false when they do not in good time. */
  readonly accessViews: Pick<ViewStore, 'read'>;
  readonly looksShow: (position: bigint) => Promise<boolean>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly digestOf: (text: string) => string;
}

const DAY_MILLISECONDS = 86_400_000;
/** A Monday: periods are counted from it, so that everybody who counts finds the same. */
const FIRST_DAY = '2024-01-01';
const dayNumber = (day: string): number =>
  Math.floor((Date.parse(`${day}T00:00:00.000Z`) - Date.parse(`${FIRST_DAY}T00:00:00.000Z`)) / DAY_MILLISECONDS);

/**
 * Draws, once a period, looks of everybody on staff at random. The seed is the SHA-256 of the day and of the digest at the head of
 * the access log, which nobody knows before; whoever has the log draws the same again.
 */
export class RandomAudits {
  /** The last day of the period drawn from by this process. */
  #done: string | undefined;

  constructor(private readonly on: Auditing) {}

  /** Draws what is to be drawn by now; resolves with how many draws were made. */
  async look(): Promise<number> {
    const { states, zones, clock } = this.on;
    const zone = await timeZoneOf(states, zones);
    const today = zone.localOf(clock.now()).slice(0, 10);
    const { parameters } = (await states.load('parameters', 'parameters')).state;
    const days = Math.max(1, parameterOn(parameters, 'access-audit-days', today));
    const begins = addDays(FIRST_DAY, Math.floor(dayNumber(today) / days) * days);
    const [from, until] = [addDays(begins, -days), addDays(begins, -1)];
    if (this.#done === until) return 0;
    const { staff } = (await states.load('staff', 'staff')).state;
    const { reviews } = (await states.load('access-reviews', 'access-reviews')).state;
    const due = [...staff.roles.keys()].filter(
      (reader) => rolesOn(staff, reader, today).length > 0 && !reviews.drawn.has(drawKey(reader, until)),
    );
    let drawn = 0;
    for (const reader of due) {
      const body = await this.draw(
        reader,
        { from, until, today },
        parameterOn(parameters, 'access-audit-looks', today),
      );
      if (body === undefined) return drawn;
      if (body === 'nothing') continue;
      const key = `audit ${reader} ${until}`;
      const { kind } = await this.on.perform(
        new PerformAction('DrawRandomAudit', body, SYSTEM, { idempotencyKey: key }),
      );
      if (kind === 'accepted') drawn++;
    }
    this.#done = until;
    return drawn;
  }

  private async draw(
    reader: string,
    { from, until, today }: { readonly from: string; readonly until: string; readonly today: string },
    wanted: number,
  ) {
    const { store, digestOf } = this.on;
    const head = await store.head('access');
    if (!(await this.on.looksShow(head))) return undefined;
    const [last] = head === 0n ? [] : await store.readAll('access', head - 1n, 1);
    const seed = digestOf(`${today} ${last?.digest ?? ''}`);
    const looks = await this.looksOf(reader, from, until);
    if (looks.size === 0) return 'nothing';
    const drawn = [...looks.values()]
      .map((one) => ({ ...one, rank: digestOf(`${seed} ${one.entry}`) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, wanted)
      .map(({ entry, lookedAt, view }) => ({ entry, lookedAt, view }));
    return { reader, from, until, seed, head: String(head), of: looks.size, drawn };
  }

  /** Looks of a reader by way of their work in some local days, each once. */
  private async looksOf(reader: string, from: string, until: string) {
    const zone = await timeZoneOf(this.on.states, this.on.zones);
    const found = new Map<string, { readonly entry: string; readonly lookedAt: string; readonly view: string }>();
    const within = ({ at, what, role }: ViewRow & { at?: unknown; what?: unknown; role?: unknown }): boolean => {
      const day = zone.localOf(String(at)).slice(0, 10);
      return what === 'looked' && role !== 'client' && role !== 'representative' && day >= from && day <= until;
    };
    let after: string | undefined;
    do {
      const page = await this.on.accessViews.read('looks', {
        // A local day may begin or end a day beside it in UTC.
        where: { actor: { equals: reader }, at: { from: addDays(from, -1), before: addDays(until, 2) } },
        limit: 1_000,
        ...(after && { after }),
      });
      for (const row of page.rows) {
        const entry = String(row['entry']);
        if (within(row)) found.set(entry, { entry, lookedAt: String(row['at']), view: String(row['view']) });
      }
      after = page.next;
    } while (after);
    return found;
  }
}
