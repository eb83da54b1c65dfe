import { randomUUID } from 'node:crypto';
import { sendAppend } from './batch-appends.js';
import type { Connection } from './connection.js';
import { eventIn, readCall, streamRead } from './read-calls.js';
import type { ReadWaits } from './reading.js';
import { ServerFault } from './server-fault.js';

const TYPE = 'LedgerMade';

/** Which log a ledger on the server is. */
export interface LogIdentity {
  readonly logId: string;
  /** Whose positions: a log copied to another server has its id there and other positions. */
  readonly positionsId: string;
}

/** The server keeps no log of this name, and none was to be made. */
export class NoLogThere extends Error {}

/**
 * Who the log is that a stream on the server tells; when it tells none, `fresh` becomes its id, unless another was faster.
 * Without a fresh id throws `NoLogThere` then.
 */
export function logIdAt(
  connection: Connection,
  stream: string,
  fresh: string | undefined,
  waits: ReadWaits,
): Promise<LogIdentity> {
  return connection.persistently(waits.outcomeMilliseconds, async (line) => {
    for (;;) {
      let found: LogIdentity | undefined;
      const take: Parameters<typeof readCall>[2] = (response) => {
        const event = eventIn(response);
        if (event) found = identityIn(event.data);
      };
      await readCall(line, streamRead(stream, false, undefined, 1), take, { silence: waits.answerMilliseconds });
      if (found !== undefined) return found;
      if (fresh === undefined) throw new ServerFault('lasting', 'no log', { cause: new NoLogThere(stream) });
      const made = {
        id: randomUUID(),
        type: TYPE,
        data: Buffer.from(JSON.stringify({ logId: fresh, positions: randomUUID() })),
        metadata: Buffer.from('{}'),
      };
      // Whatever the answer: what the stream then tells is the log's id.
      await sendAppend(line, waits.answerMilliseconds, stream, -1, [made]);
    }
  });
}

function identityIn(data: Uint8Array): LogIdentity {
  const { logId, positions } = JSON.parse(Buffer.from(data).toString('utf8')) as {
    readonly logId?: unknown;
    /** Absent in logs of earlier programs. */
    readonly positions?: unknown;
  };
  if (typeof logId !== 'string') throw new Error('what the server keeps as this ledger has no log id');
  return { logId, positionsId: `${logId}@${typeof positions === 'string' ? positions : 'server'}` };
}
