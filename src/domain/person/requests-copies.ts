import { dayOf } from '../agency/legal-periods.js';
import { linkedWith } from '../agency/linked-persons.js';
import { type CONTENT, liveAt } from '../case/disclosure.js';
import type { RecordEntry } from '../case/record.js';
import type { EntryKind } from '../case/record-facts.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { type ClientNotesState, notesOn } from './client-notes.js';
import { type DecidingState, decidesFor } from './deciding-for.js';
import type { InstructionsState } from './instructions.js';
import { together } from './linked-instructions.js';
import { entriesOf, recordEntryNotFound, tookPart, whose } from './record-entries.js';
import type { CopyAsked, RecordRequest, RequestsState } from './requests.js';
import { answering, caseNotTheirs, complainUntil, requestIn, requestNotFound, requestOver } from './requests-asking.js';
import { type AGAINST, copyFacts, SEVERABLE } from './requests-copies-facts.js';
import type { EntryName } from './requests-facts.js';

const { RecordReleased, RecordRefused } = copyFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type C = Pick<Circumstances<World>, 'now' | 'happenedAt' | 'world'>;
type S = {
  readonly requests: RequestsState;
  readonly clientNotes: ClientNotesState;
  readonly deciding: DecidingState;
  readonly instructions: InstructionsState;
};
type Against = (typeof AGAINST)[number];

export const notACopyRequest = refusal('not-a-copy-request', 'This request asks for a correction, not for a copy.', {
  clause: 'R9',
  status: 422,
});
/** One refusal for each thing that a release must not do. */
export const releaseRefusals = {
  'requester-not-verified': refusal(
    'requester-not-verified',
    'Verify who asks, or their authority, before anything is given (rule 51).',
    { clause: 'R7' },
  ),
  'not-theirs-to-have': refusal(
    'not-theirs-to-have',
    'A copy goes to the person, or to who decides for them on that day and is not shut out by an instruction.',
    { clause: 'R7' },
  ),
  'another-persons-entry': refusal(
    'another-persons-entry',
    'An entry about another participant is given only with their consent or when they ask jointly (rule 22).',
    { clause: 'R7' },
  ),
  'severance-not-considered': refusal(
    'severance-not-considered',
    'Before something is withheld for harm or for another person, consider what can be severed and given.',
    { clause: 'R9', status: 422 },
  ),
  'complaint-right-not-told': refusal(
    'complaint-right-not-told',
    'Whoever is refused is told that they may complain to the Commissioner.',
    { clause: 'R9', status: 422 },
  ),
  'electronic-was-asked': refusal(
    'electronic-was-asked',
    'The copy was asked for electronically: give it so, or say that it cannot be.',
    { clause: 'R9', status: 422 },
  ),
  'entries-left-out': refusal(
    'entries-left-out',
    'Entries that were asked for are neither given nor withheld on a ground; name them, or say that more is to come.',
    { clause: 'R9' },
  ),
} as const satisfies Readonly<Record<Against, unknown>>;

/** What somebody else agreed to, for a copy of their part of a joint record. */
export interface OthersAgreement {
  /** Consents to disclose, each in the case that it is about. */
  readonly consents: readonly { readonly case: string; readonly consent: string }[];
  /** Requests of other participants for the same record. */
  readonly jointWith: readonly { readonly person: string; readonly request: string }[];
}

export interface Release
  extends Omit<Open<typeof RecordReleased>, 'notes' | 'othersAgreed' | 'complainUntil' | 'against'> {
  readonly agreement: OthersAgreement;
  readonly complaintRightTold: boolean;
  /** True when the copy cannot be given electronically although it was asked so. */
  readonly electronicImpossible: boolean;
}

/** As which content of a consent to disclose an entry counts. */
const COUNTS_AS: Readonly<Record<EntryKind, (typeof CONTENT)[number]>> = {
  note: 'clinical-notes',
  plan: 'goals-and-progress',
  assessment: 'assessment',
  incident: 'clinical-notes',
  letter: 'letters',
  scan: 'letters',
  'contact-outside-session': 'clinical-notes',
  supervision: 'clinical-notes',
};

