import type { StoredFact } from '../../domain/language/fact.js';
import { standing } from '../../domain/language/mistakes.js';
import { nameHolder } from '../../domain/person/names.js';
import { registrationFacts } from '../../domain/therapist/registration.js';
import type { PresentedRow, ViewDefinition } from '../../projections/view.js';
import type { Look } from '../access/look.js';
import type { Grant } from '../access/policy.js';
import type { StreamStates } from '../kernel/stream-states.js';
import type { Unsealer } from '../kernel/unseal.js';
import type { EventStore } from '../ports.js';

/** Somebody on staff at a time: the facts that hold what they are called and how they are registered. */
interface Holder {
  readonly id: string;
  readonly person: string;
  readonly name: StoredFact | undefined;
  readonly registered: StoredFact | undefined;
}

const { TherapistRegistered } = registrationFacts;

/**
 * Names of staff beside the ids of a view's staff columns, never redacted (PHIPA Decision 152). Who looked is named as at that
 * time, with title and number on the register (rule 27): names of those who left survive.
 */
export class StaffNames {
  readonly #histories = new Map<string, readonly StoredFact[]>();
  readonly #holders = new Map<string, Holder>();

  private constructor(
    private readonly view: ViewDefinition,
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly ever: ReadonlySet<string>,
  ) {}

  /** Finds, before anything is opened, whose names rows will show. */
  static async of(
    view: ViewDefinition,
    rows: readonly PresentedRow[],
    on: { readonly states: StreamStates; readonly store: Pick<EventStore, 'readStream'> },
  ): Promise<StaffNames> {
    const ever =
      view.staff === undefined ? new Set<string>() : (await on.states.load('staff', 'staff')).state.staff.ever;
    const names = new StaffNames(view, on.store, ever);
    for (const row of rows) for (const column of view.staff ?? []) await names.find(row, column);
    return names;
  }

  /** Staff among some rows, each with how many boxes showing them opens. */
  among(rows: readonly PresentedRow[]): { readonly persons: readonly string[]; readonly boxes: number } {
    const holders = new Map<string, Holder>();
    for (const row of rows) {
      for (const column of this.view.staff ?? []) {
        const holder = this.#holders.get(this.keyOf(row, column));
        if (holder) holders.set(holder.id, holder);
      }
    }
    const all = [...holders.values()];
    return {
      persons: [...new Set(all.map(({ person }) => person))],
      boxes: all.reduce((sum, { name, registered }) => sum + (name ? 1 : 0) + (registered ? 1 : 0), 0),
    };
  }

  /** Opens what rows show of staff, each once, under the looks that say so. */
  open(
    unsealer: Unsealer,
    grant: Grant,
    parts: readonly { readonly look: Look; readonly rows: readonly PresentedRow[] }[],
  ) {
    const opened = new Map<string, { readonly name: string; readonly registration?: string }>();
    for (const { look, rows } of parts) {
      for (const row of rows) {
        for (const column of this.view.staff ?? []) {
          const holder = this.#holders.get(this.keyOf(row, column));
          if (holder === undefined || opened.has(holder.id)) continue;
          const { id, person, name, registered } = holder;
          const number = registered && unsealer.numberOfStaff(registered, person, grant, look);
          opened.set(id, {
            name: name ? unsealer.nameOfStaff(name, person, grant, look) : '',
            ...(registered &&
              number && { registration: `${registered.open['title']} ${registered.open['college']} ${number}` }),
          });
        }
      }
    }
    return (rows: readonly PresentedRow[]): readonly PresentedRow[] =>
      this.view.staff === undefined
        ? rows
        : rows.map((row) => {
            const named: Record<string, unknown> = { ...row };
            for (const column of this.view.staff ?? []) {
              const found = opened.get(this.#holders.get(this.keyOf(row, column))?.id ?? '');
              if (found?.name) named[`${column}Name`] = found.name;
              if (found?.registration) named[`${column}Registration`] = found.registration;
            }
            return named;
          });
  }

  /** Who looked is named as at that time; elsewhere a name is today's. */
  private get dated(): boolean {
    return this.view.column === 'access-log';
  }

  private keyOf(row: PresentedRow, column: string): string {
    const person = String(row[column]);
    return this.dated ? `${person} ${row['at']}` : person;
  }

  private async find(row: PresentedRow, column: string): Promise<void> {
    const person = String(row[column]);
    const key = this.keyOf(row, column);
    if (this.#holders.has(key) || !this.ever.has(person)) return;
    const by = this.dated ? String(row['at']) : undefined;
    const known = (facts: readonly StoredFact[]) =>
      by === undefined ? facts : facts.filter((f) => f.happenedAt <= by);
    const named = await this.historyOf(`person-${person}`);
    const registered = this.dated ? await this.historyOf(`therapist-${person}`) : [];
    // A name that was recorded after the look is better than none.
    const name = nameHolder(known(named)) ?? nameHolder(named);
    const number = known(registered).find((f) => f.type === TherapistRegistered.type);
    this.#holders.set(key, { id: `${person} ${name?.id} ${number?.id}`, person, name, registered: number });
  }

  private async historyOf(stream: string): Promise<readonly StoredFact[]> {
    const found = this.#histories.get(stream) ?? standing(await this.store.readStream('facts', stream));
    this.#histories.set(stream, found);
    return found;
  }
}
