import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type About, FactWriter } from '../src/application/kernel/state-facts.js';
import type { EventStore, FactKey, KeyRing } from '../src/application/ports.js';
import { kindOf } from '../src/domain/catalogue.js';
import type { NewFact } from '../src/domain/language/fact.js';
import { openSqliteEventStore } from '../src/infrastructure/event-store/sqlite-event-store.js';
import { canonical } from '../src/infrastructure/integrity/canonical.js';
import { Sha256Digests } from '../src/infrastructure/integrity/digests.js';
import { UuidIds } from '../src/infrastructure/integrity/ids.js';
import { createKeyFile } from '../src/infrastructure/keys/key-file.js';
import { openLocalKeyRing } from '../src/infrastructure/keys/open.js';
import { SystemClock } from '../src/infrastructure/time/clocks.js';

const WRITERS = 64;
const STREAMS = 200;
const NOW = '2026-01-05T15:00:00.000Z';
/** About what a week of a case brings: one in six has something sealed. */
const WEEK = ['SessionBooked', 'SeatConfirmed', 'SeatCancelled', 'PaymentReceived', 'FeeTold', 'SeatAttended'];
/** The dearest case: a box in every fact. */
const ALL_SEALED = ['SeatCancelled', 'DisclosureMade', 'QuestionAsked'];

/** What sealing costs where facts are completed and appended durably. */
export interface SealingFigures {
  readonly sealedPerSecond: number;
  readonly unsealedPerSecond: number;
  /** Time with sealing to time without, in one run, where every fact has a box. */
  readonly ratio: number;
  /** The same for the facts of a week; the aim is under 1.5. */
  readonly ratioOfWeek: number;
  /** Bytes of the sealed boxes as JSON to those of the same values unsealed, per box. */
  readonly bytesSealed: number;
  readonly bytesUnsealed: number;
}

/** A key ring that seals nothing and authenticates nothing, for comparison. */
function noKeyRing(): KeyRing {
  const key: FactKey = { reference: 'AAAAAAAAAAAAAAAAAAAAAA.1' };
  const none = (): never => {
    throw new Error('nothing is opened or destroyed here');
  };
  return {
    provide: async () => key,
    atHand: () => key,
    seal: (_key, context, values) => ({
      ...context,
      key: key.reference,
      data: Buffer.from(JSON.stringify(values)).toString('base64url'),
      commitment: key.reference,
    }),
    mac: () => key.reference,
    open: none,
    shut: none,
    destroyStream: none,
    renewStream: none,
    destroyFact: none,
    close: async () => {},
  };
}

/** Measures completing and appending facts by 64 writers, with sealing and without it, in turns; the best of each. */
export async function measureSealing(facts = 30_000, rounds = 3): Promise<SealingFigures> {
  const dearest = await compared(ALL_SEALED, facts, rounds);
  const week = await compared(WEEK, facts, rounds);
  return {
    sealedPerSecond: Math.round(dearest.sealed.perSecond),
    unsealedPerSecond: Math.round(dearest.unsealed.perSecond),
    ratio: dearest.unsealed.perSecond / dearest.sealed.perSecond,
    ratioOfWeek: week.unsealed.perSecond / week.sealed.perSecond,
    bytesSealed: Math.round(dearest.sealed.bytes),
    bytesUnsealed: Math.round(dearest.unsealed.bytes),
  };
}

async function compared(types: readonly string[], facts: number, rounds: number) {
  let [sealed, unsealed] = [
    { perSecond: 0, bytes: 0 },
    { perSecond: 0, bytes: 0 },
  ];
  const examples = types.map(exampleOf);
  for (let round = 0; round < rounds; round++) {
    const without = await rate(examples, facts, async () => noKeyRing());
    const withIt = await rate(examples, facts, async (directory) => {
      createKeyFile(join(directory, 'key'));
      return openLocalKeyRing(join(directory, 'keys'), join(directory, 'key'));
    });
    if (without.perSecond > unsealed.perSecond) unsealed = without;
    if (withIt.perSecond > sealed.perSecond) sealed = withIt;
  }
  return { sealed, unsealed };
}

async function rate(examples: readonly NewFact[], facts: number, ring: (directory: string) => Promise<KeyRing>) {
  const directory = mkdtempSync(join(tmpdir(), 'bench-sealing-'));
  const store = openSqliteEventStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  const keys = await ring(directory);
  try {
    const ids = new UuidIds(new SystemClock());
    const digests = Object.assign(new Sha256Digests(), { canonical: (value: unknown) => canonical(value) });
    const writer = new FactWriter(store, keys, digests, ids);
    // The first key of each stream is made before: what is measured is sealing, not the first day.
    await write(writer, store, examples, STREAMS * 2);
    const started = performance.now();
    const bytes = await write(writer, store, examples, facts);
    return { perSecond: (facts * 1_000) / (performance.now() - started), bytes };
  } finally {
    await store.close();
    await keys.close();
    rmSync(directory, { recursive: true });
  }
}

function exampleOf(type: string): NewFact {
  const kind = kindOf(type);
  if (kind === undefined) throw new Error(`no fact ${type} in the catalogue`);
  return { type, data: kind.example as Readonly<Record<string, unknown>> };
}

/** Completes and appends one fact an action, and returns the average bytes of a box. */
async function write(
  writer: FactWriter,
  store: EventStore,
  examples: readonly NewFact[],
  facts: number,
): Promise<number> {
  let [boxes, bytes] = [0, 0];
  const one = async (w: number): Promise<void> => {
    for (let n = w; n < facts; n += WRITERS) {
      const stream = `case-${w}-${n % Math.ceil(STREAMS / WRITERS)}`;
      const head = await store.revisionOf('facts', stream);
      const about: About = {
        recordedAt: NOW,
        happenedAt: NOW,
        actor: { person: stream, role: 'therapist' },
        purpose: 'TREAT',
        correlationId: stream,
        causationId: stream,
        stream,
        actionId: `${stream}-${n}`,
        actionName: 'Measured',
        body: '{"measured":true}',
      };
      const done = await writer.complete([examples[n % examples.length] as NewFact], about, head + 1);
      for (const box of done.flatMap(({ sealed }) => Object.values(sealed))) {
        boxes++;
        bytes += box.data.length + box.commitment.length;
      }
      await store.append('facts', stream, head, done);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, w) => one(w)));
  return boxes === 0 ? 0 : bytes / boxes;
}
