import { decide } from '../../src/application/access/deciding.js';
import { keptPolicySets } from '../../src/application/access/decision-log.js';
import { digestOf } from '../../src/application/access/decisions.js';
import { columnIn } from '../../src/application/access/looking.js';
import { verifyViews } from '../../src/application/projecting/verify-views.js';
import type { Scope } from '../../src/application/read-view.js';
import { lifted } from '../../src/domain/catalogue.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { policiesIn } from '../../src/infrastructure/policies/policy-files.js';
import { chainLink } from '../../src/infrastructure/projector/chain.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import { CANARY, type Choices } from './bodies.js';
import { type Broken, text, unique } from './broken.js';
import { Looking, type Shown } from './looking.js';
import type { Play } from './playing.js';
import { scopesOf } from './secrecy.js';

/** Which kind of information each view shows. */
const COLUMNS = new Map<string, string>([...VIEWS, ...ACCESS_VIEWS].map(({ name, column }) => [name, column]));
/** A day until which a mandate may go on. */
const LATER = '2100-01-01';

/** Whoever looked at whatever: nothing was opened that no entry names, and nothing shown that the policy denies. */
export const looksAreOnRecord = ({ reading }: Play): Broken => unique([...reading.broken]);

/** Every decision that anything refers to is kept, and run again under the policies of then it is the same. */
export async function decisionsRunAgain({ app }: Play, choices: Choices): Promise<Broken> {
  const { store, digests } = app;
  const policies = policiesIn();
  const broken: string[] = [];
  const kept = new Set<string>();
  for (const { hash, decisions } of await keptPolicySets(store)) {
    if (hash !== policies.hash) broken.push('other policies decided');
    for (const { digest, situation, verdict } of decisions) {
      kept.add(digest);
      // Deciding anew is dear: some of them, others in other histories.
      if (!choices.chance(15)) continue;
      if (digestOf(digests, hash, situation, decide(policies, situation)) !== digest)
        broken.push(`decided otherwise: ${text(situation)} was ${text(verdict)}`);
    }
  }
  for (const entry of await store.readAll('access', 0n, 1_000_000)) {
    const named = (lifted(entry).open['decisions'] ?? []) as readonly string[];
    if (named.some((one) => !kept.has(one))) broken.push(`${entry.type} rests on a decision that is not kept`);
  }
  return unique(broken);
}

/** The views of the access log are what its entries give, and its digests agree. */
export async function looksEqualEntries(play: Play): Promise<Broken> {
  await play.projectLooks();
  const { app, accessViews } = play;
  const { store: log, digests } = app;
  const found = await verifyViews({
    ...{ log, viewStore: accessViews, views: ACCESS_VIEWS, digests, link: chainLink, of: 'access' },
  });
  return found.good ? [] : [text(found)];
}

const boxesIn = (facts: readonly RecordedFact[]) =>
  facts.flatMap(({ sealed }) => Object.values(sealed).filter((box) => typeof box === 'object' && box !== null));

/** Of what was destroyed nothing opens and nobody is shown a word; of one fact destroyed alone the others open still. */
export async function destroyedIsGone(
  { app, staff }: Play,
  facts: readonly RecordedFact[],
  looking: Looking,
): Promise<Broken> {
  const broken: string[] = [];
  const gone = new Map<string, string>();
  const alone = new Map<string, Set<string>>();
  for (const { type, open } of facts) {
    if (type !== 'KeysDestroyed') continue;
    const where = open['of'] === 'fact' ? open['from'] : open['of'];
    const stream = { case: `case-${open['case']}`, registration: `person-${open['person']}` }[String(where)];
    const own = stream ?? `file-${open['person']}`;
    if (open['of'] === 'fact') alone.set(own, (alone.get(own) ?? new Set()).add(String(open['fact'])));
    else gone.set(own, String(open['destruction']));
  }
  for (const stream of new Set([...gone.keys(), ...alone.keys()])) {
    for (const fact of facts.filter((one) => one.stream === stream)) {
      const lost = gone.has(stream) || alone.get(stream)?.has(fact.id) === true;
      for (const box of boxesIn([fact])) {
        const opens = app.keys.open(box as never) !== 'destroyed';
        if (opens === lost) broken.push(`${fact.type} ${lost ? 'opens although it was' : 'was'} destroyed`);
      }
    }
  }
  for (const stream of gone.keys()) {
    const [, kind, id] = /^(case|person|file)-(.+)$/.exec(stream) ?? [];
    const scope: Scope = kind === 'case' ? { case: id as string } : { client: id as string };
    const readers = [staff.privacyOfficer, staff.therapist, ...(kind === 'case' ? [] : [id as string])];
    for (const reader of readers)
      for (const { view, row } of await looking.at(reader, [scope]))
        if (row['stream'] === stream && text(row).includes(CANARY))
          broken.push(`${view} tells of a ${kind} that is destroyed`);
  }
  return unique(broken);
}

