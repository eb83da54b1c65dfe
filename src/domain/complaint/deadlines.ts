import { dayOf } from '../agency/legal-periods.js';
import { inTime, laterOf, type Precision } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact, type NewFact, type StoredFact } from '../language/fact.js';
import { code, flag, id, instant, optional } from '../language/field.js';
import type { World } from '../world.js';
import type { appealFacts } from './appeal.js';
import type { collegeTrackFacts } from './college-track.js';
import type { handlingFacts } from './handling-facts.js';
import { type Clocks, dueAfter, LIMIT_KINDS, LIMITS, type LimitKind, type LimitName } from './limits.js';
import { complaintNotFound, type LodgingState, type lodgingFacts, type Track } from './lodging.js';
import { aComplaint } from './samples.js';

export const deadlineFacts = {
  ComplaintDeadlinePassed: fact({
    type: 'ComplaintDeadlinePassed',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'Nothing was known by a deadline of the complaint: late knowledge undoes it. A missed duty of the agency is a breach; the College’s is overdue only as reported.',
    fields: {
      complaint: id(),
      kind: code(...LIMIT_KINDS),
      person: optional(id()),
      due: instant(),
      duty: code('agency', 'respondent', 'College', 'none'),
      asReported: flag(),
    },
    subjects: { person: 'named' },
    example: {
      complaint: aComplaint,
      kind: 'acknowledge',
      due: '2026-06-09T03:59:59.999Z',
      duty: 'agency',
      asReported: false,
    },
  }),
} as const;

/** One clock of the complaint that has been set running. */
export interface Deadline {
  readonly kind: LimitKind;
  /** Whose answer, appeal or review it is, where each party has their own. */
  readonly person: string | undefined;
  /** Instant, or local day, from which it ran. */
  readonly from: string;
  readonly moreDays: number;
  readonly due: string;
  /** Fact that set it running. */
  readonly openedBy: string;
  status: 'open' | 'met' | 'ended';
  /** Fact that says it passed, if one does. */
  passedBy: string | undefined;
}

export interface DeadlinesState {
  readonly byKey: Map<string, Deadline>;
}

/** Key of a deadline: its kind, and the person where each party has their own. */
export const deadlineKey = (kind: LimitKind, person?: string): string =>
  person === undefined ? kind : `${kind} ${person}`;

type Listens = typeof lodgingFacts & typeof handlingFacts & typeof appealFacts & typeof collegeTrackFacts;

type Begin = Pick<Deadline, 'kind' | 'due'> & { readonly person?: string; readonly from: string };

const open = (s: DeadlinesState, { id: factId }: StoredFact, { person, ...begin }: Begin): void =>
  void s.byKey.set(deadlineKey(begin.kind, person), {
    ...begin,
    person,
    moreDays: 0,
    openedBy: factId,
    status: 'open',
    passedBy: undefined,
  });
const openIf = (
  s: DeadlinesState,
  stated: StoredFact,
  due: string | undefined,
  begin: Omit<Begin, 'due' | 'from'> & { readonly from: string | undefined },
): void => {
  if (due !== undefined && begin.from !== undefined) open(s, stated, { ...begin, from: begin.from, due });
};
const met = (s: DeadlinesState, kind: LimitKind, person?: string): void => {
  const deadline = s.byKey.get(deadlineKey(kind, person));
  if (deadline) deadline.status = 'met';
};
const end = (
  s: DeadlinesState,
  { open: { ends } }: { readonly open: { readonly ends: readonly LimitName[] } },
): void => {
  for (const { kind, person } of ends) {
    const deadline = s.byKey.get(deadlineKey(kind, person));
    if (deadline) deadline.status = 'ended';
  }
};

