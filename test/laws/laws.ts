import { ACTIONS } from '../../src/application/actions/all.js';
import { foldOf, StreamStates } from '../../src/application/kernel/stream-states.js';
import type { EventStore } from '../../src/application/ports.js';
import { verifyViews } from '../../src/application/projecting/verify-views.js';
import { ReadView } from '../../src/application/read-view.js';
import { balanceOf } from '../../src/domain/case/account.js';
import { isLive } from '../../src/domain/case/sessions.js';
import { kindOf, lifted } from '../../src/domain/catalogue.js';
import type { RecordedFact, StoredFact } from '../../src/domain/language/fact.js';
import { FOLDS } from '../../src/domain/world.js';
import { openMemoryEventStore } from '../../src/infrastructure/event-store/memory-event-store.js';
import { chainLink } from '../../src/infrastructure/projector/chain.js';
import { VIEWS } from '../../src/projections/all.js';
import { halfOf, misfits } from '../support/conforms.js';
import { CANARY, type Choices } from './bodies.js';
import { type Broken, plain, struckBySearch, text, unique } from './broken.js';
import { type Play, streamsOf } from './playing.js';

const OUTCOMES: ReadonlySet<string> = new Set(['accepted', 'refused', 'denied']);
/** Refusals that the kernel gives to any action: to one that claims a time, and about what is destroyed. */
const TO_ANY = ['happened-in-the-future', 'only-staff-may-say-when', 'earlier-needs-evidence', 'record-destroyed'];

/** Every well-formed action has an outcome, and states and refuses only what it declares. */
export function outcomesAreDeclared({ played }: Play): Broken {
  return unique(
    played.flatMap(({ name, outcome, body }) => {
      const definition = ACTIONS.get(name);
      if (!OUTCOMES.has(outcome.kind)) return [`${name} was ${outcome.kind}: ${text(outcome)} ${text(body)}`];
      const states = new Set(definition?.states.map(({ type }) => type));
      const refuses = new Set([...(definition?.refuses.map(({ code }) => code) ?? []), ...TO_ANY]);
      const receipt = outcome.kind === 'accepted' || outcome.kind === 'refused' ? outcome.receipt : undefined;
      return [
        ...(receipt?.facts ?? [])
          .filter(({ type }) => !states.has(type))
          .map(({ type }) => `${name} does not declare ${type}`),
        ...(outcome.kind === 'refused' && !refuses.has(outcome.refusal.code)
          ? [`${name} does not declare ${outcome.refusal.code}`]
          : []),
      ];
    }),
  );
}

/** Every open half is what its kind declares, and holds no word that should be sealed. */
export function openHalvesAreOpen(facts: readonly RecordedFact[]): Broken {
  return unique(
    facts.flatMap(({ type, open, sealed: _sealed, ...envelope }) => {
      const kind = kindOf(type);
      const wrong = kind === undefined ? ['its kind'] : misfits(halfOf(kind, false), open);
      const told = text({ open, envelope }).includes(CANARY) ? [`${type} tells in the open what should be sealed`] : [];
      return [...wrong.map((field) => `${type} has a misfit: ${field} ${text(open[field])}`), ...told];
    }),
  );
}

/** Rows hold nothing in the open that should be sealed. */
export async function rowsAreOpen({ views }: Play): Promise<Broken> {
  const broken: string[] = [];
  for (const view of VIEWS) {
    const open = Object.keys(view.columns).filter((name) => view.columns[name]?.kind !== 'box');
    for (const row of (await views.read(view.name, { order: [] })).rows) {
      if (text(open.map((name) => row[name])).includes(CANARY)) broken.push(`${view.name} tells what should be sealed`);
    }
  }
  return unique(broken);
}

/** What is kept in memory is what the facts give, and every prefix read in pieces gives what it gives in one. */
export async function replayIsLive(play: Play, facts: readonly RecordedFact[], choices: Choices): Promise<Broken> {
  const broken: string[] = [];
  for (const { stream, kind } of streamsOf(facts)) {
    const own = facts.filter((fact) => fact.stream === stream);
    const { state } = await play.app.states.load(kind, stream);
    if (text(plain(state)) !== text(plain(foldOf(kind, own))))
      broken.push(`${stream} in memory is not what its facts give`);
    const copy = openMemoryEventStore();
    const pieces = new StreamStates(copy);
    for (let at = 0; at < own.length; ) {
      const piece = own
        .slice(at, at + 1 + choices.below(9))
        .map(({ position: _position, ...fact }) => fact as StoredFact);
      await copy.append('facts', stream, at - 1, piece);
      at += piece.length;
      const read = (await pieces.load(kind, stream)).state;
      if (text(plain(read)) !== text(plain(foldOf(kind, own.slice(0, at)))))
        broken.push(`${stream} up to ${at} in pieces`);
    }
    await copy.close();
  }
  return broken;
}

