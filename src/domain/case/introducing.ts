import { inForce } from '../agency/agency.js';
import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, evolution } from '../language/decision.js';
import { qualificationsOn } from '../therapist/qualifications.js';
import {
  type RegistrationState,
  statusFrom,
  supervisionOn,
  therapistNotRegistered,
} from '../therapist/registration.js';
import type { TherapistState } from '../therapist/therapist.js';
import type { World } from '../world.js';
import type { GIVEN_HOW } from './informing.js';
import { type BOOKING_WAYS, introducingFacts } from './introducing-facts.js';
import { type RosterState, requireParticipant } from './roster.js';

const { QualificationsShown, ApproachExplained, AvailabilityExplained } = introducingFacts;

/** What was last shown or told to one participant about one thing: of which therapist, and exactly what. */
interface Shown {
  readonly therapist: string;
  readonly what: string;
  readonly fact: string;
}

export interface IntroducingState {
  /** By participant; each holds the last only, for an earlier therapist's introduces nobody. */
  readonly qualifications: Map<string, Shown>;
  readonly approach: Map<string, Shown>;
  readonly availability: Map<string, Shown>;
}

type Told = { readonly how: string; readonly questionsInvited: boolean };
const told = ({ how, questionsInvited }: Told, ...what: readonly unknown[]): string =>
  JSON.stringify([how, questionsInvited, ...what]);

export const introducing = evolution<IntroducingState, typeof introducingFacts>(
  () => ({ qualifications: new Map(), approach: new Map(), availability: new Map() }),
  introducingFacts,
  {
    QualificationsShown: (s, { id: fact, open }) =>
      void s.qualifications.set(open.participant, {
        therapist: open.therapist,
        what: told(open, open.day, open.digest),
        fact,
      }),
    ApproachExplained: (s, { id: fact, open }) =>
      void s.approach.set(open.participant, {
        therapist: open.therapist,
        what: told(open, open.version),
        fact,
      }),
    AvailabilityExplained: (s, { id: fact, open }) =>
      void s.availability.set(open.participant, {
        therapist: open.therapist,
        what: told(open, open.version, open.waitingDays, open.bookedBy),
        fact,
      }),
  },
);

type Slices = { readonly roster: RosterState; readonly introducing: IntroducingState };
type Here = Circumstances<World>;
/** To whom something about the therapist of record is shown or told, how, and whether questions were invited. */
export interface Introduction {
  readonly case: string;
  readonly participant: string;
  readonly how: (typeof GIVEN_HOW)[number];
  readonly questionsInvited: boolean;
}

/** What an introduction rests on: who joined, and who treats them; or why there is nobody to introduce. */
function between(
  state: Slices,
  { participant }: Introduction,
  c: Here,
): { readonly therapist: string; readonly known: TherapistState; readonly restsOn: readonly string[] } | Decision {
  const refused = requireParticipant(state, participant, false);
  if (refused) return refused;
  const therapist = state.roster.therapist as string;
  const joined = state.roster.members.findLast((m) => m.participant === participant);
  return { therapist, known: c.world.therapist(therapist), restsOn: joined === undefined ? [] : [joined.fact] };
}

const same = (before: Shown | undefined, therapist: string, what: string): boolean =>
  before?.therapist === therapist && before.what === what;

/** The facts of the therapist's stream that say who they are on a day. */
const factsOf = ({ qualifications }: TherapistState, registration: RegistrationState, day: string): readonly string[] =>
  [
    registration.registeredBy,
    statusFrom(registration, day)?.fact,
    ...supervisionOn(registration, day).map((period) => period.fact),
    ...qualificationsOn(qualifications, day).map((q) => q.fact),
  ].filter((one, i, all): one is string => one !== undefined && all.indexOf(one) === i);

/**
 * A participant was shown the therapist's qualifications as the register has them on that day, whatever it says: title,
 * College, status, supervision, and the facts that hold name, number and degrees, by a digest over all of it.
 */
export function showQualifications(state: Slices, action: Introduction, c: Here): Decision {
  const found = between(state, action, c);
  if (!('therapist' in found)) return found;
  const { therapist, known, restsOn } = found;
  const { registration } = known;
  const day = localDateOf(c.happenedAt, c.world.zone);
  const { title, college } = registration;
  if (title === undefined || college === undefined) return therapistNotRegistered({ field: 'case' });
  const status = statusFrom(registration, day)?.status ?? 'not-registered';
  const supervisors = supervisionOn(registration, day).map((period) => period.supervisor);
  const from = factsOf(known, registration, day);
  const digest = c.world.digestOf(JSON.stringify({ therapist, title, college, status, supervisors, from }));
  if (same(state.introducing.qualifications.get(action.participant), therapist, told(action, day, digest)))
    return accept();
  const stood = { therapist, day, title, college, status, supervisors, digest, from } as const;
  return accept(QualificationsShown({ ...action, ...stood }, { restsOn }));
}

/** The therapist’s approach was explained to a participant: the version in force that day, or none where none was (rule 36). */
export function explainApproach(state: Slices, action: Introduction, c: Here): Decision {
  const found = between(state, action, c);
  if (!('therapist' in found)) return found;
  const { therapist, known, restsOn } = found;
  const current = inForce(known.approach.versions, localDateOf(c.happenedAt, c.world.zone));
  const before = state.introducing.approach.get(action.participant);
  if (same(before, therapist, told(action, current?.version))) return accept();
  const published = current && { version: current.version, digest: current.digest };
  return accept(ApproachExplained({ ...action, therapist, ...published }, { restsOn }));
}

/** When the therapist sees clients was explained: the published version if one was in force, how long one waits, how sessions are booked. */
export function explainAvailability(
  state: Slices,
  action: Introduction & {
    readonly waitingDays?: number;
    readonly bookedBy: readonly (typeof BOOKING_WAYS)[number][];
  },
  c: Here,
): Decision {
  const found = between(state, action, c);
  if (!('therapist' in found)) return found;
  const { therapist, known, restsOn } = found;
  const current = inForce(known.availability.published, localDateOf(c.happenedAt, c.world.zone));
  const what = told(action, current?.version, action.waitingDays, action.bookedBy);
  if (same(state.introducing.availability.get(action.participant), therapist, what)) return accept();
  return accept(
    AvailabilityExplained({ ...action, therapist, ...(current && { version: current.version }) }, { restsOn }),
  );
}
