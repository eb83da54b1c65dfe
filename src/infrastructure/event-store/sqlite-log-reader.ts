import { type EventStore, type Log, StoreClosed } from '../../application/ports.js';
import { openLogFileForReading } from './log-file.js';
import { LogTable } from './log-table.js';

/** The part of the store a worker thread may have. */
export type LogReader = Pick<EventStore, 'logId' | 'readStream' | 'readAll' | 'head' | 'streams' | 'close'>;

/** Opens the store in a directory for reading, in a worker thread beside the writer; the writer must have made it. */
export function openSqliteLogReader(directory: string): LogReader {
  const { db, logId } = openLogFileForReading(directory);
  const tables = { facts: new LogTable(db, 'facts'), access: new LogTable(db, 'access') };
  const table = (log: Log): LogTable => {
    if (!db.open) throw new StoreClosed('the reader is closed');
    return tables[log];
  };
  return {
    logId,
    readStream: async (log, stream, options = {}) => {
      const head = table(log).find(stream);
      return head ? table(log).read(head, options) : [];
    },
    readAll: async (log, after, limit) => table(log).readAfter(after, limit),
    head: async (log) => BigInt(table(log).head()),
    streams: async (log, prefix = '') => table(log).names(prefix),
    close: async () => {
      db.close();
    },
  };
}
