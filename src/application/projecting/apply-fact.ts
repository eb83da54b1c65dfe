import { lifted } from '../../domain/catalogue.js';
import type { RecordedFact, StoredFact } from '../../domain/language/fact.js';
import { struckIn } from '../../domain/language/mistakes.js';
import type { Change, ViewDefinition } from '../../projections/view.js';
import type { PendingRows } from './pending-rows.js';
import { requireFitting, STRUCK_AT, STRUCK_BY } from './shape.js';

type Row = Readonly<Record<string, unknown>>;
const NONE: readonly never[] = [];

/** What a fact, lifted before, does to a view's rows; throws when the view cannot take it. */
export function changesOf(view: ViewDefinition, fact: StoredFact): readonly Change<Row>[] {
  const handler = Object.hasOwn(view.on, fact.type) ? view.on[fact.type] : undefined;
  if (handler === undefined) return NONE;
  const changes = handler(fact);
  for (const change of changes) if ('row' in change) requireFitting(view, change.row);
  return changes;
}

/**
 * Applies a stream's facts to rows that hold nothing of that stream yet, less those struck. A view that keeps struck facts
 * keeps the rows they put, marked with the striking fact; what they changed or took away elsewhere is undone there too.
 */
export function applyStream(
  view: ViewDefinition,
  facts: readonly RecordedFact[],
  rows: PendingRows,
  struck: ReadonlyMap<string, string> = struckIn(facts),
): void {
  const recordedAt = new Map<string, string>();
  if (STRUCK_AT in view.columns) for (const { id, recordedAt: at } of facts) recordedAt.set(id, at);
  const marks = (by: string): Row => ({
    [STRUCK_BY]: by,
    ...(recordedAt.has(by) && { [STRUCK_AT]: recordedAt.get(by) }),
  });
  for (const stored of facts) {
    const by = struck.get(stored.id);
    if (by !== undefined && !view.keepsStruck) continue;
    const fact = lifted(stored);
    for (const change of changesOf(view, fact)) {
      if (by === undefined) rows.add(fact, change);
      else if ('put' in change) rows.add(fact, { put: change.put, row: { ...change.row, ...marks(by) } });
    }
  }
}
