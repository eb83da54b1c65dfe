import type { AccessRule } from '../../domain/agency/access-review-facts.js';
import { inForce, parameterOn, rolesOn } from '../../domain/agency/agency.js';
import { wasMember } from '../../domain/case/roster.js';
import { addDaysToInstant, reasonClosed } from '../../domain/language/business-time.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import { type Relations, SYSTEM } from '../access/relations.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { timeZoneOf, type Zones } from '../kernel/zones.js';
import type { EventStore } from '../ports.js';
import type { Namesakes } from './namesakes.js';
import type { Volumes } from './volumes.js';

/** A look that a rule found worth asking about, and what makes it the same flag again. */
export interface Flag {
  readonly rule: AccessRule;
  readonly person?: string;
  readonly persons?: number;
  /** The same rule flags the same of a reader once in a day. */
  readonly once: string;
}

/** What the rules stand on. */
export interface Watching {
  readonly states: StreamStates;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly relations: Relations;
  readonly zones: Zones;
  readonly namesakes: Namesakes;
  readonly volumes: Volumes;
}

/** Purposes that are no care: whoever looks for them looks at cases that are closed, and at whom they do not treat. */
const NOT_CARE: ReadonlySet<string> = new Set(['HCOMPL', 'HLEGAL', 'LEGAL', 'HSYSADMIN', 'PATRQT']);
const TREATING: ReadonlySet<string> = new Set(['therapist', 'supervisor']);
const OF_CASE = /^case-/;

/** Which rules an entry of the access log is flagged by. What clients and the system itself look at is flagged by none. */
export async function flagsOf(entry: RecordedFact, on: Watching): Promise<readonly Flag[]> {
  const reader = entry.actor.person;
  if (reader === SYSTEM || (entry.type !== 'Looked' && entry.type !== 'Denied')) return [];
  const { staff } = (await on.states.load('staff', 'staff')).state;
  const zone = await timeZoneOf(on.states, on.zones);
  const local = zone.localOf(entry.happenedAt);
  const day = local.slice(0, 10);
  const roles = rolesOn(staff, reader, day);
  const persons = ((entry.open['persons'] ?? []) as readonly string[]).filter((one) => one !== SYSTEM);
  if (roles.length === 0) return [];
  const once = (rule: AccessRule, more = ''): string => `${rule} ${reader} ${day} ${more}`;
  if (entry.type === 'Denied') {
    if (!roles.some((role) => TREATING.has(role))) return [];
    const others = persons.filter((one) => one !== reader);
    const strangers = await unrelated(reader, others, entry, on);
    return strangers.map((person) => ({ rule: 'no-relation', person, once: once('no-relation', person) }));
  }
  // What somebody on staff looks at as a client of the agency is their own.
  if (!roles.includes(entry.actor.role as never)) return [];
  const flags: Flag[] = [];
  const flag = (rule: AccessRule, more: { readonly person?: string; readonly persons?: number } = {}, key = ''): void =>
    void flags.push({ rule, ...more, once: once(rule, key) });
  if (persons.includes(reader)) flag('own-record', { person: reader });
  for (const [person, { surname, address }] of await on.namesakes.compare(reader, persons, day)) {
    if (surname) flag('same-surname', { person }, person);
    if (address) flag('same-address', { person }, person);
  }
  const { parameters } = (await on.states.load('parameters', 'parameters')).state;
  const { hour, inDay } = on.volumes.add(reader, local, persons);
  if (hour > parameterOn(parameters, 'access-volume-hour', day)) flag('volume', { persons: hour }, local.slice(0, 13));
  if (inDay > parameterOn(parameters, 'access-volume-day', day)) flag('volume', { persons: inDay }, 'day');
  if (persons.length > 0 && (await isOutOfHours(local, on))) flag('out-of-hours');
  if (!NOT_CARE.has(entry.purpose)) {
    const closed = await longClosed(entry, parameterOn(parameters, 'access-after-discharge-days', day), on);
    for (const { stream, person } of closed) flag('after-discharge', person === undefined ? {} : { person }, stream);
  }
  if (TREATING.has(entry.actor.role)) {
    for (const person of await unrelated(
      reader,
      persons.filter((one) => one !== reader),
      entry,
      on,
    ))
      flag('no-relation', { person }, person);
  }
  return flags;
}

async function isOutOfHours(local: string, { states }: Watching): Promise<boolean> {
  const day = local.slice(0, 10);
  const { parameters } = (await states.load('parameters', 'parameters')).state;
  const { calendars } = (await states.load('calendars', 'calendars')).state;
  const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
  const calendar = inForce(calendars.business, day);
  return (
    minute < parameterOn(parameters, 'agency-opens-minute', day) ||
    minute >= parameterOn(parameters, 'agency-closes-minute', day) ||
    (calendar !== undefined && reasonClosed(calendar, day) !== undefined)
  );
}

const streamsOf = (entry: RecordedFact): readonly string[] =>
  ((entry.open['streams'] ?? []) as readonly string[]).filter((stream) => OF_CASE.test(stream));

/** Cases shown that had been closed for longer than so many days. */
async function longClosed(entry: RecordedFact, days: number, { states, store }: Watching) {
  const found: { readonly stream: string; readonly person?: string }[] = [];
  for (const stream of streamsOf(entry)) {
    const { roster } = (await states.load('case', stream)).state;
    if (!roster.closed) continue;
    const closed = (await store.readStream('facts', stream)).findLast((f) => f.type === 'CaseClosed');
    if (closed === undefined || addDaysToInstant(closed.happenedAt, days) >= entry.happenedAt) continue;
    const [only, ...others] = new Set(roster.members.map(({ participant }) => participant));
    found.push({ stream, ...(only !== undefined && others.length === 0 && { person: only }) });
  }
  return found;
}

/** Clients, of cases that the entry names, whom the reader neither treats nor supervises in any of them. */
async function unrelated(
  reader: string,
  persons: readonly string[],
  entry: RecordedFact,
  { states, relations }: Watching,
): Promise<readonly string[]> {
  const clients = new Map<string, boolean>();
  for (const stream of streamsOf(entry)) {
    const { roster } = (await states.load('case', stream)).state;
    const relation = await relations.toCase(reader, stream.slice('case-'.length));
    const related = relation.therapistOfRecord || relation.supervisorOfRecord || relation.formerParticipant;
    for (const person of persons)
      if (wasMember(roster, person)) clients.set(person, related || clients.get(person) === true);
  }
  return [...clients].filter(([, related]) => !related).map(([person]) => person);
}