/** Which fact sets which clock running and which stops it. */
export const deadlines = evolution<DeadlinesState, typeof deadlineFacts, Listens>(
  () => ({ byKey: new Map() }),
  deadlineFacts,
  {
    ComplaintDeadlinePassed: (s, { id: factId, open: { kind, person } }) => {
      const deadline = s.byKey.get(deadlineKey(kind, person));
      if (deadline) deadline.passedBy = factId;
    },
  },
  {
    ComplaintLodged: (s, f) => {
      openIf(s, f, f.open.acknowledgeBy, { kind: 'acknowledge', from: f.happenedAt });
      openIf(s, f, f.open.decideBy, { kind: 'decide', from: f.happenedAt });
    },
    TrackOpened: (s, f) => {
      openIf(s, f, f.open.acknowledgeBy, { kind: 'acknowledge', from: f.happenedAt });
      openIf(s, f, f.open.decideBy, { kind: 'decide', from: f.happenedAt });
    },
    ComplaintWithdrawn: end,
    TrackClosed: end,
    ComplaintAcknowledged: (s) => met(s, 'acknowledge'),
    RespondentNotified: (s, f) =>
      open(s, f, { kind: 'respond', person: f.open.respondent, from: f.happenedAt, due: f.open.respondBy }),
    RespondentAnswered: (s, f) => met(s, 'respond', f.open.respondent),
    ComplaintDecided: (s, f) => {
      met(s, 'decide');
      end(s, f);
    },
    DecisionDelivered: (s, f) =>
      openIf(s, f, f.open.appealUntil, { kind: 'appeal', person: f.open.party, from: f.open.receivedAt }),
    AppealLodged: (s, f) => {
      met(s, 'appeal', f.open.by);
      open(s, f, { kind: 'decide-appeal', person: f.open.by, from: f.happenedAt, due: f.open.decideBy });
    },
    AppealDecided: (s, f) => {
      met(s, 'decide-appeal', f.open.by);
      end(s, f);
      openIf(s, f, f.open.decideBy, { kind: 'decide', from: f.happenedAt });
    },
    CollegeComplaintFiled: (s, f) => {
      openIf(s, f, f.open.noticeBy, { kind: 'college-notice', from: f.open.filedOn });
      openIf(s, f, f.open.disposalBy, { kind: 'college-disposal', from: f.open.filedOn });
    },
    CollegeNoticeReported: (s, f) => {
      met(s, 'college-notice');
      openIf(s, f, f.open.respondBy, {
        kind: 'college-response',
        person: f.open.respondent,
        from: f.open.receivedOn,
      });
    },
    CollegeResponseSent: (s, f) => met(s, 'college-response', f.open.respondent),
    CollegeDecisionReported: (s, f) => {
      met(s, 'college-disposal');
      end(s, f);
    },
    CollegeDecisionReceived: (s, f) =>
      openIf(s, f, f.open.reviewUntil, { kind: 'review', person: f.open.party, from: f.open.receivedOn }),
    ReviewTimeExtended: (s, f) => {
      const key = deadlineKey('review', f.open.party);
      const known = s.byKey.get(key);
      const due = f.open.reviewUntil;
      if (known && due !== undefined) s.byKey.set(key, { ...known, due, moreDays: f.open.days, status: 'open' });
    },
    ReviewRequested: (s, f) => met(s, 'review', f.open.party),
  },
);

/** Open clocks of the kinds named, or of a track: what a fact says that it stops. */
export const stopped = (
  s: DeadlinesState,
  which: Track | readonly LimitKind[],
  except?: string,
): readonly LimitName[] =>
  [...s.byKey]
    .filter(([key, { kind, status }]) => {
      const named = typeof which === 'string' ? LIMITS[kind].track === which : which.includes(kind);
      return named && status === 'open' && key !== except;
    })
    .map(([, { kind, person }]) => ({ kind, ...(person !== undefined && { person }) }));

/** When a deadline ends as known now: what was promised, or the later day that the calendar in force gives. */
export const dueNow = (d: Deadline, now: string, clocks: Clocks): string =>
  laterOf(d.due, dueAfter(d.kind, d.from, clocks, now, d.moreDays));

/** True when what happened then (instant or local day) was still in time; also when nothing of the kind was due. Doubt favours the person. */
export function wasInTime(
  s: DeadlinesState,
  key: string,
  at: string,
  { now, precision, world }: { readonly now: string; readonly precision: Precision; readonly world: Clocks },
): boolean {
  const deadline = s.byKey.get(key);
  if (deadline === undefined) return true;
  const due = dueNow(deadline, now, world);
  return at.length === 10 ? at <= dayOf(due, world) : inTime(at, due, world.zone, precision);
}

/** What to say with a fact that meets a deadline: if it had been said to have passed, better knowledge strikes that (rule 38). */
export function meeting(
  s: DeadlinesState,
  key: string,
  at: string | undefined,
  c: Pick<Circumstances<World>, 'now' | 'precision' | 'world'>,
  restsOn: readonly (string | undefined)[] = [],
): Omit<NewFact, 'type' | 'data'> {
  const deadline = s.byKey.get(key);
  const rests = restsOn.filter((each) => each !== undefined);
  const supersede = deadline?.passedBy !== undefined && at !== undefined && wasInTime(s, key, at, c);
  return {
    ...(rests.length > 0 && { restsOn: rests }),
    ...(supersede && deadline?.passedBy !== undefined && { supersedes: [deadline.passedBy] }),
  };
}

export const deadlineNotDue = refusal('deadline-not-due', 'This deadline has not passed, or nothing of the kind runs.');

/** The clock says that nothing was known by a deadline; if something was, nothing is said. */
export function deadlineMissed(
  state: { readonly lodging: LodgingState; readonly deadlines: DeadlinesState },
  { complaint, kind, person }: { readonly complaint: string; readonly kind: LimitKind; readonly person?: string },
  { now, world }: Pick<Circumstances<World>, 'now' | 'world'>,
): Decision {
  if (state.lodging.complaint === undefined) return complaintNotFound({ field: 'complaint' });
  const deadline = state.deadlines.byKey.get(deadlineKey(kind, person));
  if (deadline === undefined) return deadlineNotDue({ field: 'kind' });
  if (deadline.status !== 'open' || deadline.passedBy !== undefined) return accept();
  const due = dueNow(deadline, now, world);
  if (now <= due) return deadlineNotDue({ field: 'kind' });
  const { duty, track } = LIMITS[kind];
  return accept(
    deadlineFacts.ComplaintDeadlinePassed(
      { complaint, kind, due, duty, asReported: track === 'CRPO', ...(person !== undefined && { person }) },
      { restsOn: [deadline.openedBy], happenedAt: due },
    ),
  );
}
