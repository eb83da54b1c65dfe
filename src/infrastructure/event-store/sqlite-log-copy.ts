import { type Log, RevisionConflict, StoreFull } from '../../application/ports.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { type LogCopy, runsOf } from './log-copy.js';
import { makeDirectory, openLogFile } from './log-file.js';
import { LogWriter } from './log-writer.js';
import { sqliteCode } from './sqlite-error.js';
import { lockStore } from './store-lock.js';

/**
 * Opens the embedded store in a directory to copy logs into it, for this process alone, making it under the given id when there
 * is none; throws when it keeps another log.
 */
export function openSqliteLogCopy(directory: string, logId: string): LogCopy {
  makeDirectory(directory);
  const release = lockStore(directory);
  try {
    const { db } = openLogFile({ directory, logId });
    const writers = { facts: new LogWriter(db, 'facts'), access: new LogWriter(db, 'access') };
    const append = db.transaction((log: Log, facts: readonly StoredFact[]) => {
      for (const { stream, expected, facts: run } of runsOf(facts)) {
        const outcome = writers[log].append(
          stream,
          expected,
          run.map((fact) => JSON.stringify(fact)),
        );
        if (outcome instanceof RevisionConflict) throw outcome;
      }
    });
    return {
      logId,
      appendInOrder: async (log, facts) => {
        try {
          append.immediate(log, facts);
        } catch (error) {
          writers[log].rolledBack();
          if (sqliteCode(error) !== 'SQLITE_FULL') throw error;
          throw new StoreFull('there is no room; what was copied before is there', { cause: error });
        }
        writers[log].committed();
        // The store's own checkpoints are off: without one after each part the log beside the file grows as large as the file.
        db.pragma('wal_checkpoint(PASSIVE)');
      },
      readStream: async (log, stream, options = {}) => {
        const head = writers[log].headOf(stream);
        return head ? writers[log].table.read(head, options) : [];
      },
      readAll: async (log, after, limit) => writers[log].table.readAfter(after, limit),
      head: async (log) => writers[log].position,
      revisionOf: async (log, stream) => writers[log].headOf(stream)?.revision ?? -1,
      streams: async (log, prefix = '') => writers[log].table.names(prefix),
      close: async () => {
        db.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
