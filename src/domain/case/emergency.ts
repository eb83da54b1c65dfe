import { parameterOn, rolesOn } from '../agency/agency.js';
import { dayOf } from '../agency/legal-periods.js';
import { addMilliseconds, inTime } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { type EMERGENCY_OUTCOMES, type EmergencyGround, emergencyFacts } from './emergency-facts.js';
import { caseNotFound, type RosterState } from './roster.js';

const {
  EmergencyAccessOpened,
  EmergencyAccessAnnounced,
  EmergencyAccessClosed,
  EmergencyAccessReviewed,
  EmergencyReviewOverdue,
} = emergencyFacts;

/** One emergency access, from its opening to its review. */
export interface Emergency {
  readonly emergency: string;
  readonly by: string;
  readonly ground: EmergencyGround;
  readonly from: string;
  readonly until: string;
  readonly reviewBy: string;
  readonly participants: readonly string[];
  readonly openedBy: string;
  closed: boolean;
  /** Privacy officers who were sent a message. */
  readonly announcedTo: Set<string>;
  reviewed: { readonly outcome: (typeof EMERGENCY_OUTCOMES)[number]; readonly fact: string } | undefined;
  /** What the clock said of its review. */
  overdue: string | undefined;
}

export interface EmergenciesState {
  /** Every one there ever was: each is reviewed, and what somebody read under one is asked about for years. */
  readonly opened: Map<string, Emergency>;
}

const change = (s: EmergenciesState, emergency: string, changes: Partial<Emergency>): void => {
  const found = s.opened.get(emergency);
  if (found) Object.assign(found, changes);
};

/** How the emergency accesses of a case follow from its facts. */
export const emergencies = evolution<EmergenciesState, typeof emergencyFacts>(
  () => ({ opened: new Map() }),
  emergencyFacts,
  {
    EmergencyAccessOpened: (s, { id: openedBy, open, happenedAt }) =>
      void s.opened.set(open.emergency, {
        emergency: open.emergency,
        by: open.by,
        ground: open.ground,
        from: happenedAt,
        until: open.until,
        reviewBy: open.reviewBy,
        participants: open.participants,
        openedBy,
        closed: false,
        announcedTo: new Set(),
        reviewed: undefined,
        overdue: undefined,
      }),
    EmergencyAccessAnnounced: (s, { open }) => void s.opened.get(open.emergency)?.announcedTo.add(open.to),
    EmergencyAccessClosed: (s, { open }) => change(s, open.emergency, { closed: true }),
    EmergencyAccessReviewed: (s, { id: fact, open }) =>
      change(s, open.emergency, { closed: true, reviewed: { outcome: open.outcome, fact } }),
    EmergencyReviewOverdue: (s, { id: overdue, open }) => change(s, open.emergency, { overdue }),
  },
);

export const emergencyNotForRole = refusal(
  'emergency-not-for-role',
  'Only a therapist, a supervisor or a privacy officer opens a case because of an emergency.',
  { clause: 'R7', status: 422 },
);
export const emergencyNotFound = refusal('emergency-not-found', 'There is no such emergency access to this case.');
export const emergencyOfAnother = refusal(
  'emergency-of-another',
  'An emergency access is closed by whoever opened it, or by a privacy officer.',
  { clause: 'R7' },
);
export const emergencySecondPerson = refusal(
  'emergency-second-person',
  'Whoever opened a case because of an emergency does not review it: a second person does.',
  { clause: 'R7', recorded: false },
);
export const emergencyReviewNotDue = refusal(
  'emergency-review-not-due',
  'The time set for the review of this emergency access has not passed.',
);

/** Roles that may open a case because of an emergency. */
const CLINICAL: ReadonlySet<string> = new Set(['therapist', 'supervisor', 'privacy-officer']);

/** An emergency access that is live for somebody at an instant, strongest ground first. */
export interface LiveEmergency {
  readonly emergency: string;
  readonly ground: EmergencyGround;
  readonly until: string;
  /** True when it overrides what a client instructed (PHIPA s. 40(1)); never a complaint's bar, and never for recordings. */
  readonly overridesInstructions: boolean;
}

/** The emergency access that is live for a person in a case at an instant, or undefined. */
export function emergencyOf(
  { emergencies: s }: { readonly emergencies: EmergenciesState },
  person: string,
  at: string,
): LiveEmergency | undefined {
  const live = [...s.opened.values()].filter(
    (one) => one.by === person && !one.closed && one.from <= at && at < one.until,
  );
  const found = live.find((one) => one.ground === 'risk-of-serious-harm') ?? live[0];
  return (
    found && {
      emergency: found.emergency,
      ground: found.ground,
      until: found.until,
      overridesInstructions: found.ground === 'risk-of-serious-harm',
    }
  );
}

