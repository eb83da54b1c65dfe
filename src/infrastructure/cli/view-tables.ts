import { SYSTEM } from '../../application/access/relations.js';
import type { PresentedRow, ViewDefinition } from '../../projections/view.js';
import { cell, table, type Writing } from './output.js';

/** Columns worth a person's first look, where a view has more than fit on a line. */
const FIRST: Readonly<Record<string, readonly string[]>> = {
  timeline: ['happenedAt', 'type', 'clauses', 'actor', 'role', 'open', 'sealed', 'struckBy'],
  sessions: [
    ...['startLocal', 'service', 'participant', 'therapist', 'state', 'confirmation'],
    ...['deadlineLocal', 'skipped', 'late', 'because', 'session'],
  ],
  standing: ['clause', 'title', 'party', 'standing', 'matters'],
  looks: ['at', 'actor', 'role', 'purpose', 'what', 'view', 'information', 'count', 'person'],
  'fee-ledger': ['at', 'participant', 'entry', 'cents', 'service', 'method', 'number', 'session', 'charge', 'struckBy'],
  deadlines: ['kind', 'due', 'local', 'state', 'participant', 'person', 'session', 'why', 'settledAt'],
  people: ['person', 'identity', 'contact', 'permittedChannels', 'registeredAt'],
  disclosures: ['at', 'state', 'participant', 'recipient', 'content', 'purpose', 'authority', 'because', 'what'],
  'access-reviews': [
    ...['at', 'actor', 'person', 'view', 'rule', 'state', 'since', 'decideBy', 'overdue'],
    ...['question', 'explanation', 'consequence', 'reasons', 'breach', 'review'],
  ],
  'access-audits': ['at', 'reader', 'from', 'until', 'of', 'drawn', 'head', 'seed'],
  'questioned-access': ['first', 'last', 'reader', 'of', 'count', 'person', 'because', 'breach'],
  'emergency-accesses': [
    ...['at', 'by', 'ground', 'reason', 'until', 'closedAt', 'access', 'announced', 'reviewBy'],
    ...['review', 'reviewedBy', 'reviewedAt', 'findings', 'emergency'],
  ],
  mandates: [
    ...['row', 'at', 'state', 'body', 'authority', 'from', 'until', 'cases', 'persons', 'everybody', 'kinds'],
    ...['freeText', 'pseudonyms', 'beyond', 'words', 'endedAt', 'because', 'person', 'mandate'],
  ],
  destructions: [
    ...['state', 'of', 'at', 'requestedBy', 'confirmedBy', 'rule', 'keptUntil', 'keyBackupsEnd', 'parts'],
    ...['case', 'person', 'one', 'destruction'],
  ],
  breaches: [
    ...['breach', 'row', 'kind', 'state', 'since', 'due', 'missedAt', 'grounds', 'realRisk', 'how'],
    ...['details', 'reasons', 'measures', 'person', 'persons', 'cases', 'concerns'],
  ],
  'complaint-file': ['row', 'what', 'track', 'state', 'at', 'due', 'person', 'clause', 'words'],
};

/** What an amount in cents is in dollars. */
const dollars = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;

/** A value as it stands; of a box that holds one thing, that thing. */
function plain(value: unknown, writing: Writing): string {
  const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const [only] = inner;
  return inner.length === 1 && only !== undefined && only[0] !== 'withheld'
    ? cell(only[1], writing)
    : cell(value, writing);
}

function flag(value: unknown): string {
  return value === 1 || value === true ? 'yes' : 'no';
}

/** How some cells are said shorter than they stand. */
const SHORT: Readonly<Record<string, (value: unknown, writing: Writing, row: PresentedRow) => string>> = {
  // The matter that decides how a clause stands.
  matters: (value, writing, row) => {
    const matters = value as readonly { readonly standing: string; readonly matter: string; readonly at: string }[];
    const last = matters.findLast(({ standing }) => standing === row['standing']);
    if (last === undefined) return '';
    const more = matters.length > 1 ? ` (and ${matters.length - 1} more)` : '';
    return `${cell(last.matter, writing)}: ${last.standing}, ${cell(last.at, writing)}${more}`;
  },
  identity: (value, writing) => cell((value as { readonly name?: unknown }).name ?? value, writing),
  contact: (value, writing) => {
    const { contacts } = value as { readonly contacts?: readonly { readonly value: string }[] };
    return contacts === undefined ? cell(value, writing) : contacts.map((each) => each.value).join(', ');
  },
  skipped: (value) => passedOver(value),
  why: (value) => passedOver(value),
  purpose: (value) => PURPOSES[String(value)] ?? String(value),
  everybody: flag,
  freeText: flag,
  pseudonyms: flag,
  // Those of the seven that apply.
  grounds: (value) =>
    (value as readonly { readonly ground: string; readonly applies: boolean }[])
      .flatMap(({ ground, applies }) => (applies ? [ground] : []))
      .join(', ') || 'none applies',
  parts: (value) =>
    (value as readonly { readonly of: string; readonly keys?: number; readonly facts?: number }[])
      .map(({ of, keys = 0, facts = 0 }) => `${of}: ${keys} keys, ${facts} facts`)
      .join('; '),
  cents: (value) => (typeof value === 'number' ? dollars(value) : ''),
  taxCents: (value) => (typeof value === 'number' ? dollars(value) : ''),
};

/** Purposes of use (HL7 v3 ActReason) as a person says them. */
const PURPOSES: Readonly<Record<string, string>> = {
  PATRQT: 'own request',
  TREAT: 'treatment',
  ETREAT: 'emergency',
  PATADMIN: 'administration',
  HLEGAL: 'complaint',
  LEGAL: 'legal proceeding',
  HCOMPL: 'compliance',
  HOPERAT: 'operations',
  HSYSADMIN: 'the system',
};

const passedOver = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(({ date, reason }: { date: string; reason: string }) => `${date.slice(5)} ${reason}`).join(', ')
    : '';

/** Lines of a view's rows: staff by name where the view gives it, local times, no column that is empty throughout. */
export function tableOf(view: ViewDefinition, rows: readonly PresentedRow[], writing: Writing): readonly string[] {
  if (rows.length === 0) return ['(nothing)'];
  const own = new Set(Object.keys(view.columns));
  const shown = new Set(rows.flatMap((row) => Object.keys(row)));
  const wanted = writing.full
    ? [...own, ...[...shown].filter((name) => !own.has(name) && !name.endsWith('Name'))]
    : (FIRST[view.name] ?? [...shown].filter((name) => !PLACE.has(name) && !name.endsWith('Name')));
  const text = (row: PresentedRow, name: string): string => {
    const value = row[name] === SYSTEM ? 'the service' : (row[`${name}Name`] ?? row[name]);
    if (value === null || value === undefined) return '';
    if (name === 'actor' && value === row['person'] && !writing.full) return 'themselves';
    return (SHORT[name] ?? plain)(value, writing, row);
  };
  const columns = wanted.filter((name) => rows.some((row) => text(row, name) !== ''));
  const cells = rows.map((row) => columns.map((name) => text(row, name)));
  return table(columns, cells, writing.full ? Number.POSITIVE_INFINITY : undefined);
}

/** Where a row stands in the store: of no use to a person. */
const PLACE: ReadonlySet<string> = new Set(['stream', 'key', 'revision', 'position', 'fact', 'struckAt']);
