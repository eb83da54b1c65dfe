import type { Receipt } from '../../application/kernel/outcome.js';
import { canonical } from '../integrity/canonical.js';
import { sha256 } from '../integrity/digests.js';
import { type Fault, type ImportLine, isFault, isReference, mapped, readLine, told } from './line.js';
import type { RawLine } from './lines.js';
import { Ordering, touchesOf } from './order.js';
import { type Counts, NO_COUNTS, type Progress } from './progress.js';

/** What the door answered about one line. */
export type Answered =
  | { readonly kind: 'accepted' | 'repeated'; readonly receipt: Pick<Receipt, 'id'> }
  | { readonly kind: 'refused' | 'denied' | 'malformed'; readonly fault: Fault }
  /** Nobody knows more than that it was not answered: the import ends here and can be gone on with. */
  | { readonly kind: 'unanswered' };

/** How one line ended. */
export interface LineEnd {
  readonly number: number;
  readonly kind: keyof Counts;
  readonly key?: string;
  readonly fault?: Fault;
}

/** What an import needs of its surroundings. */
export interface Importing {
  /** Performs an action at the door; never rejects. */
  readonly perform: (
    as: string | undefined,
    line: ImportLine,
    body: Readonly<Record<string, unknown>>,
    key: string,
  ) => Promise<Answered>;
  /** True once nothing new is to be begun. */
  readonly stopping: () => boolean;
  /** Lines in flight at most. */
  readonly window: number;
  readonly before: Progress | undefined;
  /** Called for each line, in the order of the file. */
  readonly ended: (line: LineEnd, names: ReadonlyMap<string, string | null>, raw: RawLine, counts: Counts) => void;
}

/** How an import ended. */
export interface Imported {
  readonly lines: number;
  /** Lines that an earlier run had done. */
  readonly from: number;
  readonly counts: Counts;
  /** False when it was stopped before the end of the file. */
  readonly whole: boolean;
}

const EXACT = { anyNumber: true };

const NOT_MADE: Fault = { code: 'reference-not-made', reason: 'A line that this one refers to was not accepted.' };

/** What the line asks for, as it is written and with its references resolved, and which of the equal lines it is. */
const derivedKey = (
  { definition, as, body }: ImportLine,
  who: string | undefined,
  what: object,
  occurrence: number,
): string =>
  `import:${sha256(canonical({ action: definition.name, as: as ?? null, body, who: who ?? null, what }, EXACT))}:${occurrence}`;

const namesIn = ({ as, references }: ImportLine): readonly string[] => [
  ...references,
  ...(isReference(as) ? [as.$ref] : []),
];

/** A name is given once, before it is referred to. */
function faultOfNames(line: ImportLine, declared: ReadonlySet<string>): Fault | undefined {
  if (line.name !== undefined && declared.has(line.name))
    return { code: 'malformed', field: 'name', reason: 'Another line has this name already.' };
  if (namesIn(line).every((name) => declared.has(name))) return undefined;
  return { code: 'unknown-reference', reason: 'It refers to a name that no earlier line has.' };
}

/** The lines that were done are not the first lines of this file. */
export class AnotherFile extends Error {}

interface Begun {
  readonly raw: RawLine;
  readonly name?: string;
  readonly end: Promise<(Omit<LineEnd, 'number'> & { readonly id?: string }) | undefined>;
}

/**
 * Takes lines through the door, several at once, each exactly once however often the file is imported: its key is the one it
 * gives, else the SHA-256 of what it asks for and how often the file asked for the same before.
 */
export async function importLines(lines: AsyncIterable<RawLine>, on: Importing): Promise<Imported> {
  const names = new Map<string, string | null>(on.before?.names);
  const settledNames = new Map(names);
  const occurrences = new Map<string, number>();
  const declared = new Set<string>();
  const ordering = new Ordering();
  const waiting: Begun[] = [];
  let counts: Counts = on.before?.counts ?? NO_COUNTS;
  let [done, halted] = [0, false];

  const settle = async (): Promise<void> => {
    const next = waiting.shift();
    const end = await next?.end;
    if (next === undefined || halted) return;
    if (end === undefined) {
      halted = true;
      return;
    }
    done = next.raw.number;
    counts = { ...counts, [end.kind]: counts[end.kind] + 1 };
    if (next.name !== undefined) settledNames.set(next.name, end.id ?? null);
    const { id: _id, ...rest } = end;
    on.ended({ number: done, ...rest }, settledNames, next.raw, counts);
  };

  /** Which of the equal lines of the file this is, counted as they are read, so that it is the same at every import. */
  const occurrenceOf = ({ definition, as, body }: ImportLine): number => {
    const asked = sha256(canonical({ action: definition.name, as: as ?? null, body }, EXACT));
    const occurrence = (occurrences.get(asked) ?? 0) + 1;
    occurrences.set(asked, occurrence);
    return occurrence;
  };

  const resolvedOf = (line: ImportLine) => {
    const idOf = (name: string): string => names.get(name) ?? '';
    const as = isReference(line.as) ? idOf(line.as.$ref) : line.as;
    return { as, body: mapped(line.body, ({ $ref }) => idOf($ref)) };
  };

  const perform = async (line: ImportLine, occurrence: number): Promise<Awaited<Begun['end']>> => {
    const missing = namesIn(line).some((name) => (names.get(name) ?? null) === null);
    if (missing) return { kind: 'refused', fault: NOT_MADE };
    if (halted || on.stopping()) return undefined;
    const { as, body } = resolvedOf(line);
    const key = line.key ?? derivedKey(line, as, body, occurrence);
    const answer = await on.perform(as, line, body, key);
    if (answer.kind === 'unanswered') {
      halted = true;
      return undefined;
    }
    if ('fault' in answer) {
      return { kind: answer.kind, key, fault: told(answer.fault, line.definition) };
    }
    const { id } = answer.receipt;
    if (line.name !== undefined) names.set(line.name, id ?? null);
    return { kind: answer.kind, key, ...(id !== undefined && { id }) };
  };

  for await (const raw of lines) {
    if (halted || on.stopping()) break;
    const read = readLine(raw);
    const fault = read === undefined ? undefined : isFault(read) ? read : faultOfNames(read, declared);
    if (read !== undefined && !isFault(read) && read.name !== undefined && fault === undefined) declared.add(read.name);
    const line = fault === undefined ? (read as ImportLine | undefined) : undefined;
    if (raw.number <= (on.before?.lines ?? 0)) {
      // Answered by an earlier run: only counted, so that the keys of equal lines after it are the same again.
      if (raw.number === on.before?.lines && raw.chain !== on.before.chain) throw new AnotherFile();
      if (line !== undefined) occurrenceOf(line);
      done = raw.number;
      continue;
    }
    if (line !== undefined) {
      const { name } = line;
      const occurrence = occurrenceOf(line);
      const end = ordering.run(touchesOf(line), () => perform(line, occurrence));
      waiting.push({ raw, ...(name !== undefined && { name }), end });
    } else waiting.push({ raw, end: Promise.resolve(fault ? { kind: 'malformed', fault } : { kind: 'blank' }) });
    if (waiting.length >= on.window) await settle();
  }
  while (waiting.length > 0) await settle();
  if (done < (on.before?.lines ?? 0)) throw new AnotherFile();
  return { lines: done, from: on.before?.lines ?? 0, counts, whole: !halted && !on.stopping() };
}
