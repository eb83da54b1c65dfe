import type { BreachKind } from '../../domain/agency/breach-facts.js';
import { membersOf } from '../../domain/case/roster.js';
import { isLive } from '../../domain/case/sessions.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import { strikesOf } from '../../domain/language/mistakes.js';
import type { StateOf } from '../../domain/world.js';
import type { Hindsight } from '../access/hindsight.js';
import { foldOf, type StreamStates } from '../kernel/stream-states.js';
import type { EventStore } from '../ports.js';
import type { PossibleMatch } from '../search/possible-matches.js';
import { MATCHING } from './matching.js';
import { QUESTIONING } from './questioning.js';

/** An action that the system is to perform because of a fact; the key makes it happen once, however often it is tried. */
export interface Wanted {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string;
}

/** What a reaction may look at. */
export interface Around {
  readonly states: StreamStates;
  readonly store: EventStore;
  /** Streams of open cases with sessions ahead, as a view has them that shows the position. */
  readonly casesAhead: (asOf: bigint) => Promise<readonly string[]>;
  /** What late knowledge makes questionable; without it nothing is. */
  readonly hindsight?: Hindsight;
  /** Who may be the same person as one registered; without it nobody is. */
  readonly possibleMatches?: (person: string, asOf: bigint) => Promise<readonly PossibleMatch[]>;
}

/** What one kind of fact calls for. */
export type Reaction = (fact: RecordedFact, around: Around) => Promise<readonly Wanted[]> | readonly Wanted[];

const caseOf = (stream: string): string => stream.slice('case-'.length);
const text = (fact: RecordedFact, field: string): string => String(fact.open[field]);
const want = (fact: RecordedFact, name: string, body: Wanted['body']): Wanted => ({
  name,
  body,
  key: `${fact.id} ${name} ${JSON.stringify(body)}`,
});

/** A case as it was when a fact was stated: a fact calls for the same however late or often it is reacted to. */
const caseAsOf = async (stream: string, { position }: RecordedFact, { store }: Around): Promise<StateOf<'case'>> =>
  foldOf(
    'case',
    (await store.readStream('facts', stream)).filter((f) => f.position <= position),
  );

const releaseSlot: Reaction = (fact) =>
  fact.type === 'SessionCancelledByAgency' || fact.open['slotFree'] === true
    ? [
        want(fact, 'ReleaseSlot', {
          therapist: text(fact, 'therapist'),
          case: caseOf(fact.stream),
          session: text(fact, 'session'),
        }),
      ]
    : [];

const notice =
  (about: string): Reaction =>
  async (fact, around) => {
    const named = fact.open['seats'] ?? fact.open['participants'];
    const participants = Array.isArray(named)
      ? named.map((one) => (typeof one === 'string' ? one : String((one as { participant: unknown }).participant)))
      : typeof fact.open['participant'] === 'string'
        ? [fact.open['participant']]
        : membersOf((await caseAsOf(fact.stream, fact, around)).roster);
    return participants.map((participant) =>
      want(fact, 'RaiseNotice', { case: caseOf(fact.stream), participant, about, because: fact.id }),
    );
  };

/** What is left of a client's money at the end is due back, of those who left before too (rule 67). */
const openRefund: Reaction = async (fact, around) => {
  const participants =
    typeof fact.open['participant'] === 'string'
      ? [fact.open['participant']]
      : new Set((await caseAsOf(fact.stream, fact, around)).roster.members.map((m) => m.participant));
  return [...participants].map((participant) =>
    want(fact, 'OpenRefund', { case: caseOf(fact.stream), participant, because: 'ended' }),
  );
};

