import { type RetentionOf, retentionOf } from '../../src/domain/case/retention.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { type Broken, standingFacts, unique } from './broken.js';

const idsOf = (value: unknown): readonly string[] =>
  ((value ?? []) as readonly { readonly entry: string }[]).map(({ entry }) => entry);

/** By request, the facts that stand, in their order. */
function byRequest(facts: readonly RecordedFact[]): ReadonlyMap<string, readonly RecordedFact[]> {
  const all = new Map<string, RecordedFact[]>();
  for (const fact of standingFacts(facts).filter(({ stream }) => stream.startsWith('file-'))) {
    const request = fact.open['request'];
    if (typeof request === 'string' && fact.type !== 'ClientNoteAttached')
      all.set(request, [...(all.get(request) ?? []), fact]);
  }
  return all;
}

const ANSWERS: ReadonlySet<string> = new Set([
  'RecordReleased',
  'RecordRefused',
  'CorrectionGranted',
  'CorrectionRefused',
]);

/** The day by which a request is answered never moves earlier, and what silence meant never stands beside an answer in time. */
export function requestsKeepTheirTime(facts: readonly RecordedFact[]): Broken {
  const broken: string[] = [];
  for (const all of byRequest(facts).values()) {
    let due: string | undefined;
    for (const { type, open } of all) {
      if (type !== 'RecordRequested' && type !== 'CorrectionRequested' && type !== 'RequestExtended') continue;
      const next = open['dueBy'] as string | undefined;
      if (due !== undefined && (next === undefined || next < due)) broken.push(`${type} moves ${due} to ${next}`);
      due = next ?? due;
    }
    const last = due;
    if (last === undefined) continue;
    const inTime = all.find(
      ({ type, open, happenedAt }) => ANSWERS.has(type) && open['last'] !== false && happenedAt <= last,
    );
    for (const { happenedAt } of all.filter(({ type }) => type === 'DeemedRefused')) {
      if (happenedAt < last) broken.push(`deemed refused at ${happenedAt}, before ${last}`);
      if (inTime) broken.push(`deemed refused beside ${inTime.type} of ${inTime.happenedAt}, due ${last}`);
    }
  }
  return unique(broken);
}

/** A note of the client, once attached, is listed by every later release of what it is attached to. */
export function notesGoAlong(facts: readonly RecordedFact[]): Broken {
  const struckOnce = new Set(
    facts.flatMap(({ open, type }) => (type === 'EnteredInError' ? (open['facts'] as string[]) : [])),
  );
  const broken: string[] = [];
  const notes = facts.filter(({ type, id }) => type === 'ClientNoteAttached' && !struckOnce.has(id));
  for (const release of facts.filter(({ type }) => type === 'RecordReleased')) {
    const given = new Set(idsOf(release.open['entries']));
    for (const { stream, revision, open } of notes) {
      if (stream !== release.stream || revision > release.revision || given.size === 0) continue;
      const concerned = open['to'] === 'whole-record' || idsOf(open['entries']).some((entry) => given.has(entry));
      if (concerned && !(release.open['notes'] as readonly unknown[]).includes(open['note']))
        broken.push(`a release leaves out the note ${String(open['note'])}`);
    }
  }
  return unique(broken);
}

/** A breach is closed only when everybody concerned was told, or is recorded as not reached; unless it was found to be none. */
export function breachesCloseWhenTold(facts: readonly RecordedFact[]): Broken {
  const broken: string[] = [];
  const all = standingFacts(facts).filter(({ stream }) => stream === 'breaches');
  for (const closed of all.filter(({ type }) => type === 'BreachClosed')) {
    const before = all.filter(
      ({ open, revision }) => open['breach'] === closed.open['breach'] && revision < closed.revision,
    );
    const of = (...types: readonly string[]) => before.filter(({ type }) => types.includes(type));
    if (of('BreachAssessed').at(-1)?.open['finding'] === 'no-breach') continue;
    const concerned = of('BreachFound', 'BreachExtended').flatMap(({ open }) => open['persons'] as readonly string[]);
    const told = new Set(of('PersonNotifiedOfBreach', 'PersonNotReached').map(({ open }) => open['person']));
    for (const person of concerned) if (!told.has(person)) broken.push(`closed although ${person} was not told`);
  }
  return unique(broken);
}

const YEARS = { CRPO: 10, OCSWSSW: 7, neverAttended: 2, noLimitation: 100, majority: 18 };

/** However a case goes on, the day until which it is kept never gets earlier. */
export function retentionNeverShortens(facts: readonly RecordedFact[]): Broken {
  const born = new Map<unknown, unknown>();
  const colleges = new Map<unknown, RetentionOf['colleges'][number]>();
  for (const { type, open } of facts) {
    if (type === 'PersonRegistered') born.set(open['person'], open['bornIn']);
    if (type === 'TherapistRegistered') colleges.set(open['therapist'], open['college'] as 'CRPO');
  }
  const broken: string[] = [];
  for (const stream of new Set(facts.map((fact) => fact.stream).filter((one) => one.startsWith('case-')))) {
    const participants = new Set<string>();
    const therapists = new Set<string>();
    let [last, attended, flagged, until] = ['', false, false, ''];
    for (const { type, open, happenedAt, actor } of standingFacts(facts).filter((fact) => fact.stream === stream)) {
      for (const one of [open['participants'] ?? [], open['participant'] ?? []].flat()) participants.add(String(one));
      if (typeof open['therapist'] === 'string') therapists.add(open['therapist']);
      if (actor.role !== 'system' && happenedAt.slice(0, 10) > last) last = happenedAt.slice(0, 10);
      attended ||= type === 'SessionHeld' || type === 'SeatAttended';
      flagged ||= type === 'RetentionFlagged';
      if (last === '') continue;
      const kept = retentionOf(
        {
          ...{ lastInteraction: last, attended, flags: flagged ? ['no-limitation-period'] : [] },
          bornIn: [...participants].map((one) => (born.get(one) ?? '1990-05') as string),
          colleges: [...therapists].map((one) => colleges.get(one)),
        },
        YEARS,
      ).until;
      if (kept !== undefined && kept < until) broken.push(`${type} shortens ${until} to ${kept}`);
      until = kept ?? '9999-12-31';
    }
  }
  return unique(broken);
}
