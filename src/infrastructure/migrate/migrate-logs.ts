import type { Log } from '../../application/ports.js';
import { type CopyProgress, copyLog } from './copy-log.js';
import { openSourceLogs, openTargetLogs, whileAnswering } from './open-logs.js';
import type { Place } from './place.js';
import { type ProvenLog, proveEqual } from './prove-equal.js';

/** A log that was copied and found the same in both stores. */
export interface MigratedLog extends ProvenLog {
  /** Facts copied by this run; those before were there. */
  readonly copied: number;
}

/** Both logs, copied and proven. */
export interface MigratedLogs {
  readonly logId: string;
  readonly facts: MigratedLog;
  readonly access: MigratedLog;
  /** Seconds that copying took, and proving. */
  readonly copying: number;
  readonly proving: number;
}

/** Told how far a migration is. */
export interface MigrationListener {
  /** Waited for before the next part is written. */
  readonly onCopied?: (progress: CopyProgress) => Promise<void> | void;
  readonly onProven?: (log: Log, facts: number) => void;
}

/**
 * Copies facts and access log from one store to another up to where they end as it begins, after what an earlier run copied,
 * and proves then that both stores hold the same. Throws `MigrationRefused` where that cannot be done or is not so.
 */
export async function migrateLogs(
  from: Place,
  to: Place,
  { onCopied = () => {}, onProven = () => {} }: MigrationListener = {},
): Promise<MigratedLogs> {
  const source = await openSourceLogs(from);
  try {
    const target = await openTargetLogs(to, source.logId);
    const work = async (): Promise<MigratedLogs> => {
      const heads = { facts: await source.head('facts'), access: await source.head('access') };
      const began = performance.now();
      const copied = {
        facts: await copyLog('facts', source, target, heads.facts, onCopied),
        access: await copyLog('access', source, target, heads.access, onCopied),
      };
      const written = performance.now();
      const prove = async (log: Log): Promise<MigratedLog> => ({
        ...(await proveEqual(log, source, target, heads[log], (facts) => onProven(log, facts))),
        copied: copied[log],
      });
      const proven = { facts: await prove('facts'), access: await prove('access') };
      const seconds = { copying: (written - began) / 1_000, proving: (performance.now() - written) / 1_000 };
      return { logId: source.logId, ...proven, ...seconds };
    };
    try {
      return await whileAnswering(work);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
