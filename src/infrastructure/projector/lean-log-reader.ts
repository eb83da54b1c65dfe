import type Database from 'better-sqlite3';
import type { Log } from '../../application/ports.js';
import type { Box, RecordedFact } from '../../domain/language/fact.js';
import { openLogFileForReading } from '../event-store/log-file.js';
import { type LogReader, openSqliteLogReader } from '../event-store/sqlite-log-reader.js';
import { lazyJson } from './lazy-json.js';

const SEALED = ',"sealed":{';
/** Length of `,"payloadDigest":"…","digest":"…"}`, with which every stored fact ends. */
const TAIL = 160;
const TAIL_BEGINS = ',"payloadDigest":"';

type Boxes = Readonly<Record<string, Box>>;
type Row = readonly [position: number, json: string];

/**
 * Reads the log for projecting: sealed boxes stay the text they are until a view asks for one, because most are never
 * looked at.
 */
export function openLeanLogReader(directory: string): LogReader {
  const whole = openSqliteLogReader(directory);
  const { db } = openLogFileForReading(directory);
  const after = { facts: rowsAfter(db, 'facts'), access: rowsAfter(db, 'access') };
  return {
    ...whole,
    readAll: async (log, position, limit) => after[log].all(Number(position), limit).map(leanFact),
    close: async () => {
      db.close();
      await whole.close();
    },
  };
}

const rowsAfter = (db: Database.Database, log: Log): Database.Statement<[number, number], Row> =>
  db
    .prepare<[number, number], Row>(`SELECT position, json FROM ${log} WHERE position > ? ORDER BY position LIMIT ?`)
    .raw();

function leanFact([position, json]: Row): RecordedFact {
  const fact = (leanly(json) ?? JSON.parse(json)) as { -readonly [K in keyof RecordedFact]: RecordedFact[K] };
  fact.position = BigInt(position);
  return fact;
}

/** The fact with its boxes left as text, or undefined when it is not written in the usual order. */
function leanly(json: string): object | undefined {
  const tail = json.length - TAIL;
  if (!json.startsWith(TAIL_BEGINS, tail)) return undefined;
  // Within a text a quotation mark is escaped and a box holds no object, so that the last one found is the fact's own.
  const begin = json.lastIndexOf(SEALED, tail);
  if (begin < 0) return undefined;
  const fact = JSON.parse(json.slice(0, begin) + json.slice(tail)) as { open?: object; sealed?: Boxes };
  if (fact.open === undefined) return undefined;
  const text = json.slice(begin + SEALED.length - 1, tail);
  fact.sealed = text === '{}' ? {} : lazyJson<Boxes>(text);
  return fact;
}