/** Sessions that a strike brought back need their time again; those it took away give it up. */
const afterStrike: Reaction = async (fact, { states, store }) => {
  if (strikesOf(fact).length === 0 || !fact.stream.startsWith('case-')) return [];
  const { state } = await states.load('case', fact.stream);
  const touched = new Map<string, string>();
  const struck = new Set(strikesOf(fact));
  for (const one of await store.readStream('facts', fact.stream)) {
    const { session, therapist } = one.open as { session?: unknown; therapist?: unknown };
    if (!struck.has(one.id) || typeof session !== 'string') continue;
    const whose = state.sessions.sessions.get(session)?.therapist ?? therapist;
    if (typeof whose === 'string') touched.set(session, whose);
  }
  return [...touched].map(([session, therapist]) => {
    const known = state.sessions.sessions.get(session);
    const name = known !== undefined && isLive(known) ? 'RestoreSlot' : 'ReleaseSlot';
    return want(fact, name, { therapist, case: caseOf(fact.stream), session });
  });
};

/** A newly published calendar may give booked sessions a later deadline (rule 5). */
const extendDeadlines: Reaction = async (fact, { casesAhead }) =>
  (await casesAhead(fact.position)).map((stream) => want(fact, 'ExtendDeadlines', { case: caseOf(stream) }));

/** A new version of a policy that must be given reopens the duty for everyone in an open case. */
const policyChanged: Reaction = async (fact, around) => {
  if (fact.open['requiredBefore'] !== 'first-session') return [];
  const wanted: Wanted[] = [];
  for (const stream of await around.casesAhead(fact.position)) {
    const state = await caseAsOf(stream, fact, around);
    for (const participant of membersOf(state.roster)) {
      const had = state.informing.given.some((g) => g.participant === participant && g.kind === fact.open['kind']);
      if (!had) continue;
      wanted.push(
        want(fact, 'RaiseNotice', { case: caseOf(stream), participant, about: 'policy-changed', because: fact.id }),
      );
    }
  }
  return wanted;
};

/** A complaint whose last track is closed denies nobody any more: finishes a closing that was cut short. */
const clearComplaint: Reaction = (fact) => [
  want(fact, 'ClearComplaint', { complaint: fact.stream.slice('complaint-'.length) }),
];

/** Sessions called off at once by their therapist's stream are cancelled in each case, one by one (rules 56 and 58). */
const cancelCalledOff: Reaction = (fact) =>
  (fact.open['sessions'] as readonly { readonly session: string; readonly case: string }[]).map((one) =>
    want(fact, 'CancelCalledOff', { case: one.case, session: one.session, because: fact.open['because'] }),
  );

/**
 * What nothing allowed, or what was questioned, opens a breach for review, found when it was recorded (rule 11): whether it is
 * one, the assessment says.
 */
const raiseBreach =
  (kind: BreachKind, concerned: (open: RecordedFact['open']) => readonly unknown[], happened: boolean): Reaction =>
  (fact) => {
    const persons = [...new Set(concerned(fact.open).map(String))];
    if (persons.length === 0) return [];
    const occurredAt = happened ? { occurredAt: fact.happenedAt } : {};
    const body = {
      case: caseOf(fact.stream),
      fact: fact.id,
      kind,
      persons,
      happenedAt: fact.recordedAt,
      ...occurredAt,
    };
    return [want(fact, 'RaiseBreach', body)];
  };
/**
 * A look that an instruction shut out and nobody could explain is use without authority; which case it was, the review finds.
 * Where the looks were questioned by themselves, their breach is there already.
 */
const raiseBreachOfLooks: Reaction = async (fact, { store, states }) => {
  if (fact.open['outcome'] !== 'unauthorised') return [];
  const given = (await store.readStream('facts', fact.stream)).find(
    ({ type, open }) => type === 'InstructionGiven' && open['instruction'] === fact.open['instruction'],
  );
  const { register } = (await states.load('breaches', 'breaches')).state;
  if (given !== undefined && register.raisedBy.has(given.id)) return [];
  return [
    want(fact, 'RaiseBreach', {
      fact: fact.id,
      kind: 'used',
      persons: [text(fact, 'person')],
      happenedAt: fact.recordedAt,
    }),
  ];
};
/** A case opened without justification is use without authority; who opened it does not judge it. */
const raiseBreachOfEmergency: Reaction = (fact) =>
  fact.open['outcome'] === 'not-justified'
    ? [
        want(fact, 'RaiseBreach', {
          case: caseOf(fact.stream),
          fact: fact.id,
          kind: 'used',
          persons: fact.open['participants'],
          staff: [text(fact, 'opener')],
          happenedAt: fact.recordedAt,
        }),
      ]
    : [];