/** What anybody may name here, and every id that would tell an outsider who or which case it is. */
const allScopes = (play: Play, facts: readonly RecordedFact[], reader: string): readonly Scope[] => [
  ...scopesOf(play, facts, reader),
  ...[...new Set(facts.map(({ stream }) => stream))]
    .filter((one) => one.startsWith('person-'))
    .slice(-4)
    .map((one) => ({ client: one.slice('person-'.length) })),
];

const AN_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Whoever comes with a mandate sees the case it names and its kinds alone, under pseudonyms, without free text; and nothing once it has ended. */
export async function mandatesAreKept(play: Play, facts: readonly RecordedFact[], choices: Choices): Promise<Broken> {
  const { app, staff } = play;
  const broken: string[] = [];
  const caseId = choices.of(await app.store.streams('facts', 'case-'))?.slice('case-'.length) as string;
  const kind = choices.of(['clinical', 'booking', 'money', 'recording']) as string;
  const outsider = await staff.register('Oscar Outsider', staff.frontDesk);
  await play.settle(64);
  const seen = async () => new Looking(play).at(outsider, allScopes(play, facts, outsider), 'mandate');
  const own = await seen();
  const day = await app.relations.today();
  const granted = await app.act(
    'GrantMandate',
    {
      ...{ outsider, body: 'college', authority: 'rhpa-code-s75', document: 'b'.repeat(64) },
      ...{ cases: [caseId], kinds: [kind], from: day, until: LATER },
    },
    staff.privacyOfficer,
  );
  if (granted.kind !== 'accepted') return [];
  await play.settle(64);
  const { rows: known } = await play.views.read('whereabouts', { order: [] });
  const persons = new Set(known.map(({ person }) => String(person)));
  const under = await seen();
  for (const { view, scope, row } of under) {
    if (![kind, 'agency', 'by-stream'].includes(String(COLUMNS.get(view))))
      broken.push(`${view} is shown under a mandate for ${kind}`);
    const said = text(row);
    const names = [...said.matchAll(AN_ID)].map(([id]) => id).filter((id) => id === caseId || persons.has(id));
    if (names.length > 0) broken.push(`${view} ${text(Object.keys(scope))} names somebody: ${said.slice(0, 300)}`);
    if (said.includes(CANARY)) broken.push(`${view} shows free text: ${said.slice(0, 300)}`);
  }
  const demanded = await app.act(
    'DemandUnderMandate',
    { mandate: granted.receipt.id, cases: [caseId], kinds: ['complaint'], words: CANARY },
    outsider,
  );
  if (demanded.kind !== 'refused' || demanded.refusal.code !== 'demand-beyond-mandate' || !demanded.receipt)
    broken.push(`a demand beyond its mandate was ${text(demanded)}`);
  await app.act('EndMandate', { mandate: granted.receipt.id, because: 'done' }, staff.privacyOfficer);
  if ((await seen()).length > own.length) broken.push('a mandate that has ended opens something');
  return unique(broken);
}

const placesOf = (shown: readonly Shown[]): ReadonlySet<string> =>
  new Set(shown.map(({ view, row }) => `${view} ${row['stream']} ${row['key']}`));

