import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { SYSTEM } from '../src/application/access/relations.js';
import { FactWriter } from '../src/application/kernel/state-facts.js';
import { PerformAction } from '../src/application/perform-action.js';
import { SearchPersons } from '../src/application/search/search-persons.js';
import { openLedger, prepareLedger } from '../src/compose.js';
import { configurationFrom } from '../src/configuration.js';
import { personFacts } from '../src/domain/person/person.js';
import type { Ledger } from '../src/ledger.js';

/** What searching costs among so many persons. */
export interface SearchFigures {
  readonly persons: number;
  /** Making the index from the facts at a start, with nothing beside it. */
  readonly feedPerSecond: number;
  /** Loading it at the next start. */
  readonly loadSeconds: number;
  readonly fileMegabytes: number;
  readonly memoryMegabytes: number;
  /** The slowest kind of search: its median and its slowest twentieth, logged durably and unsealed. */
  readonly searches: Readonly<Record<string, { readonly p50: number; readonly p95: number; readonly found: number }>>;
}

const SYLLABLES = [
  'an',
  'bel',
  'cor',
  'da',
  'el',
  'fin',
  'gar',
  'hol',
  'in',
  'jo',
  'kel',
  'lar',
  'mon',
  'nor',
  'os',
  'pet',
];
const AT_ONCE = 200;
const TIMES = 200;

/** A name out of syllables; few first names, more family names, some of them very common. */
function nameOf(n: number): string {
  const word = (seed: number, size: number): string =>
    Array.from({ length: size }, (_, i) => SYLLABLES[(seed >> (4 * i)) & 15]).join('');
  const skewed = Math.floor((5_000 * ((n * 7_919) % 10_007) ** 2) / 10_007 ** 2);
  return `${word((n * 31) % 256, 2)} ${word(skewed, 3)}`;
}

const telephone = (n: number): string => `+1416${String(n).padStart(7, '0')}`;

/** Persons stated straight into the log: the actions themselves are measured elsewhere. */
async function state(ledger: Ledger, persons: number): Promise<void> {
  const { store, digests, ids, clock } = ledger.performing;
  const writer = new FactWriter(store, ledger.reading.unsealer['keys'], digests, ids);
  const one = async (n: number): Promise<void> => {
    const person = ids.derived('measured', String(n));
    const action = ids.derived('registered', String(n));
    const now = clock.now();
    const about = {
      ...{ stream: `person-${person}`, recordedAt: now, happenedAt: now, purpose: 'PATADMIN', body: '{}' },
      ...{ actor: { person: SYSTEM, role: 'system' }, actionId: action, actionName: 'RegisterPerson' },
      ...{ correlationId: action, causationId: action },
    };
    const birthDate = `${1940 + (n % 70)}-${String(1 + (n % 12)).padStart(2, '0')}-11`;
    const fact = personFacts.PersonRegistered({
      person,
      permittedChannels: [],
      revealAgency: true,
      name: nameOf(n),
      bornIn: birthDate.slice(0, 7),
      birthDate,
      contacts: [
        { channel: 'telephone', value: telephone(n) },
        { channel: 'e-mail', value: `person${n}@example.org` },
      ],
    });
    await store.append('facts', about.stream, -1, await writer.complete([fact], about, 0));
  };
  for (let n = 0; n < persons; n += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, persons - n) }, (_, i) => one(n + i)));
}

const at = (share: number, times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

/** Searches among so many persons as the front desk. */
export async function measureSearch(persons: number): Promise<SearchFigures> {
  const directory = mkdtempSync(join(process.env['ALLIANCE_BENCH_DIRECTORY'] ?? tmpdir(), 'alliance-search-'));
  const configuration = configurationFrom({ ALLIANCE_DATA: directory, ALLIANCE_LOG_LEVEL: 'silent' });
  prepareLedger(configuration);
  const began = await openLedger(configuration, { reacting: false });
  const act = async (name: string, body: object): Promise<string> => {
    const outcome = await began.perform(new PerformAction(name, body, SYSTEM));
    if (outcome.kind !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return outcome.receipt.id ?? '';
  };
  await act('EstablishAgency', { name: 'Measured Counselling', zone: 'America/Toronto' });
  const desk = { name: 'Fran Desk', contacts: [], permittedChannels: [], revealAgency: true };
  const frontDesk = await act('RegisterPerson', desk);
  await act('GrantRole', { person: frontDesk, role: 'front-desk', from: '2020-01-01' });
  const lately = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  await act('RecordTraining', { person: frontDesk, topic: 'privacy', on: lately });
  await act('RecordUndertaking', { person: frontDesk, version: '1', on: lately });
  await state(began, persons);
  // What is measured is the index alone: the views have taken everything before.
  await began.waitFor(await began.performing.store.head('facts'), 600_000);
  await began.close();
  rmSync(join(directory, 'search'), { recursive: true });

  const heap = (): number => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 2 ** 20;
  };
  const opened = async (): Promise<{ readonly ledger: Ledger; readonly seconds: number; readonly memory: number }> => {
    const before = heap();
    const ledger = await openLedger(configuration, { reacting: false });
    const since = performance.now();
    await ledger.index.reached(await ledger.performing.store.head('facts'));
    return { ledger, seconds: (performance.now() - since) / 1_000, memory: heap() - before };
  };
  const made = await opened();
  await made.ledger.close();
  const { ledger, seconds: loadSeconds, memory } = await opened();

  const measured = async (terms: (i: number) => object) => {
    const times: number[] = [];
    let found = 0;
    for (let i = 0; i < TIMES; i++) {
      const since = performance.now();
      const outcome = await ledger.search(new SearchPersons(frontDesk, terms(i)));
      times.push(performance.now() - since);
      if (outcome.kind !== 'found') throw new Error(`a search was ${outcome.kind}`);
      found += outcome.persons.length;
    }
    return { p50: at(0.5, times), p95: at(0.95, times), found: found / TIMES };
  };
  const somebody = (i: number): number => (i * 7_727) % persons;
  const family = (i: number): string => nameOf(somebody(i)).split(' ')[1] ?? '';
  const searches = {
    'a whole name': await measured((i) => ({ name: nameOf(somebody(i)) })),
    'a family name': await measured((i) => ({ name: family(i) })),
    'a name with a mistake': await measured((i) => ({ name: nameOf(somebody(i)).replace(/.(?=.$)/, 'x') })),
    'three letters': await measured((i) => ({ name: family(i).slice(0, 3) })),
    'a number': await measured((i) => ({ telephone: telephone(somebody(i)) })),
    'a family name and a birth date': await measured((i) => ({
      name: family(i),
      birthDate: `${1940 + (i % 70)}-03-11`,
    })),
    nobody: await measured((i) => ({ name: `zzz${i}qqq` })),
  };
  await ledger.close();
  const fileMegabytes = statSync(join(directory, 'search', 'search.db')).size / 2 ** 20;
  rmSync(directory, { recursive: true });
  return {
    persons,
    feedPerSecond: persons / made.seconds,
    loadSeconds,
    fileMegabytes,
    memoryMegabytes: memory,
    searches,
  };
}