/** The state of a stream's facts less those struck is what a history that never had them gives: told apart by a rule written twice. */
export function strikesUndo(facts: readonly RecordedFact[]): Broken {
  const broken: string[] = [];
  for (const { stream, kind } of streamsOf(facts)) {
    const own = facts.filter((fact) => fact.stream === stream);
    const struck = struckBySearch(own);
    const fold = FOLDS[kind] as { initial(): unknown; evolve(state: unknown, fact: StoredFact): void };
    const without = fold.initial();
    for (const fact of own) if (!struck.has(fact.id)) fold.evolve(without, lifted(fact));
    if (text(plain(without)) !== text(plain(foldOf(kind, own)))) broken.push(`${stream} is not as if never entered`);
  }
  return broken;
}

/** Every view is what its facts give, every digest agrees, every revision follows. */
export async function viewsEqualFacts({ app, views }: Play): Promise<Broken> {
  const found = await verifyViews({
    log: app.store,
    viewStore: views,
    views: VIEWS,
    digests: app.digests,
    link: chainLink,
  });
  if (found.good) return [];
  const { views: all, ...log } = found;
  return [
    text({
      ...log,
      views: all.filter((v) => !v.chainAgrees || v.stopped || v.unexpected + v.missing + v.different > 0),
    }),
  ];
}

/** The ledger's entries that stand add up to each participant's balance. */
export async function moneyBalances({ app, views }: Play, facts: readonly RecordedFact[]): Promise<Broken> {
  const broken: string[] = [];
  for (const { stream } of streamsOf(facts).filter(({ kind }) => kind === 'case')) {
    const { state } = await app.states.load('case', stream);
    const { rows } = await views.read('fee-ledger', { streams: [stream] });
    for (const { participant } of state.roster.members) {
      const sum = rows
        .filter((row) => row['participant'] === participant && row['struckBy'] === null)
        .reduce((total, row) => total + Number(row['cents']), 0);
      const balance = balanceOf(state.fees, participant);
      if (sum === balance) continue;
      const entries = rows.filter((row) => row['participant'] === participant && row['cents'] !== 0);
      const told = entries.map((row) => `${row['entry']} ${row['cents']}${row['struckBy'] === null ? '' : ' struck'}`);
      broken.push(`${stream}: the ledger says ${sum}, the account ${balance}: ${told.join(', ')}`);
    }
  }
  return broken;
}

/** A promised deadline is never followed by an earlier one for the same session. */
export function deadlinesNeverShorten(facts: readonly RecordedFact[]): Broken {
  const promised = new Map<string, string>();
  const broken: string[] = [];
  for (const { type, open } of facts) {
    const deadline = open['deadline'] as { instant: string } | undefined;
    if (deadline === undefined || (type !== 'SessionBooked' && type !== 'DeadlineExtended')) continue;
    const session = String(open['session']);
    const before = promised.get(session);
    if (before !== undefined && deadline.instant < before)
      broken.push(`${type} shortens ${before} to ${deadline.instant}`);
    promised.set(session, deadline.instant);
  }
  return broken;
}

/** No therapist has two live sessions at one time, unless the calendar shows the conflict. */
export async function nobodyIsInTwoPlaces({ app, views }: Play, facts: readonly RecordedFact[]): Promise<Broken> {
  const conflicts = new Set(
    (await views.read('calendar', { order: [] })).rows
      .filter((r) => r['state'] === 'conflict')
      .map((r) => r['session']),
  );
  // What is only reported took place as it did, whatever the calendar says.
  const reported = new Set(facts.filter(({ open }) => open['reported'] === true).map(({ open }) => open['session']));
  const broughtBack = broughtBackAt(facts);
  const live: { session: string; therapist: string; start: string; end: string }[] = [];
  for (const { stream } of streamsOf(facts).filter(({ kind }) => kind === 'case')) {
    for (const session of (await app.states.load('case', stream)).state.sessions.sessions.values()) {
      // Nobody can be in two places in the past by what is only struck now.
      const tooLate = (broughtBack.get(session.session) ?? '') >= session.start;
      const waits = isLive(session) && !reported.has(session.session) && !tooLate;
      if (waits && !conflicts.has(session.session)) live.push(session);
    }
  }
  return live.flatMap((one, i) =>
    live
      .slice(i + 1)
      .filter((other) => other.therapist === one.therapist && one.start < other.end && other.start < one.end)
      .map((other) => `${one.therapist} is in two places at ${one.start} and ${other.start}`),
  );
}

/** When the last fact of a session was struck, by session. */
function broughtBackAt(facts: readonly RecordedFact[]): ReadonlyMap<string, string> {
  const sessions = new Map(facts.map(({ id, open }) => [id, open['session']]));
  return new Map(
    facts.flatMap(({ supersedes, type, open, recordedAt }) =>
      [supersedes ?? [], type === 'EnteredInError' ? (open['facts'] as readonly string[]) : []]
        .flat()
        .map((id) => [String(sessions.get(id)), recordedAt] as const),
    ),
  );
}

