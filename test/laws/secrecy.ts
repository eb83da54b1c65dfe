import type { Scope } from '../../src/application/read-view.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { CANARY, type Choices } from './bodies.js';
import { type Broken, standingFacts, text, unique } from './broken.js';
import { Looking } from './looking.js';
import type { Play } from './playing.js';

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const caseOf = (stream: string): string => stream.slice('case-'.length);

/** Everybody who is somebody in a history. */
export function everybody({ staff, supervisor, clients }: Play): readonly string[] {
  return [...clients, ...Object.values(staff).filter((one): one is string => typeof one === 'string'), supervisor];
}

/** Everything by which somebody may name what they look at: themselves and others, cases, complaints. */
export function scopesOf(play: Play, facts: readonly RecordedFact[], reader: string): readonly Scope[] {
  const streams = [...new Set(facts.map(({ stream }) => stream))];
  return [
    {},
    { client: reader },
    { therapist: reader },
    ...play.clients.filter((one) => one !== reader).map((client) => ({ client })),
    ...streams.filter((one) => one.startsWith('case-')).map((one) => ({ case: caseOf(one) })),
    ...streams
      .filter((one) => one.startsWith('complaint-') && one !== 'complaint-register')
      .map((one) => ({ complaint: one.slice('complaint-'.length) })),
  ];
}

/** Officers look at everything first, so that what tells of their looks is there to be found. */
export async function officersLook(play: Play, facts: readonly RecordedFact[], looking: Looking): Promise<void> {
  for (const officer of [play.staff.complaintsOfficer, play.staff.privacyOfficer])
    await looking.at(officer, scopesOf(play, facts, officer));
  await play.projectLooks();
}

/** Nothing of a conduct report is visible to the person reported before something is served on them. */
export async function reportedSeeNothing(
  play: Play,
  facts: readonly RecordedFact[],
  looking: Looking,
): Promise<Broken> {
  const broken: string[] = [];
  const standing = standingFacts(facts);
  for (const { open } of facts.filter(({ type }) => type === 'ConductReportRegistered')) {
    const complaint = String(open['complaint']);
    const own = facts.filter(({ stream }) => stream === `complaint-${complaint}`);
    for (const reported of listed(open['reported'])) {
      const served = standing.some(
        (fact) =>
          fact.stream === `complaint-${complaint}` &&
          listed(fact.open['served']).length > 0 &&
          [fact.open['reported'], fact.open['respondent']].includes(reported),
      );
      if (served || !everybody(play).includes(reported)) continue;
      const hidden = [complaint, ...own.map(({ id }) => id)];
      for (const { view, scope, row } of await looking.at(reported, scopesOf(play, facts, reported))) {
        const said = text(row);
        if (hidden.some((id) => said.includes(id)))
          broken.push(`${view} ${text(scope)} shows the person reported: ${said.slice(0, 400)}`);
      }
    }
  }
  return unique(broken);
}

/** A duty to report is seen by its reporter and the privacy officer, and without content by the auditor: by nobody else. */
export async function dutiesAreSecret(
  play: Play,
  facts: readonly RecordedFact[],
  looking: Looking,
  choices: Choices,
): Promise<Broken> {
  const broken: string[] = [];
  const streams = [...new Set(facts.map(({ stream }) => stream))].filter((one) => one.startsWith('mandatory-report-'));
  if (streams.length === 0) return [];
  // Clients always, whom it mostly concerns; of the staff some, by chance, and the auditor.
  const staff = everybody(play).filter((one) => one === play.staff.auditor || choices.chance(30));
  for (const reader of new Set([...play.clients, ...staff])) {
    const { roles } = await play.app.relations.standingOf(reader);
    const shown = await looking.at(reader, scopesOf(play, facts, reader));
    for (const stream of streams) {
      const own = facts.filter((fact) => fact.stream === stream);
      const concerned = own.some(({ open }) =>
        [...listed(open['concerns']), open['alleged'], open['client']].includes(reader),
      );
      if (own[0]?.open['reporter'] === reader || (roles.has('privacy-officer') && !concerned)) continue;
      const ids = [stream.slice('mandatory-report-'.length), ...own.map(({ id }) => id)];
      const told = shown.filter(({ row }) => ids.some((id) => text(row).includes(id)));
      const wrong =
        roles.has('auditor') && !concerned ? told.filter(({ row }) => text(withoutNames(row)).includes(CANARY)) : told;
      for (const { view, scope, row } of wrong)
        broken.push(`${view} ${text(scope)} tells ${[...roles].join('+') || 'a client'}: ${text(row).slice(0, 400)}`);
    }
    const looks = shown.filter(
      ({ view, scope, row }) =>
        view === 'looks' &&
        scope.client === reader &&
        row['actor'] !== reader &&
        (row['information'] === 'mandatory-report' || String(row['view']).includes('mandatory-report')),
    );
    if (looks.length > 0) broken.push(`looks betray a duty to report: ${text(looks[0]?.row)}`);
  }
  return unique(broken);
}

/** A row without the names of staff, which stand beside their ids wherever these are shown. */
const withoutNames = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !name.endsWith('Name')));

