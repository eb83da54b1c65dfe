import {
  type Hidden,
  isHidden,
  type Locked,
  lockedCase,
  mayBeShutOut,
  type Reader,
} from '../../domain/person/locks.js';
import type { StreamStates } from '../kernel/stream-states.js';
import type { ViewRow } from '../ports.js';
import { instructedBy } from './linked.js';
import type { Grant } from './policy.js';

const ids = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string')
      : [];
const within = (row: ViewRow): Readonly<Record<string, unknown>> => (row['open'] ?? {}) as Record<string, unknown>;

/** Participants a row names: it is communal when there are none. */
export function participantsIn({ participant, subjects }: ViewRow): readonly string[] {
  if (typeof participant === 'string') return [participant];
  if (!Array.isArray(subjects)) return [];
  return subjects.flatMap((s: { as?: unknown; person?: unknown }) =>
    s.as === 'participant' && typeof s.person === 'string' ? [s.person] : [],
  );
}

/**
 * Entries of these that a row names anywhere: in a column, in a key, in the words of a matter. An id is nobody else's, so that
 * no view needs to say in which column it names an entry.
 */
function entriesIn(row: ViewRow, entries: Iterable<string>): readonly string[] {
  const all = [...entries];
  if (all.length === 0) return [];
  const said = JSON.stringify(row, (_name, value: unknown) => (typeof value === 'bigint' ? undefined : value));
  return all.filter((entry) => said.includes(entry));
}

/** Cases that a row of another stream is about: a slot's, an instruction's. */
export const casesIn = (row: ViewRow): readonly string[] =>
  row.stream.startsWith('case-')
    ? []
    : [
        ...ids(row['case']),
        ...ids(row['cases']),
        ...ids(within(row)['case']),
        ...ids(within(row)['cases']),
        ...(row.stream.startsWith('therapist-') ? ids(row['thing']) : []),
      ];

/** Whom a row concerns among those who keep their part: the entry's own participant where the row does not name one. */
export interface AboutEntries {
  readonly everyone: readonly string[];
  readonly aboutOf: (entry: string) => string | undefined;
}

/** Whom the entries of a case are about, and who ever took part in it. */
export async function aboutEntries(states: StreamStates, stream: string): Promise<AboutEntries> {
  if (!stream.startsWith('case-')) return { everyone: [], aboutOf: () => undefined };
  const { state } = await states.load('case', stream);
  return {
    everyone: [...new Set(state.roster.members.map((m) => m.participant))],
    aboutOf: (entry) => state.record.entries.get(entry)?.about,
  };
}

/** The row as instructions leave it to the reader, or undefined. */
export function withoutLocked(row: ViewRow, hidden: Hidden, about: AboutEntries): ViewRow | undefined {
  const told = [...ids(row['instruction']), ...ids(within(row)['instruction']), ...ids(row['instructions'])];
  if (told.some((one) => hidden.instructions.has(one))) return undefined;
  const named = participantsIn(row);
  const entry = entriesIn(row, hidden.entries.keys());
  const concerns = named.length > 0 ? named : entry.flatMap((one) => about.aboutOf(one) ?? []);
  if (isHidden(hidden, { concerns, entry, everyone: about.everyone })) return undefined;
  return hidden.participants.size === 0 ? row : cutTo(row, (participant) => !hidden.participants.has(participant));
}

/** Fields that name participants because of what each of them said or did not. */
const OF_PARTICIPANTS: ReadonlySet<string> = new Set(['withoutConsentOf']);

/** What one fact says of several participants, seat by seat, is cut to those who may be shown. */
export function cutTo(row: ViewRow, shown: (participant: string) => boolean): ViewRow {
  const open = row['open'];
  if (typeof open !== 'object' || open === null) return row;
  const cut = Object.entries(open).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? value.filter((one: unknown) => {
          const whose = OF_PARTICIPANTS.has(name) ? one : (one as { participant?: unknown } | null)?.participant;
          return typeof whose !== 'string' || shown(whose);
        })
      : value,
  ]);
  return { ...row, open: Object.fromEntries(cut) };
}

/** What is left of a case for a reader in a role, by the files of everyone who ever took part. */
export async function lockedCaseOf(states: StreamStates, caseId: string, reader: Reader): Promise<Locked> {
  if (!mayBeShutOut(reader.role)) return undefined;
  const { state } = await states.load('case', `case-${caseId}`);
  const files = [];
  for (const participant of new Set(state.roster.members.map((m) => m.participant)))
    files.push([participant, await instructedBy(states, participant)] as const);
  return lockedCase(caseId, files, reader);
}

/** What instructions leave of rows, each case looked at once for one answer. */
export class LocksOnRows {
  readonly #about = new Map<string, AboutEntries>();
  readonly #cases = new Map<string, Locked>();

  constructor(private readonly states: StreamStates) {}

  /** The row as instructions leave it to whoever holds the grant, or undefined. */
  async leftOf(row: ViewRow, grant: Grant): Promise<ViewRow | undefined> {
    if (!mayBeShutOut(grant.role)) return row;
    for (const caseId of casesIn(row)) {
      const locked = await this.#lockedCase(caseId, grant);
      if (locked === 'absent') return undefined;
      if (locked && withoutLocked(row, locked, { everyone: [], aboutOf: () => undefined }) === undefined)
        return undefined;
    }
    if (grant.hidden === undefined) return row;
    return withoutLocked(row, grant.hidden, await this.#aboutEntries(row.stream));
  }

  async #lockedCase(caseId: string, { person, role }: Reader): Promise<Locked> {
    const key = `${person} ${role} ${caseId}`;
    if (!this.#cases.has(key)) this.#cases.set(key, await lockedCaseOf(this.states, caseId, { person, role }));
    return this.#cases.get(key);
  }

  async #aboutEntries(stream: string): Promise<AboutEntries> {
    const known = this.#about.get(stream) ?? (await aboutEntries(this.states, stream));
    this.#about.set(stream, known);
    return known;
  }
}