/** True when the participant whom an entry is about agreed that this recipient has it. */
function agreed({ agreement, recipient, person }: Release, caseId: string, entry: RecordEntry, c: C): boolean {
  const consented = agreement.consents.some((named) => {
    const consent = named.case === caseId ? c.world.case(caseId).disclosures.consents.get(named.consent) : undefined;
    return (
      consent !== undefined &&
      consent.participant === entry.about &&
      (consent.recipient === person || consent.recipient === recipient) &&
      (consent.content.includes('whole-record') || consent.content.includes(COUNTS_AS[entry.kind])) &&
      liveAt(consent, c.happenedAt)
    );
  });
  // Whoever asks jointly was verified too: a letter in another's name opens nothing (rule 51).
  const joined = agreement.jointWith.some((named) => {
    const joint = named.person === entry.about ? c.world.file(named.person).requests.all.get(named.request) : undefined;
    const stands = joint?.verified !== undefined && joint.standing !== 'withdrawn';
    return stands && joint.copy !== undefined && asks(joint.copy, caseId, entry, c);
  });
  return consented || joined;
}

/** True when a copy was asked of this entry. */
function asks(copy: CopyAsked, caseId: string, { entry, contactAt }: RecordEntry, { world }: C): boolean {
  const { scope, cases, entries, from = '', until = '' } = copy;
  const day = dayOf(contactAt, world);
  const within: Readonly<Record<CopyAsked['scope'], boolean>> = {
    'whole-record': true,
    cases: cases.includes(caseId),
    entries: entries.some((one) => one.entry === entry),
    period: from <= day && day <= until,
  };
  return within[scope];
}

/**
 * Entries that were asked for and that no answer so far gave or withheld. Of a whole record or a period only the cases that
 * an answer names can be told whole: which others there are, no one stream knows.
 */
function leftOut({ copy, accounted }: RecordRequest, release: Release, c: C): readonly EntryName[] {
  if (copy === undefined || !release.last) return [];
  const now = [...release.entries, ...release.withheld];
  const told = new Set([...accounted, ...now.map((one) => one.entry ?? one.case)]);
  const cases = new Set([...copy.cases, ...copy.entries.map((one) => one.case), ...now.map((one) => one.case)]);
  return [...cases]
    .flatMap((one) => entriesOf(c.world, release.person, one))
    .filter((one) => !told.has(one.entry) && !told.has(one.case))
    .filter((one) => {
      const entry = c.world.case(one.case).record.entries.get(one.entry);
      return entry !== undefined && asks(copy, one.case, entry, c);
    });
}

/** True for the person, and for who decides for them on that day, unless an instruction by name keeps from them what is given. */
function mayHave({ deciding, instructions }: S, { person, recipient, entries }: Release, c: C): boolean {
  if (recipient === person) return true;
  const { bornIn } = c.world.person(person);
  if (!decidesFor(deciding, bornIn, recipient, 'information', dayOf(c.happenedAt, c.world))) return false;
  // What was instructed under another registration of theirs binds here too (rule 46).
  const everywhere = together([
    instructions,
    ...linkedWith(c.world.links, person)
      .slice(1)
      .map((one) => c.world.file(one).instructions),
  ]);
  const named = [...everywhere.inForce.values()].filter((one) => one.whom === recipient);
  return !named.some(
    (one) =>
      one.covers === 'file' ||
      entries.some(({ case: of, entry }) => one.case === of && (one.covers === 'case' || one.entries.includes(entry))),
  );
}

