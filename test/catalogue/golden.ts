import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FACTS } from '../../src/domain/catalogue.js';
import type { AnyKind, StoredFact } from '../../src/domain/language/fact.js';
import { codesOfKind, shapeDigest } from '../../src/infrastructure/docs/shapes.js';
import { sha256 } from '../../src/infrastructure/integrity/digests.js';
import { split } from '../support/conforms.js';
import { idOf } from '../support/given.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const GOLDEN = join(HERE, 'golden');
const LOCK = resolve(HERE, '../../catalogue.lock.json');

/** What is locked of one published version: its shape, and the payload kept to be read for ever. */
export interface Locked {
  readonly shape: string;
  /** Codes by the path of their field; later versions of the program may know more, never fewer. */
  readonly codes?: Readonly<Record<string, readonly string[]>>;
  readonly golden: string;
}

/** The payload of one version as it is stored, without its sealed values. */
export interface Golden {
  readonly type: string;
  readonly version: number;
  readonly open: Readonly<Record<string, unknown>>;
  readonly compartments: readonly string[];
}

export const KINDS: readonly AnyKind[] = Object.values(FACTS);

/** Type → version → what is locked. */
export type Lock = Readonly<Record<string, Readonly<Record<string, Locked>>>>;

export const readLock = (): Lock => (existsSync(LOCK) ? (JSON.parse(readFileSync(LOCK, 'utf8')) as Lock) : {});

export const goldenName = (type: string, version: number | string): string => `${type}.v${version}.json`;
export const goldenText = (name: string): string => readFileSync(join(GOLDEN, name), 'utf8');
export const goldenNames = (): readonly string[] => (existsSync(GOLDEN) ? readdirSync(GOLDEN).sort() : []);
export const goldens = (): readonly Golden[] => goldenNames().map((name) => JSON.parse(goldenText(name)) as Golden);

/** Adds what is not locked yet; what is locked is never written again. */
export function addToLock(): void {
  mkdirSync(GOLDEN, { recursive: true });
  const lock: Record<string, Record<string, Locked>> = structuredClone(readLock()) as never;
  for (const kind of KINDS) {
    const versions = lock[kind.type] ?? {};
    lock[kind.type] = versions;
    const codes = codesOfKind(kind);
    const locked = versions[kind.version];
    if (locked !== undefined) {
      if (Object.keys(codes).length > 0)
        versions[kind.version] = { ...locked, codes: grown(locked.codes ?? {}, codes) };
      continue;
    }
    const file = join(GOLDEN, goldenName(kind.type, kind.version));
    if (!existsSync(file)) {
      const golden: Golden = { type: kind.type, version: kind.version, ...split(kind, kind.example) };
      writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
    }
    versions[kind.version] = {
      shape: shapeDigest(kind),
      ...(Object.keys(codes).length > 0 && { codes }),
      golden: sha256(readFileSync(file, 'utf8')),
    };
  }
  const sorted = Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(LOCK, `${JSON.stringify(sorted, null, 2)}\n`);
}

type Codes = NonNullable<Locked['codes']>;

/** What was published, and what has come since. */
const grown = (before: Codes, now: Codes): Codes =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(now)])].map((path) => [
      path,
      [...new Set([...(before[path] ?? []), ...(now[path] ?? [])])],
    ]),
  );

/** A golden payload as a fact that a store would give back, with boxes that nobody can open. */
export function asStored({ type, version, open, compartments }: Golden): StoredFact {
  const stream = [FACTS[type as keyof typeof FACTS].stream].flat()[0] as string;
  const place = { stream: `${stream}-golden`, revision: 0, type, version };
  const box = (compartment: string) => ({
    ...place,
    log: 'golden',
    fact: idOf(type),
    compartment,
    key: 'golden',
    data: '',
    commitment: '',
  });
  return {
    ...place,
    id: idOf(type),
    logId: 'golden',
    happenedAt: '2026-01-05T14:00:00.000Z',
    recordedAt: '2026-01-05T14:00:00.000Z',
    actor: { person: idOf('somebody'), role: 'front-desk' },
    purpose: 'TREAT',
    subjects: [],
    action: { id: idOf(`action ${type}`), name: 'golden', part: 0, of: 1 },
    correlationId: idOf('correlation'),
    causationId: idOf('causation'),
    open,
    sealed: Object.fromEntries(compartments.map((compartment) => [compartment, box(compartment)])),
    payloadDigest: '',
    digest: '',
  };
}