/** What an entry says is opened to a client, or to who decides for them, only when a later release to them lists it; a draft never. */
export async function entriesAreOpenedByRelease(
  play: Play,
  facts: readonly RecordedFact[],
  looking: Looking,
): Promise<Broken> {
  const contents = contentsOf(play, facts);
  const standing = standingFacts(facts);
  const broken: string[] = [];
  for (const reader of play.clients) {
    const representing = standing
      .filter(({ type, open }) => type === 'SubstituteNamed' && open['substitute'] === reader)
      .map(({ open }) => open['person']);
    const releases = standing.filter(
      ({ type, open }) =>
        type === 'RecordReleased' &&
        [reader, ...representing].includes(open['person']) &&
        [reader, open['person']].includes(open['recipient']),
    );
    const isReleased = (entry: string, written: string) =>
      releases.some(
        ({ open, happenedAt }) =>
          happenedAt >= written && (open['entries'] as readonly { entry: string }[]).some((one) => one.entry === entry),
      );
    for (const as of ['client', 'representative'])
      for (const { view, scope, row } of await looking.at(reader, scopesOf(play, facts, reader), as)) {
        const said = text(row);
        for (const { entry, words, draft, written } of contents)
          if (said.includes(words) && (draft || !isReleased(entry, written)))
            broken.push(`${view} ${text(scope)} opens ${draft ? 'a draft' : 'what was not released'} to a ${as}`);
      }
  }
  return unique(broken);
}

/** The words of every entry, traced to the entry by the action that wrote them. */
function contentsOf({ played }: Play, facts: readonly RecordedFact[]) {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const all = played.flatMap(({ name, body, outcome }) => {
    const content = body['content'];
    if (outcome.kind !== 'accepted' || typeof content !== 'string' || !content.startsWith(CANARY)) return [];
    const fact = outcome.receipt.facts.flatMap(({ id }) => byId.get(id) ?? []).find(({ open }) => 'entry' in open);
    const entry = fact?.open['entry'];
    if (fact === undefined || typeof entry !== 'string') return [];
    return [{ entry, words: content, draft: name === 'DraftEntry', written: fact.recordedAt }];
  });
  // Two texts that chance made alike prove nothing.
  const often = (words: string) => played.filter(({ body }) => text(body).includes(words)).length > 1;
  return all.filter(({ words }) => !often(words));
}

/** Whoever decides for a person sees nothing for them from the moment their authority ended. */
export async function substitutesEnd(play: Play, facts: readonly RecordedFact[], choices: Choices): Promise<Broken> {
  const { app, staff, clients } = play;
  const person = choices.of(clients.slice(0, 3)) as string;
  const substitute = clients[3] as string;
  const day = await app.relations.today();
  const act = (name: string, body: object) => app.act(name, { person, ...body }, staff.privacyOfficer);
  await act('FindCapacity', { matter: 'information', found: 'incapable', on: day, basis: CANARY });
  const named = await act('NameSubstitute', {
    ...{ substitute, rank: 'guardian', scope: ['information'], proof: 'court-order', from: '2026-01-01' },
  });
  const others = await Promise.all(
    clients.filter((one) => one !== person).map((one) => liveAuthorities(play, one, substitute)),
  );
  const forOthers = others.flat().length > 0;
  const seen = async () => {
    const shown = await new Looking(play).at(substitute, scopesOf(play, facts, substitute), 'representative');
    // Who decides for another one of a couple still sees that one's part and the communal one.
    return shown.filter(
      ({ scope, row }) =>
        (scope.client === person && !forOthers) ||
        row['participant'] === person ||
        [`file-${person}`, `person-${person}`].includes(String(row['stream'])),
    );
  };
  const before = await seen();
  for (const authority of await liveAuthorities(play, person, substitute))
    await act('EndSubstitute', { authority, because: 'revoked' });
  const after = await seen();
  const kept = await isKept(play, facts, person, substitute);
  return unique([
    ...after.map(({ view, scope }) => `${view} ${text(scope)} is shown to who decides no more`),
    // Else nothing would be proven here.
    ...(named.kind === 'accepted' && before.length === 0 && !kept ? ['who decides sees nothing'] : []),
  ]);
}

/** True when something else may keep a person's information from who decides: an instruction, an objection, or death. */
async function isKept({ app }: Play, facts: readonly RecordedFact[], person: string, substitute: string) {
  const own = standingFacts(await app.store.readStream('facts', `file-${person}`));
  const barred = facts.some(
    ({ type, open }) => type === 'ComplaintRegistered' && listed(open['respondents']).includes(substitute),
  );
  return barred || own.some(({ type }) => ['InstructionGiven', 'ObjectionMade', 'PersonDied'].includes(type));
}

/** Every authority of one person over another that did not end. */
async function liveAuthorities({ app }: Play, person: string, substitute: string): Promise<readonly string[]> {
  const own = standingFacts(await app.store.readStream('facts', `file-${person}`));
  const ended = new Set(own.flatMap(({ type, open }) => (type === 'SubstituteEnded' ? [open['authority']] : [])));
  return own.flatMap(({ type, open }) =>
    type === 'SubstituteNamed' && open['substitute'] === substitute && !ended.has(open['authority'])
      ? [String(open['authority'])]
      : [],
  );
}

/** No sealed word stands in the open half of the access log, in a figure, or in what an action was answered with. */
export async function canariesAreNowhere({ app, played, views }: Play): Promise<Broken> {
  const entries = await app.store.readAll('access', 0n, 1_000_000);
  const figures = (await views.read('figures', { order: [] })).rows;
  return unique([
    ...entries.filter((entry) => text(entry).includes(CANARY)).map(({ type }) => `${type} tells a sealed word`),
    ...figures.filter((row) => text(row).includes(CANARY)).map(() => 'a figure tells a sealed word'),
    ...played
      .filter(({ outcome }) => text(outcome).includes(CANARY))
      .map(({ name, outcome }) => `${name} was answered with a sealed word: ${text(outcome)}`),
  ]);
}
