import { randomUUID } from 'node:crypto';
import { sendAppend } from './batch-appends.js';
import type { Connection } from './connection.js';
import { eventIn, readCall, streamRead } from './read-calls.js';
import type { ReadWaits } from './reading.js';

const TYPE = 'LedgerMade';

/** The id of the log that a stream on the server tells; when it tells none, `fresh` becomes it, unless another was faster. */
export function logIdAt(connection: Connection, stream: string, fresh: string, waits: ReadWaits): Promise<string> {
  return connection.persistently(waits.outcomeMilliseconds, async (line) => {
    for (;;) {
      let found: string | undefined;
      const take: Parameters<typeof readCall>[2] = (response) => {
        const event = eventIn(response);
        if (event) found = logIdIn(event.data);
      };
      await readCall(line, streamRead(stream, false, undefined, 1), take, { silence: waits.answerMilliseconds });
      if (found !== undefined) return found;
      const made = {
        id: randomUUID(),
        type: TYPE,
        data: Buffer.from(JSON.stringify({ logId: fresh })),
        metadata: Buffer.from('{}'),
      };
      // Whatever the answer: what the stream then tells is the log's id.
      await sendAppend(line, waits.answerMilliseconds, stream, -1, [made]);
    }
  });
}

function logIdIn(data: Uint8Array): string {
  const { logId } = JSON.parse(Buffer.from(data).toString('utf8')) as { readonly logId?: unknown };
  if (typeof logId !== 'string') throw new Error('what the server keeps as this ledger has no log id');
  return logId;
}