/** Everybody in a recording that was destroyed although something held it. */
const inRecording = ({ participants }: RecordedFact['open']): readonly unknown[] =>
  Array.isArray(participants) ? participants : [];
const withoutConsent = ({ withoutConsentOf }: RecordedFact['open']): readonly unknown[] =>
  Array.isArray(withoutConsentOf) ? withoutConsentOf : [];

/** What came back puts the contact in doubt that it was sent to (rule 41). */
const doubtContact: Reaction = async (fact, around) => {
  if (fact.open['how'] === 'in-person') return [];
  const { notices } = await caseAsOf(fact.stream, fact, around);
  const sentAt = notices.notices.get(text(fact, 'notice'))?.sentAt;
  return [
    want(fact, 'DoubtContact', {
      person: text(fact, 'participant'),
      reachedBy: text(fact, 'how'),
      because: 'returned',
      happenedAt: fact.happenedAt,
      ...(sentAt && { sentAt }),
    }),
  ];
};

/** Who has died takes part no more: what is booked is released, and nobody is reminded (rule 50). */
const removeDied: Reaction = async (fact, around) => {
  const person = text(fact, 'person');
  const wanted: Wanted[] = [];
  for (const stream of await around.casesAhead(fact.position)) {
    const { roster } = await caseAsOf(stream, fact, around);
    if (membersOf(roster).includes(person))
      wanted.push(want(fact, 'RemoveParticipant', { case: caseOf(stream), participant: person, reason: 'died' }));
  }
  return wanted;
};

type Reactions = Readonly<Record<string, readonly Reaction[]>>;

const FOLLOWING: Reactions = {
  SeatCancelled: [releaseSlot, afterStrike],
  SeatReleased: [releaseSlot],
  SessionCancelledByAgency: [releaseSlot, notice('session-cancelled-by-agency')],
  BookingsCalledOff: [cancelCalledOff],
  SeatConfirmed: [afterStrike],
  DeadlineExtended: [notice('deadline-extended')],
  TherapistAssigned: [notice('therapist-changed')],
  TherapistEnded: [notice('therapist-ended')],
  ClientEnded: [openRefund],
  CaseClosed: [openRefund],
  RefundDue: [notice('refund-due')],
  NoticeReturned: [doubtContact],
  BusinessCalendarPublished: [extendDeadlines],
  PolicyPublished: [policyChanged],
  TrackClosed: [clearComplaint],
  PersonDied: [removeDied],
  EnteredInError: [afterStrike],
  DisclosureQuestioned: [raiseBreach('disclosed', ({ participant }) => [participant], false)],
  DisclosureReported: [
    raiseBreach('disclosed', ({ allowed, participant }) => (allowed === 'not-allowed' ? [participant] : []), true),
  ],
  EmergencyAccessReviewed: [raiseBreachOfEmergency],
  LooksReviewed: [raiseBreachOfLooks],
  RecordingReported: [raiseBreach('used', withoutConsent, true)],
  RecordingDestroyedWhileHeld: [raiseBreach('lost', inRecording, true)],
};

/** What the system does because of a fact. Nothing here runs during a replay or a rebuild. */
export const REACTIONS: Reactions = Object.fromEntries(
  [...new Set([FOLLOWING, QUESTIONING, MATCHING].flatMap(Object.keys))].map((type) => [
    type,
    [FOLLOWING, QUESTIONING, MATCHING].flatMap((one) => one[type] ?? []),
  ]),
);
