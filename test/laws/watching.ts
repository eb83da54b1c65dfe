import { kindOfStream } from '../../src/application/kernel/stream-states.js';
import type { KeyRing } from '../../src/application/ports.js';
import type { ReadOutcome, ReadView, ReadViewHandler } from '../../src/application/read-view.js';
import { lifted } from '../../src/domain/catalogue.js';
import type { Box, RecordedFact } from '../../src/domain/language/fact.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import type { MatrixColumn, PresentedRow } from '../../src/projections/view.js';
import type { Application } from '../support/application.js';

/** A key ring that tells which boxes were opened. */
export class WatchedKeys {
  readonly opened: Box[] = [];
  readonly ring: KeyRing;

  constructor(keys: KeyRing) {
    this.ring = new Proxy(keys, {
      get: (target, name) => {
        if (name === 'open')
          return (box: Box) => {
            this.opened.push(box);
            return target.open(box);
          };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

const COLUMNS = new Map<string, string>([...VIEWS, ...ACCESS_VIEWS].map(({ name, column }) => [name, column]));
/** What is of nobody, or of who looked: no stream of a client's says who may see it. */
const OF_NO_STREAM: ReadonlySet<string | undefined> = new Set(['agency', 'figures', 'access-log', undefined]);
/** Whose alone a stream is, told by its name. */
const OWN = /^(?:person|file|therapist)-(.+)$/;

const NAMES_ONE = /-[0-9a-f]{8}-[0-9a-f]{4}-/;

const listed = (entries: readonly RecordedFact[], field: string): ReadonlySet<string> =>
  new Set(entries.flatMap(({ open }) => (open[field] ?? []) as readonly string[]));

/** Reads like the application, and holds each look against the access log and the policy. */
export class WatchedReading {
  /** What was opened that no entry names, and what was shown that the policy denies. */
  readonly broken = new Set<string>();
  /** How many boxes were opened. */
  opened = 0;
  #looks = 0;

  constructor(
    private readonly reader: Pick<ReadViewHandler, 'execute'>,
    private readonly keys: WatchedKeys,
    private readonly app: Application,
  ) {}

  async execute(query: ReadView): Promise<ReadOutcome> {
    const { opened } = this.keys;
    opened.length = 0;
    const before = await this.app.store.head('access');
    const outcome = await this.reader.execute(query);
    const entries = (await this.app.store.readAll('access', before, 10_000)).map((entry) => lifted(entry));
    this.opened += opened.length;
    this.#holdAgainstLog(query, outcome, entries);
    // Deciding again is dear: every few looks, whoever’s they are.
    if (outcome.kind === 'shown' && this.#looks++ % 5 === 0) await this.#holdAgainstPolicy(query, outcome.rows);
    return outcome;
  }

  #holdAgainstLog({ view, person }: ReadView, { kind }: ReadOutcome, entries: readonly RecordedFact[]): void {
    const by = entries.filter(({ actor }) => actor.person === person);
    const looks = by.filter(({ type }) => type === 'Looked');
    if (kind === 'shown' && looks.length === 0) this.broken.add(`${view} was shown, and no entry says so`);
    if (kind === 'denied' && !by.some(({ type }) => type === 'Denied'))
      this.broken.add(`${view} was denied, and no entry says so`);
    const [streams, compartments, persons, staff] = [
      listed(looks, 'streams'),
      listed(looks, 'compartments'),
      listed(looks, 'persons'),
      listed(looks, 'staff'),
    ];
    for (const { stream, compartment } of this.keys.opened) {
      const own = OWN.exec(stream)?.[1];
      if (own !== undefined && staff.has(own)) continue;
      const named = own === undefined || stream.startsWith('therapist-') || persons.has(own);
      if (!streams.has(stream) || !compartments.has(compartment) || !named)
        this.broken.add(`${view} opened ${compartment} of a ${kindOfStream(stream)}, which no entry names`);
    }
    const counted = looks.reduce((sum, { open }) => sum + Number(open['boxes'] ?? 0), 0);
    if (this.keys.opened.length > counted)
      this.broken.add(`${view} opened ${this.keys.opened.length} boxes, on record are ${counted}`);
  }

  async #holdAgainstPolicy({ view, person, options }: ReadView, rows: readonly PresentedRow[]): Promise<void> {
    const column = COLUMNS.get(view) as MatrixColumn;
    if (OF_NO_STREAM.has(column)) return;
    for (const stream of new Set(rows.map((row) => String(row['stream'])))) {
      // Under a mandate's pseudonyms no stream is named.
      if (!NAMES_ONE.test(stream)) continue;
      const grant = await this.app.policy.toSee(person, stream, column, options.as);
      if (grant === undefined)
        this.broken.add(`${view} shows somebody a ${kindOfStream(stream)} that the policy denies them`);
    }
  }
}
