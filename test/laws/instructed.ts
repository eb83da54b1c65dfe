import type { RecordedFact } from '../../src/domain/language/fact.js';
import type { PresentedRow } from '../../src/projections/view.js';
import type { Choices } from './bodies.js';
import { type Broken, standingFacts, text, unique } from './broken.js';
import type { Looking } from './looking.js';
import type { Play } from './playing.js';
import { everybody, scopesOf } from './secrecy.js';

/** An instruction in force, folded from the facts alone. */
interface InForce {
  readonly person: string;
  readonly covers: string;
  readonly case: string | undefined;
  readonly entries: readonly string[];
  readonly against: string;
  readonly whom: string | undefined;
  readonly role: string | undefined;
}

/** Roles in which an instruction can keep something from somebody. */
const SHUT_OUT = ['therapist', 'supervisor', 'front-desk', 'manager', 'representative'];

function inForce(facts: readonly RecordedFact[]): readonly InForce[] {
  const lifted = new Set(
    facts.flatMap(({ type, open }) => (type === 'InstructionLifted' ? [open['instruction']] : [])),
  );
  return facts
    .filter(({ type, open }) => type === 'InstructionGiven' && !lifted.has(open['instruction']))
    .map(({ open }) => ({ entries: [], ...open }) as unknown as InForce);
}

/** Who ever took part in each case, and whom each entry is about. */
function takingPart(facts: readonly RecordedFact[]) {
  const members = new Map<string, Set<string>>();
  const about = new Map<string, string | undefined>();
  for (const { stream, type, open } of facts) {
    if (!stream.startsWith('case-')) continue;
    const own = members.get(stream) ?? new Set<string>();
    members.set(stream, own);
    if (type === 'CaseOpened' || type === 'CaseReopened')
      for (const one of open['participants'] as string[]) own.add(one);
    if (type === 'ParticipantJoined') own.add(String(open['participant']));
    if (type === 'EntryWritten' || type === 'EntryDrafted')
      about.set(String(open['entry']), open['participant'] as string | undefined);
  }
  return { members, about };
}

const named = ({ participant, subjects }: PresentedRow): readonly string[] =>
  typeof participant === 'string'
    ? [participant]
    : ((subjects ?? []) as readonly { as: string; person: string }[]).flatMap(({ as, person }) =>
        as === 'participant' ? [person] : [],
      );

/** Some clients keep something from somebody, so that instructions are in force whatever the history lifted. */
export async function instruct({ app, staff, clients, supervisor }: Play, choices: Choices): Promise<void> {
  const readers = [staff.therapist, staff.otherTherapist, staff.frontDesk, staff.manager, supervisor, clients[3]];
  const cases = (await app.store.streams('facts', 'case-')).map((stream) => stream.slice('case-'.length));
  for (let times = 2 + choices.below(8); times > 0; times--) {
    const person = choices.of(clients.slice(0, 3)) as string;
    const caseId = choices.of(cases);
    const { record, roster } = (await app.states.load('case', `case-${caseId}`)).state;
    if (!roster.members.some(({ participant }) => participant === person)) continue;
    const covers = choices.of(['case', 'case', 'file', record.entries.size > 0 ? 'entry' : 'case']);
    const against = choices.chance(60)
      ? { against: 'person', whom: choices.of(readers) }
      : { against: 'role', role: choices.of(['therapist', 'front-desk', 'supervisor', 'manager']) };
    const entries = choices.some([...record.entries.keys()].slice(0, 3), 1);
    await app.act('GiveInstruction', { person, covers, case: caseId, entries, ...against }, person);
  }
}