type Slices = { readonly roster: RosterState; readonly emergencies: EmergenciesState };
type Here = Circumstances<World>;
type Named = { readonly case: string; readonly emergency: string };
const MINUTE = 60_000;

const named = ({ emergency, participants }: Emergency, { case: caseId }: { readonly case: string }) => ({
  case: caseId,
  emergency,
  participants,
});

/** Opens a case because of an emergency; nothing when the same person has one open on the same ground. */
export function openEmergencyAccess(
  { roster, emergencies: s }: Slices,
  action: { readonly case: string; readonly ground: EmergencyGround; readonly reason: string },
  c: Here,
): Decision {
  const { world, actor, happenedAt } = c;
  // Before anything of the case is looked at: nobody learns by asking that it is there.
  const roles = rolesOn(world.staff, actor.person, dayOf(c.now, world));
  if (!roles.some((role) => CLINICAL.has(role))) return emergencyNotForRole();
  if (roster.case === undefined) return caseNotFound({ field: 'case' });
  const same = [...s.opened.values()].some(
    (one) => one.by === actor.person && one.ground === action.ground && !one.closed && happenedAt < one.until,
  );
  if (same) return accept();
  const day = dayOf(happenedAt, world);
  const after = (parameter: 'emergency-access-minutes' | 'emergency-review-minutes'): string =>
    addMilliseconds(happenedAt, parameterOn(world.parameters, parameter, day) * MINUTE);
  return accept(
    EmergencyAccessOpened({
      case: action.case,
      emergency: c.id('emergency'),
      participants: [...new Set(roster.members.map(({ participant }) => participant))],
      by: actor.person,
      ground: action.ground,
      until: after('emergency-access-minutes'),
      reviewBy: after('emergency-review-minutes'),
      reason: action.reason,
    }),
  );
}

/** A privacy officer was sent a message; once each. */
export function announceEmergency({ emergencies: s }: Slices, action: Named & { readonly to: string }): Decision {
  const found = s.opened.get(action.emergency);
  if (found === undefined) return emergencyNotFound({ field: 'emergency' });
  if (found.announcedTo.has(action.to)) return accept();
  return accept(EmergencyAccessAnnounced({ ...named(found, action), to: action.to }, { restsOn: [found.openedBy] }));
}

/** Closes an emergency access before its time; nothing when it is over. */
export function closeEmergencyAccess({ emergencies: s }: Slices, action: Named, c: Here): Decision {
  const found = s.opened.get(action.emergency);
  if (found === undefined) return emergencyNotFound({ field: 'emergency' });
  const { person } = c.actor;
  const officer = rolesOn(c.world.staff, person, dayOf(c.now, c.world)).includes('privacy-officer');
  if (found.by !== person && !officer) return emergencyOfAnother({ field: 'emergency' });
  if (found.closed || found.until <= c.happenedAt) return accept();
  return accept(EmergencyAccessClosed({ ...named(found, action), by: person }, { restsOn: [found.openedBy] }));
}

/** What a second person finds; in time, it takes back that the clock said it was not known (rule 38). It ends the access too. */
export function reviewEmergencyAccess(
  { emergencies: s }: Slices,
  action: Named & { readonly outcome: (typeof EMERGENCY_OUTCOMES)[number]; readonly findings: string },
  c: Here,
): Decision {
  const found = s.opened.get(action.emergency);
  if (found === undefined) return emergencyNotFound({ field: 'emergency' });
  if (found.by === c.actor.person) return emergencySecondPerson({ field: 'emergency' });
  const { outcome, findings } = action;
  if (found.reviewed?.outcome === outcome) return accept();
  const late = found.reviewed === undefined && !inTime(c.happenedAt, found.reviewBy, c.world.zone, c.precision);
  return accept(
    EmergencyAccessReviewed(
      { ...named(found, action), by: c.actor.person, opener: found.by, outcome, late, findings },
      {
        restsOn: [found.openedBy],
        ...(found.overdue !== undefined && !late && found.reviewed === undefined && { supersedes: [found.overdue] }),
      },
    ),
  );
}

/** The clock says that no review was known by its time; nothing when one was, or it was said. */
export function markEmergencyReviewOverdue(
  { emergencies: s }: Slices,
  action: Named,
  { now }: Pick<Circumstances, 'now'>,
): Decision {
  const found = s.opened.get(action.emergency);
  if (found === undefined) return emergencyNotFound({ field: 'emergency' });
  if (found.reviewed !== undefined || found.overdue !== undefined) return accept();
  const { reviewBy } = found;
  if (now <= reviewBy) return emergencyReviewNotDue({ field: 'emergency' });
  return accept(
    EmergencyReviewOverdue({ ...named(found, action), reviewBy }, { happenedAt: reviewBy, restsOn: [found.openedBy] }),
  );
}
