import type { ViewRow, ViewStore } from '../../src/application/ports.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { drop, put, set, type ViewDefinition } from '../../src/projections/view.js';
import { factAt } from './facts.js';

const columns = {
  name: { kind: 'text', says: 'A name.', indexed: true },
  cents: { kind: 'integer', says: 'A sum.', indexed: true },
  list: { kind: 'json', says: 'Anything.' },
  box: { kind: 'box', says: 'A sealed box.' },
} as const;

type Change = ReturnType<ViewDefinition['on'][string]>[number];
const text = (value: unknown): string => String(value);

const on: ViewDefinition['on'] = {
  Noted: ({ open, sealed }) => [
    put(text(open['key']), {
      name: open['name'] as string,
      cents: open['cents'] as number,
      list: open['list'],
      box: sealed['participant'] ?? null,
    }) as Change,
  ],
  Renamed: ({ open }) => [set(text(open['key']), { name: open['name'] as string }) as Change],
  Charged: ({ open }) => [set(text(open['key']), { cents: open['cents'] as number }) as Change],
  Removed: ({ open }) => [drop(text(open['key']))],
  Unfit: () => {
    throw new Error('it does not fit');
  },
};

const shared = { says: 'A view for tests.', column: 'booking', scopes: ['case'], order: ['name', '-cents'] } as const;

/** Rows that facts of made-up kinds put, change and take away. */
export const notes: ViewDefinition = { ...shared, name: 'notes', title: 'Notes', columns, keepsStruck: false, on };

/** The same, keeping what was struck. */
export const ledger: ViewDefinition = {
  ...shared,
  name: 'ledger-of-notes',
  title: 'Ledger',
  columns: { ...columns, struckBy: { kind: 'text', says: 'What struck it.' } },
  keepsStruck: true,
  on,
};

/** A view that follows one kind of fact only. */
export const names: ViewDefinition = {
  ...shared,
  name: 'names',
  title: 'Names',
  order: ['name'],
  columns: { name: columns.name },
  keepsStruck: false,
  on: { Noted: ({ open }) => [put(text(open['key']), { name: open['name'] as string })] },
};

/** What a test says of one fact; `strikes` counts back from it to facts of its stream. */
export interface Step {
  readonly stream: string;
  readonly type: 'Noted' | 'Renamed' | 'Charged' | 'Removed' | 'Unfit' | 'EnteredInError' | 'Superseded';
  readonly key?: string;
  readonly name?: string;
  readonly cents?: number;
  readonly strikes?: number;
  readonly happenedAt?: string;
}

/** The facts of a log, with gaps between their positions. */
export function logOf(steps: readonly Step[]): readonly RecordedFact[] {
  const streams = new Map<string, RecordedFact[]>();
  return steps.map(({ stream, type, key = 'a', name = 'x', cents = 1, strikes = 1, happenedAt }, index) => {
    const before = streams.get(stream) ?? [];
    const target = before.at(-strikes)?.id;
    const targets = target === undefined ? [] : [target];
    const fact: RecordedFact = {
      ...factAt(stream, before.length, {
        type: type === 'Superseded' ? 'Noted' : type,
        open: type === 'EnteredInError' ? { facts: targets } : { key, name, cents, list: [{ name }] },
        ...(type === 'Superseded' && { supersedes: targets }),
        ...(happenedAt && { happenedAt }),
      }),
      position: BigInt(index * 3 + 2),
    };
    streams.set(stream, [...before, fact]);
    return fact;
  });
}

/** Facts of one stream of a log, through a revision. */
export const historyOf =
  (log: readonly RecordedFact[]) =>
  async (stream: string, through: number): Promise<readonly RecordedFact[]> =>
    log.filter((fact) => fact.stream === stream && fact.revision <= through);

/** Every row of views, by view. */
export async function allRows(
  store: Pick<ViewStore, 'read'>,
  views: readonly ViewDefinition[],
): Promise<Record<string, readonly ViewRow[]>> {
  const rows: Record<string, readonly ViewRow[]> = {};
  for (const { name } of views) rows[name] = (await store.read(name, { order: [] })).rows;
  return rows;
}
