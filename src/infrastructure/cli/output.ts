import { timeZone } from '../time/zone.js';

/** Writes a line of the answer. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`);
/** Writes a line beside the answer. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`);
/** Writes the answer as JSON. */
export const sayJson = (value: unknown): void => say(json(value, 2));

/** JSON in which positions are text. */
export const json = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner), indent);

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:00(\.000)?)?$/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Short weekday of a date: `Mon`. */
export const weekday = (date: string): string =>
  WEEKDAYS[new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay()] as string;

/** An instant as clocks in a zone showed it: `2026-02-16 11:00`, with seconds where there are any. */
export function localTime(instant: string, zone: string): string {
  const local = timeZone(zone).localOf(instant);
  return `${local.slice(0, 10)} ${/:00\.000$/.test(local) ? local.slice(11, 16) : local.slice(11, 19)}`;
}

/** How values are written for a person. */
export interface Writing {
  readonly zone: string;
  /** Whole ids instead of their beginnings. */
  readonly full: boolean;
}

/** Ids cut to their first eight characters, unless they are wanted whole. */
export const brief = (text: string, { full }: Pick<Writing, 'full'>): string =>
  full ? text : text.replace(UUID, (id) => id.slice(0, 8));

/** One value as text in a cell. */
export function cell(value: unknown, writing: Writing): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') {
    const local = LOCAL.exec(value);
    if (local !== null) return `${local[1]} ${local[2]}`;
    return INSTANT.test(value) ? localTime(value, writing.zone) : brief(value.replace(/\s+/g, ' '), writing);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => cell(each, writing)).join(', ');
  if (typeof value === 'object') {
    const { withheld } = value as { readonly withheld?: unknown };
    if (typeof withheld === 'string') return `(withheld: ${withheld})`;
    return Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([name, inner]) => {
        const text = cell(inner, writing);
        // A compartment that holds one thing of its own name says it once.
        return text.startsWith(`${name} `) ? text : `${name} ${text}`;
      })
      .join(', ');
  }
  return String(value);
}

const WIDEST = 60;

/** Lines of a table: a head, a rule, a line for each row; long cells are cut unless everything is wanted. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widest: number = WIDEST,
): readonly string[] {
  const cut = (text: string): string => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);
  const cells = rows.map((row) => row.map(cut));
  const widths = head.map((name, i) => Math.max(name.length, ...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, i) => (i === row.length - 1 ? text : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)];
}
