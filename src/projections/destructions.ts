import { destructionFacts } from '../domain/case/destruction-facts.js';
import { closingFacts } from '../domain/destruction/closing.js';
import { destroyedFacts, destructionsFacts } from '../domain/destruction/register-facts.js';
import { drop, type PresentedRow, put, set, view } from './view.js';

const columns = {
  what: { kind: 'text', says: 'due, destruction, part or certificate.' },
  destruction: { kind: 'text', says: 'Which destruction.', indexed: true },
  of: { kind: 'text', says: 'What is destroyed: case, registration, file or fact.' },
  case: { kind: 'text', says: 'Which case.' },
  person: { kind: 'text', says: 'Whose registration or file.' },
  one: { kind: 'text', says: 'Which fact, where one is destroyed alone.' },
  state: {
    kind: 'text',
    says: 'due, requested, confirmed, withdrawn, stopped, begun, keys-destroyed or certified.',
    indexed: true,
  },
  at: { kind: 'text', says: 'Since when it is so.' },
  requestedBy: { kind: 'text', says: 'Who asked.' },
  confirmedBy: { kind: 'text', says: 'Who confirmed.' },
  rule: { kind: 'text', says: 'Under which rule.' },
  keptUntil: { kind: 'text', says: 'Until when it had to be kept.' },
  years: { kind: 'integer', says: 'Years of that rule.' },
  keys: { kind: 'integer', says: 'How many keys are tombstones.' },
  facts: { kind: 'integer', says: 'Of how many facts the content is gone.' },
  kinds: { kind: 'json', says: 'Those facts by kind.' },
  firstOn: { kind: 'text', says: 'First day of the period.' },
  lastOn: { kind: 'text', says: 'Last day of the period.' },
  keyBackupsEnd: { kind: 'text', says: 'Last day of the last backup of keys taken before.' },
  parts: { kind: 'json', says: 'What was destroyed, part by part.' },
} as const;

interface PartRow {
  readonly destruction: string;
  readonly of: string;
  readonly case?: string;
  readonly person?: string;
  readonly fact?: string;
}
const partKey = ({ destruction, of, case: one, person, fact }: PartRow): string =>
  ['part', destruction, of, person ?? one, fact].filter((each) => each !== undefined).join(' ');
const oneFact = (open: PartRow) => ({
  destruction: open.destruction,
  of: 'fact',
  case: open.case ?? null,
  person: open.person ?? null,
  one: open.fact ?? null,
});

/** One row a destruction: the furthest that anything says of it, with its parts; and what is due. */
function together(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const of = (what: string) => rows.filter((row) => row['what'] === what);
  const certificates = new Map(of('certificate').map((row) => [row['destruction'], row]));
  return [
    ...of('due'),
    ...of('destruction').map((row): PresentedRow => {
      const parts = of('part').filter((part) => part['destruction'] === row['destruction']);
      const certificate = certificates.get(row['destruction']);
      const begun = row['state'] === 'begun';
      const gone = begun && parts.length > 0 && parts.every((part) => part['state'] === 'keys-destroyed');
      return {
        ...row,
        ...(gone && { state: 'keys-destroyed' }),
        ...(begun &&
          certificate && {
            state: 'certified',
            at: certificate['at'],
            keyBackupsEnd: certificate['keyBackupsEnd'],
            rule: certificate['rule'],
          }),
        parts: parts.map(({ of: part, person, case: one, state, at, keys, facts, kinds, firstOn, lastOn }) => ({
          ...{ of: part, case: one, person, state, at, keys, facts, kinds, firstOn, lastOn },
        })),
      };
    }),
  ];
}

/**
 * What is due to be destroyed, is being destroyed and was, step by step. Cases say it and the agency's own stream does, so only
 * who sees all of them may read it: the column is that of breaches, the privacy officer's own.
 */