/** Whoever an instruction in force names, as a person or by their role, sees no row of what it covers. */
export async function instructionsKeep(play: Play, facts: readonly RecordedFact[], looking: Looking): Promise<Broken> {
  const standing = standingFacts(facts);
  const all = inForce(standing);
  const { members, about } = takingPart(standing);
  const broken: string[] = [];
  for (const reader of everybody(play)) {
    for (const role of SHUT_OUT) {
      const against = all.filter(
        (one) =>
          one.person !== reader &&
          (one.against === 'person'
            ? one.whom === reader
            : role !== 'representative' && (one.against === 'everyone' || one.role === role)),
      );
      if (against.length === 0) continue;
      for (const { view, scope, row } of await looking.at(reader, scopesOf(play, facts, reader), role)) {
        const found = keptIn(row, against, members, about);
        if (found !== undefined)
          broken.push(`${view} ${text(scope)} shows a ${role} ${found}: ${text(row).slice(0, 300)}`);
      }
    }
  }
  return unique(broken);
}

/** What of a row is kept by these instructions, if anything. */
function keptIn(
  row: PresentedRow,
  against: readonly InForce[],
  members: ReadonlyMap<string, ReadonlySet<string>>,
  about: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const stream = String(row['stream']);
  for (const { person, covers, against: whom } of against) {
    if (covers !== 'file') continue;
    if (stream === `file-${person}`) return 'a file that is kept';
    if (stream === `person-${person}` && whom === 'person') return 'a contact that is kept';
  }
  if (!stream.startsWith('case-')) return undefined;
  const caseId = stream.slice('case-'.length);
  const everyone = [...(members.get(stream) ?? [])];
  const whole = new Set(
    against
      .filter((one) => one.covers === 'file' || (one.covers === 'case' && one.case === caseId))
      .map((o) => o.person),
  );
  if (everyone.length > 0 && everyone.every((one) => whole.has(one))) return 'a case that is kept';
  const concerns = named(row);
  if (concerns.length > 0 && concerns.every((one) => whole.has(one))) return 'the part of who keeps it';
  const said = text(row);
  for (const one of against.filter(({ covers, case: of }) => covers === 'entry' && of === caseId)) {
    for (const entry of one.entries.filter((each) => said.includes(each))) {
      const whose = about.get(entry) ?? undefined;
      const keepers = new Set([
        ...whole,
        ...against.filter((o) => o.covers === 'entry' && o.entries.includes(entry)).map((o) => o.person),
      ]);
      const must = concerns.length > 0 ? concerns : whose === undefined ? everyone : [whose];
      if (must.every((each) => keepers.has(each))) return 'an entry that is kept';
    }
  }
  return undefined;
}

/** What an instruction keeps from others stays with those whose it is: every fact about a participant is in their own timeline. */
export async function ownRowsStay(play: Play, facts: readonly RecordedFact[], looking: Looking): Promise<Broken> {
  const standing = standingFacts(facts);
  const { members } = takingPart(standing);
  const respondents = new Set(
    facts.flatMap(({ type, open }) => (type === 'ComplaintRegistered' ? (open['respondents'] as string[]) : [])),
  );
  const broken: string[] = [];
  for (const one of inForce(standing)) {
    for (const [stream, own] of members) {
      if (!own.has(one.person)) continue;
      for (const participant of own) {
        // A client may be named as respondent: then a complaint, not an instruction, closes the case to them.
        if (respondents.has(participant) || !everybody(play).includes(participant)) continue;
        const shown = await looking.at(participant, [{ case: stream.slice('case-'.length) }], 'client');
        const seen = new Set(shown.filter(({ view }) => view === 'timeline').map(({ row }) => String(row['fact'])));
        for (const fact of standing) {
          const theirs = fact.subjects.some(({ person, as }) => person === participant && as === 'participant');
          if (fact.stream !== stream || !theirs || NOT_FOR_CLIENTS.has(fact.type)) continue;
          if (!seen.has(fact.id)) broken.push(`${fact.type} is kept from the participant whose it is`);
        }
      }
    }
  }
  return unique(broken);
}

const NOT_FOR_CLIENTS: ReadonlySet<string> = new Set(['StrikeProposed', 'EntryDrafted']);