/** What a release does that the rules forbid, each with what it is about. */
function against(
  request: RecordRequest,
  release: Release,
  { strangers, missing, theirs }: { readonly strangers: number; readonly missing: number; readonly theirs: boolean },
): readonly Against[] {
  const { copy, verified } = request;
  const electronic = copy !== undefined && copy.format !== 'paper';
  const partly = release.withheld.some(({ ground }) => SEVERABLE.has(ground));
  const broken: Readonly<Record<Against, boolean>> = {
    'requester-not-verified': verified?.requester !== release.recipient,
    'not-theirs-to-have': !theirs,
    'another-persons-entry': strangers > 0,
    'severance-not-considered': partly && !release.severanceConsidered,
    'complaint-right-not-told': release.withheld.length > 0 && !release.complaintRightTold,
    'electronic-was-asked': electronic && release.format === 'paper' && !release.electronicImpossible,
    'entries-left-out': missing > 0,
  };
  return (Object.keys(broken) as Against[]).filter((one) => broken[one]);
}

/**
 * Gives a copy, with the person’s own notes on what is given. A copy that was given already is recorded whatever it did
 * against the rules, and says which (rule 36). Money owed for anything else never keeps it back.
 */
export function releaseRecord(state: S, release: Release, c: C, reported = false): Decision {
  const found = requestIn(state, release.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.copy === undefined) return notACopyRequest({ field: 'request' });
  if (found.standing === 'withdrawn' && !reported) return requestOver({ field: 'request' });
  const { person, entries, withheld } = release;
  if (!withheld.every((one) => tookPart(c.world, person, one.case))) return caseNotTheirs({ field: 'withheld' });
  const named = [...entries, ...withheld.flatMap(({ case: of, entry }) => (entry ? [{ case: of, entry }] : []))];
  if (named.some((one) => whose(c.world, person, one) === 'unknown')) return recordEntryNotFound({ field: 'entries' });
  const others = entries.flatMap((one) => {
    const found = c.world.case(one.case).record.entries.get(one.entry);
    return found?.about === undefined || whose(c.world, person, one) === 'theirs'
      ? []
      : [{ case: one.case, participant: found.about, agreed: agreed(release, one.case, found, c) }];
  });
  const strangers = others.filter((one) => !one.agreed).length;
  const missing = leftOut(found, release, c).length;
  const broken = against(found, release, { strangers, missing, theirs: mayHave(state, release, c) });
  const [worst] = broken;
  if (worst !== undefined && !reported)
    return releaseRefusals[worst](missing > 0 && worst === 'entries-left-out' ? { values: { entries: missing } } : {});
  const { agreement: _agreement, complaintRightTold: _told, electronicImpossible: _cannot, ...stated } = release;
  const othersAgreed = others.flatMap(({ agreed: yes, ...whom }) => (yes ? [whom] : []));
  const { first, more } = release.last ? answering(found, person, c) : { first: [], more: { restsOn: [found.fact] } };
  const { verified } = found;
  return accept(
    ...first,
    RecordReleased(
      {
        ...stated,
        notes: notesOn(state.clientNotes, entries, c.happenedAt),
        othersAgreed: [...new Map(othersAgreed.map((one) => [`${one.case} ${one.participant}`, one])).values()],
        against: broken,
        ...(withheld.length > 0 && { complainUntil: complainUntil(c.happenedAt, c) }),
      },
      { ...more, restsOn: [...(more.restsOn ?? []), ...(verified ? [verified.fact] : [])] },
    ),
  );
}

/** Refuses a copy as a whole, in writing, with its ground; whoever is refused is told where to complain. */
export function refuseRecord(
  state: S,
  {
    complaintRightTold,
    ...action
  }: Omit<Open<typeof RecordRefused>, 'complainUntil'> & { readonly complaintRightTold: boolean },
  c: C,
): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.copy === undefined) return notACopyRequest({ field: 'request' });
  if (!['open', 'deemed-refused', 'abandoned'].includes(found.standing)) return requestOver({ field: 'request' });
  if (SEVERABLE.has(action.ground) && !action.severanceConsidered)
    return releaseRefusals['severance-not-considered']({ field: 'severanceConsidered' });
  if (!complaintRightTold) return releaseRefusals['complaint-right-not-told']({ field: 'complaintRightTold' });
  const { first, more } = answering(found, action.person, c);
  return accept(...first, RecordRefused({ ...action, complainUntil: complainUntil(c.happenedAt, c) }, more));
}