/** Every stored view that somebody can name a case for. */
const BY_CASE = VIEWS.filter(({ scopes }) => scopes.includes('case'));

/** A respondent of a complaint not cleared is denied every view of its cases. */
export async function respondentsAreDenied({ app, reading }: Play, facts: readonly RecordedFact[]): Promise<Broken> {
  const open = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { type, open: said } of facts) {
    if (type === 'ComplaintRegistered') open.set(String(said['complaint']), said);
    if (type === 'ComplaintCleared') open.delete(String(said['complaint']));
  }
  const broken: string[] = [];
  for (const { stream } of streamsOf(facts).filter(({ kind }) => kind === 'case')) {
    const members = (await app.states.load('case', stream)).state.roster.members.map(({ participant }) => participant);
    const caseId = stream.slice('case-'.length);
    for (const said of open.values()) {
      const [cases, persons] = [said['cases'] as readonly string[], said['persons'] as readonly string[]];
      const about = cases.length > 0 ? cases.includes(caseId) : members.some((one) => persons.includes(one));
      if (!about) continue;
      for (const respondent of said['respondents'] as readonly string[]) {
        for (const { name } of BY_CASE) {
          const { kind } = await reading.execute(new ReadView(name, respondent, { case: caseId }));
          if (kind !== 'denied') broken.push(`the respondent was shown ${name}: ${kind}`);
        }
      }
    }
  }
  return unique(broken);
}

/** In a joint case a client never sees a row that is another participant’s. */
export async function participantsSeeTheirOwn({ app, reading }: Play, facts: readonly RecordedFact[]): Promise<Broken> {
  const broken: string[] = [];
  for (const { stream } of streamsOf(facts).filter(({ kind }) => kind === 'case')) {
    const members = (await app.states.load('case', stream)).state.roster.members.map(({ participant }) => participant);
    for (const reader of members) {
      const others = members.filter((one) => one !== reader);
      for (const { name } of BY_CASE) {
        const query = new ReadView(
          name,
          reader,
          { case: stream.slice('case-'.length) },
          { limit: 1_000, as: 'client' },
        );
        const outcome = await reading.execute(query);
        if (outcome.kind !== 'shown') continue;
        for (const row of outcome.rows) {
          const whose = row['participant'];
          // Who acted on what is everybody's, such as closing the case, is everybody's too.
          const { actor: _actor, ...told } = row;
          const joint = text(told).includes(reader);
          const named = others.some((other) => text(told).includes(other));
          if (typeof whose === 'string' && others.includes(whose)) broken.push(`${name}: a row of another participant`);
          else if (named && !joint) broken.push(`${name}: a row that names only another participant: ${text(row)}`);
        }
      }
    }
  }
  return unique(broken);
}

/** Repeating what was recorded, with its key, answers with the same receipt and adds nothing. */
export async function retriesAddNothing(play: Play, choices: Choices): Promise<Broken> {
  const broken: string[] = [];
  const { store } = play.app as { store: EventStore };
  for (const { name, body, by, key, outcome } of play.played) {
    if (outcome.kind !== 'accepted' || outcome.receipt.facts.length === 0 || !choices.chance(40)) continue;
    const head = await store.head('facts');
    const again = await play.app.act(name, body, by, { idempotencyKey: key });
    if ((await store.head('facts')) !== head) broken.push(`${name} was done twice`);
    // Who may no longer act is denied the receipt too.
    if (again.kind === 'denied') continue;
    if (again.kind !== 'accepted' || text(again.receipt) !== text(outcome.receipt)) {
      broken.push(`${name} was answered otherwise: ${text(again)} instead of ${text(outcome)}`);
    }
  }
  return unique(broken);
}

/** Striking a fact and then striking the strike leaves every state as it was. */
export async function strikesAreStruck({ app, staff }: Play, choices: Choices): Promise<Broken> {
  const broken: string[] = [];
  for (const stream of await app.store.streams('facts', 'case-')) {
    const fact = choices.of(await app.store.readStream('facts', stream));
    const before = text(plain((await app.states.load('case', stream)).state));
    const strike = (id: string | undefined, by: string) =>
      app.act(
        'EnterCaseFactsInError',
        { case: stream.slice('case-'.length), facts: [id], kind: 'other', reason: CANARY },
        by,
      );
    // What one proposes a second person does, where the fact is older than a day or a complaint is open.
    const byTwo = async (id: string | undefined) => {
      const alone = await strike(id, staff.frontDesk);
      return alone.kind === 'refused' ? strike(id, staff.privacyOfficer) : alone;
    };
    const struck = await byTwo(fact?.id);
    if (struck.kind !== 'accepted') continue;
    const strikeId = struck.receipt.facts.find(({ type }) => type === 'EnteredInError')?.id;
    const restored = await byTwo(strikeId);
    const after = text(plain((await app.states.load('case', stream)).state));
    if (restored.kind !== 'accepted' || before !== after)
      broken.push(`${fact?.type} did not come back: ${text(restored)}`);
  }
  return unique(broken);
}