export const destructionsView = view({
  name: 'destructions',
  title: 'Destructions',
  says: 'What is due to be destroyed, who asked and who confirmed, how far it is, and the certificate: kinds and counts, period, rule, and when the last backup of keys ends. No names.',
  column: 'breach',
  scopes: ['agency'],
  persons: ['person'],
  staff: ['requestedBy', 'confirmedBy'],
  columns,
  order: ['at', 'position'],
  combines: true,
  present: together,
  follows: { ...destructionFacts, ...closingFacts, ...destructionsFacts },
  on: {
    DestructionDue: ({ open, happenedAt }) => [
      put('due', {
        ...{ what: 'due', of: 'case', case: open.case, state: 'due', at: happenedAt },
        ...{ rule: open.rule, keptUntil: open.keptUntil, years: open.years },
      }),
    ],
    DestructionNotDue: () => [drop('due')],
    DestructionRequested: ({ open, actor, happenedAt }) => [
      put(open.destruction, {
        ...{ what: 'destruction', destruction: open.destruction, of: 'case', case: open.case, state: 'requested' },
        ...{ at: happenedAt, requestedBy: actor.person },
        ...{ rule: open.rule, keptUntil: open.keptUntil, years: open.years },
      }),
    ],
    DestructionConfirmed: ({ open, actor, happenedAt }) => [
      set(open.destruction, { state: 'confirmed', at: happenedAt, confirmedBy: actor.person }),
    ],
    DestructionWithdrawn: ({ open, happenedAt }) => [set(open.destruction, { state: 'withdrawn', at: happenedAt })],
    DestructionStopped: ({ open, happenedAt }) => [set(open.destruction, { state: 'stopped', at: happenedAt })],
    DestructionBegun: ({ open, happenedAt }) =>
      open.of === 'case' ? [set(open.destruction, { state: 'begun', at: happenedAt }), drop('due')] : [],
    FactDestructionRequested: ({ open, actor, happenedAt }) => [
      put(open.destruction, {
        ...oneFact({ ...open, of: 'fact' }),
        ...{ what: 'destruction', state: 'requested', at: happenedAt, requestedBy: actor.person, rule: 'wrong-person' },
      }),
    ],
    FactDestructionConfirmed: ({ open, actor, happenedAt }) => [
      set(open.destruction, { state: 'confirmed', at: happenedAt, confirmedBy: actor.person }),
    ],
    FactDestructionBegun: ({ open, happenedAt }) => [set(open.destruction, { state: 'begun', at: happenedAt })],
    DestructionEntered: ({ open, happenedAt }) => [
      put(partKey(open), {
        ...{ what: 'part', destruction: open.destruction, of: open.of, state: 'entered', at: happenedAt },
        ...{ case: open.case ?? null, person: open.person ?? null, one: open.fact ?? null },
      }),
    ],
    DestructionAbandoned: ({ open }) => [drop(partKey(open))],
    KeysDestroyed: ({ open, happenedAt }) => [
      set(partKey(open), {
        ...{ state: 'keys-destroyed', at: happenedAt, keys: open.keys, facts: open.facts, kinds: open.kinds },
        ...{ firstOn: open.firstOn ?? null, lastOn: open.lastOn ?? null },
      }),
    ],
    DestructionCertified: ({ open, happenedAt }) => [
      put(`certificate ${open.destruction}`, {
        ...{ what: 'certificate', destruction: open.destruction, state: 'certified', at: happenedAt },
        ...{ case: open.case ?? null, one: open.fact ?? null, rule: open.rule, keyBackupsEnd: open.keyBackupsEnd },
        ...{ requestedBy: open.requestedBy, confirmedBy: open.confirmedBy },
      }),
    ],
  },
});

/** What remains known of somebody whose record was destroyed (rule 75). */
export const destroyedRecordsView = view({
  name: 'destroyed-records',
  title: 'Destroyed records',
  says: 'Was I a client, and what was destroyed: the name, kind and period of a record, when it was destroyed and under which rule. Kept apart under its own key.',
  column: 'destroyed',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Whose record it was.', indexed: true },
    name: { kind: 'box', says: 'The name they were known by.' },
    case: { kind: 'text', says: 'Which case.' },
    kind: { kind: 'text', says: 'individual, couple, family or group.' },
    firstOn: { kind: 'text', says: 'First day of the period.' },
    lastOn: { kind: 'text', says: 'Last day of the period.' },
    destroyedOn: { kind: 'text', says: 'When it was destroyed.' },
    rule: { kind: 'text', says: 'Under which rule.' },
    keptUntil: { kind: 'text', says: 'Until when it had to be kept.' },
    years: { kind: 'integer', says: 'Years of that rule.' },
    destruction: { kind: 'text', says: 'Which destruction.' },
  },
  order: ['destroyedOn', 'position'],
  follows: destroyedFacts,
  on: {
    RecordDestroyed: ({ open, sealed }) => [
      put(open.case, {
        ...{ person: open.person, name: sealed['identity'] ?? null, case: open.case, kind: open.kind },
        ...{ firstOn: open.firstOn, lastOn: open.lastOn, destroyedOn: open.destroyedOn, rule: open.rule },
        ...{ keptUntil: open.keptUntil, years: open.years, destruction: open.destruction },
      }),
    ],
  },
});
