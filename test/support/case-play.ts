import { calendarFacts, parameterFacts } from '../../src/domain/agency/agency.js';
import { type Booking, bookSession } from '../../src/domain/case/booking.js';
import { type CaseState, caseFold } from '../../src/domain/case/case.js';
import { informingFacts } from '../../src/domain/case/informing.js';
import { rosterFacts } from '../../src/domain/case/roster.js';
import { kindOf } from '../../src/domain/catalogue.js';
import { proposeClosures } from '../../src/domain/language/business-time.js';
import type { Circumstances, Decision, Refused } from '../../src/domain/language/decision.js';
import type { NewFact, StoredFact } from '../../src/domain/language/fact.js';
import { standing, strikeClosure } from '../../src/domain/language/mistakes.js';
import { registrationFacts } from '../../src/domain/therapist/registration.js';
import { FOLDS, type World } from '../../src/domain/world.js';
import { circumstances, given, idOf, stored } from './given.js';

export const theCase = idOf('case');
export const ana = idOf('Ana');
export const ben = idOf('Ben');
export const thea = idOf('Thea, therapist');
export const frontDesk = idOf('front desk');

/** The business calendar of 2026 and 2027 as Ontario’s holidays give it, with the agency’s own closures. */
export const calendar = (version: string, closures: readonly string[] = [], effectiveFrom = '2026-01-01') =>
  calendarFacts.BusinessCalendarPublished({
    version,
    effectiveFrom,
    weekend: ['saturday', 'sunday'],
    closures: [
      ...[...proposeClosures(2026), ...proposeClosures(2027)],
      ...closures.map((date) => ({ date, reason: 'Agency closed' })),
    ],
  });

const schedule = parameterFacts.FeeSchedulePublished({
  version: 'fees-1',
  effectiveFrom: '2024-01-01',
  fees: [
    { service: 'individual', cents: 12000, minutes: 50 },
    { service: 'couple', cents: 15001, minutes: 80 },
  ],
  lateCancellationBasisPoints: 5000,
  missedBasisPoints: 10000,
  slidingScale: [{ name: 'B', basisPoints: 7500 }],
});

/** The agency and its therapist, as committed. */
export function world(calendars: readonly NewFact[] = [calendar('cal-1')], more: Partial<World> = {}): Partial<World> {
  const therapist = given(FOLDS.therapist, [
    registrationFacts.TherapistRegistered({
      therapist: thea,
      title: 'RP',
      college: 'CRPO',
      from: '2020-01-01',
      nameOnRegister: 'Thea Example',
      number: '001234',
    }),
  ]);
  return {
    ...given(FOLDS.calendars, calendars),
    ...given(FOLDS.parameters, [schedule]),
    therapist: () => therapist,
    ...more,
  };
}

type Here = Circumstances<World>;
type Changes = Parameters<typeof circumstances>[0];

/** One case played action by action, each at its own time, as the service would. */
export class CasePlay {
  history: readonly StoredFact[] = [];
  /** What was last decided. */
  last: Decision | undefined;
  private played = 0;

  constructor(public world: Partial<World>) {}

  get state(): CaseState {
    return given(caseFold, this.history);
  }

  get standing(): readonly StoredFact[] {
    return standing(this.history);
  }

  /** States facts without deciding. */
  facts(at: string, ...facts: readonly NewFact[]): this {
    const closed = facts.map((f) =>
      f.supersedes?.length ? { ...f, supersedes: strikeClosure(this.history, f.supersedes, kindOf).struck } : f,
    );
    this.history = [...this.history, ...stored(closed, { at, from: this.history.length })];
    return this;
  }

  /** Decides and, when accepted, states the facts. `at` is when it happened; recorded then, unless `now` says later. */
  do(at: string, decide: (state: CaseState, c: Here) => Decision, changes: Changes = {}): Decision {
    this.played += 1;
    const prefix = `action ${this.played}`;
    const c = circumstances({
      now: at,
      happenedAt: at,
      id: (name) => idOf(`${prefix} ${name}`),
      history: this.history,
      ...changes,
      world: { ...this.world, ...changes.world },
    });
    const decision = decide(this.state, c);
    this.last = decision;
    this.facts(c.happenedAt, ...(decision.facts ?? []));
    return decision;
  }

  /** Books a session, by default Ana’s alone with Thea, and answers its id. */
  book(at: string, startLocal: string, more: Partial<Booking> & { readonly c?: Changes } = {}): string {
    const { c, ...booking } = more;
    const session = idOf(`session ${startLocal} ${this.played}`);
    const decision = this.do(
      at,
      (s, here) => bookSession(s, bookingOf(startLocal, booking), session, undefined, here),
      c,
    );
    if ('refusal' in decision) throw new Error(`not booked: ${decision.refusal.code}`);
    return session;
  }
}

/** A booking of Ana’s alone with Thea. */
export const bookingOf = (startLocal: string, more: Partial<Booking> = {}): Booking => ({
  case: theCase,
  therapist: thea,
  startLocal,
  modality: 'in-person',
  service: 'individual',
  participants: [ana],
  ...more,
});

/** A case opened for those named, with both policies about fees given before anything else. */
export function opened(
  kind: 'individual' | 'couple' = 'individual',
  { disclosed = true, within = world() }: { disclosed?: boolean; within?: Partial<World> } = {},
): CasePlay {
  const participants = kind === 'couple' ? [ana, ben] : [ana];
  const play = new CasePlay(within).facts(
    '2024-01-02T14:00:00.000Z',
    rosterFacts.CaseOpened({ case: theCase, kind, participants, therapist: thea }),
  );
  if (disclosed)
    for (const participant of participants) play.facts('2024-01-02T15:00:00.000Z', ...policiesGiven(participant));
  return play;
}

const policiesGiven = (participant: string): readonly NewFact[] =>
  (['cancellation-policy', 'fee-policy'] as const).map((kind) =>
    informingFacts.PolicyGiven({
      case: theCase,
      participant,
      policy: idOf(kind),
      kind,
      version: '2024-1',
      digest: 'a'.repeat(64),
      how: 'in-person',
    }),
  );

/** The refusal’s code and clause, or the types stated. */
export const said = (decision: Decision): string =>
  'refusal' in decision
    ? `${(decision as Refused).refusal.code} (${(decision as Refused).refusal.clause})`
    : decision.facts.map((f) => f.type).join();
