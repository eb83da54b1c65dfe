import type { RecordedFact } from '../../domain/language/fact.js';
import type { Change } from '../../projections/view.js';
import type { RowWrite } from '../ports.js';

type Row = Readonly<Record<string, unknown>>;

/** What a batch does to the rows of one view, folded so that each row is written once. */
export class PendingRows {
  readonly dropped = new Set<string>();
  readonly #streams = new Map<string, Map<string, RowWrite>>();

  /** Takes what one fact does. */
  add({ stream, revision, position }: RecordedFact, change: Change<Row>): void {
    let rows = this.#streams.get(stream);
    if (rows === undefined) {
      rows = new Map();
      this.#streams.set(stream, rows);
    }
    if ('put' in change) {
      const known = change.once ? rows.get(change.put)?.kind : undefined;
      if (known === 'put' || known === 'once') return;
      if (change.once && known === undefined && !this.dropped.has(stream)) {
        rows.set(change.put, { kind: 'once', stream, key: change.put, revision, position, row: change.row });
        return;
      }
      rows.set(change.put, { kind: 'put', stream, key: change.put, revision, position, row: change.row });
    } else if ('drop' in change) {
      rows.set(change.drop, { kind: 'drop', stream, key: change.drop, revision, position });
    } else {
      const before = rows.get(change.set);
      if (before === undefined ? this.dropped.has(stream) : before.kind === 'drop') return;
      if (before?.kind === 'once') throw new RangeError(`the row ${change.set} was put once: nothing is set in it`);
      const row = before?.row === undefined ? change.row : { ...before.row, ...change.row };
      rows.set(change.set, {
        kind: before?.kind === 'put' ? 'put' : 'set',
        stream,
        key: change.set,
        revision,
        position,
        row,
      });
    }
  }

  /** Every row of the stream goes, and what this batch has done to them so far. */
  dropStream(stream: string): void {
    this.#streams.delete(stream);
    this.dropped.add(stream);
  }

  /** One write a row, stream by stream. */
  writes(): readonly RowWrite[] {
    const writes: RowWrite[] = [];
    for (const rows of this.#streams.values()) for (const write of rows.values()) writes.push(write);
    return writes;
  }
}