/** A case opened because of an emergency shows its bookings and record and no recordings, nothing to a respondent, and is closed again. */
export async function emergenciesStayWithin(play: Play, choices: Choices): Promise<Broken> {
  const { app, staff, supervisor } = play;
  const broken: string[] = [];
  const caseId = choices.of(await app.store.streams('facts', 'case-'))?.slice('case-'.length) as string;
  const scopes = [{ case: caseId }];
  for (const by of [staff.therapist, staff.otherTherapist, supervisor]) {
    const relation = await app.relations.toCase(by, caseId);
    if (relation.therapistOfRecord || relation.supervisorOfRecord) continue;
    const before = await new Looking(play).at(by, scopes);
    const reason = CANARY;
    const opened = await app.act('OpenEmergencyAccess', { case: caseId, ground: 'risk-of-serious-harm', reason }, by);
    if (opened.kind !== 'accepted' || opened.receipt.id === undefined) continue;
    await play.settle(64);
    const during = await new Looking(play).at(by, scopes);
    const more = [...placesOf(during)].filter((place) => !placesOf(before).has(place));
    if (relation.barred && more.length > 0) broken.push(`an emergency opened to a respondent ${text(more)}`);
    const recordings = (all: readonly Shown[]) => all.filter(({ view }) => view === 'recordings').length;
    if (recordings(during) > recordings(before)) broken.push('an emergency opened recordings');
    await app.act('CloseEmergencyAccess', { case: caseId, emergency: opened.receipt.id }, by);
    const after = placesOf(await new Looking(play).at(by, scopes));
    for (const place of after)
      if (!placesOf(before).has(place) && placesOf(during).has(place) && !place.startsWith('looks'))
        broken.push(`an emergency that is closed still shows ${place.split(' ')[0]}`);
  }
  return unique(broken);
}

/** Roles that show something to whoever holds one, whomever they treat. */
const ROLES = ['front-desk', 'privacy-officer', 'auditor', 'manager'];

/** What the agency publishes of itself is everybody’s. */
const isOfAgency = ({ view, row }: Shown): boolean => {
  const column = COLUMNS.get(view);
  if (column !== 'by-stream') return column === 'agency';
  // A row that sums up several streams names them with what it sums up.
  const { stream, matters } = row as { readonly stream?: string; readonly matters?: readonly { stream: string }[] };
  const streams = stream === undefined ? (matters ?? []).map((one) => one.stream) : [stream];
  return streams.every((one) => columnIn(one, column) === 'agency');
};

/** A role opens nothing of anybody to who is not trained, or whose training has lapsed, or who has not signed. */
export async function untrainedSeeNothing(
  play: Play,
  facts: readonly RecordedFact[],
  choices: Choices,
): Promise<Broken> {
  const { app, staff } = play;
  const broken: string[] = [];
  const person = await staff.register('Uma Untrained', staff.frontDesk);
  const role = choices.of(ROLES) as string;
  await app.act('GrantRole', { person, role, from: '2020-01-01' }, staff.privacyOfficer);
  const half = choices.of(['nothing', 'training', 'undertaking', 'lapsed']);
  const record = (what: string, body: object) => app.act(what, { person, ...body }, staff.privacyOfficer);
  // The parameter of these histories lets a training count for a hundred years.
  const on = { training: '2026-01-05', lapsed: '1900-01-05' }[String(half)];
  if (on) await record('RecordTraining', { topic: 'privacy', on });
  if (half !== 'training' && half !== 'nothing') await record('RecordUndertaking', { version: 'v1', on: '2026-01-05' });
  await play.settle(64);
  const scopes = allScopes(play, facts, person);
  for (const shown of await new Looking(play).at(person, scopes, role))
    if (!isOfAgency(shown)) broken.push(`${shown.view} ${text(shown.scope)} is shown to a ${role} with ${half}`);
  await record('RecordTraining', { topic: 'privacy', on: '2026-01-05' });
  await record('RecordUndertaking', { version: 'v1', on: '2026-01-05' });
  // Else nothing would be proven here.
  const shown = await new Looking(play).at(person, scopes, role);
  if (shown.every(isOfAgency)) broken.push(`a ${role} who is trained sees nothing`);
  return unique(broken);
}
