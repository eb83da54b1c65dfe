import { SYSTEM } from '../../src/application/access/relations.js';
import { shapesOf, type Who } from '../../src/application/actions/action.js';
import { ACTIONS } from '../../src/application/actions/all.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import type { Application, agency } from '../support/application.js';
import type { Choices, Known } from './bodies.js';

/** Everybody there is to act and to be spoken of. */
export interface Cast {
  readonly app: Application;
  readonly staff: Awaited<ReturnType<typeof agency>>;
  readonly supervisor: string;
  readonly clients: readonly string[];
  /** Somebody with no role, whom a mandate may let in. */
  readonly outsider: string;
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  service: ['individual', 'individual', 'individual', 'individual', 'couple', 'no-such-service'],
  step: ['A', 'no-such-step'],
  zone: ['America/Toronto'],
  citation: ['RHPA Code s. 29'],
  method: ['overwritten'],
  evidence: ['scan 12'],
  name: ['A', 'individual'],
  reason: ['Closed'],
  source: ['Public Register'],
  title: ['A policy'],
  view: ['timeline'],
  head: ['12'],
  type: ['SessionHeld'],
  version: ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'],
};

/** The form of an id. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a body speaks of. */
export interface Target {
  readonly case: string;
  readonly complaint: string;
  /** Whose file, and which duty to report. */
  readonly person: string;
  readonly report: string;
  readonly facts: readonly RecordedFact[];
  readonly factIds: {
    readonly case: readonly string[];
    readonly complaint: readonly string[];
    readonly other: readonly string[];
  };
}

/** How much likelier than one an action is tried, so that histories get somewhere. */
const LIKELIER: Readonly<Record<string, number>> = {
  BookSession: 30,
  ConfirmSeat: 6,
  CancelSeat: 6,
  RescheduleSession: 6,
  RecordPayment: 14,
  StartSession: 14,
  RecordAttendance: 12,
  ReportSessionHeld: 5,
  IssueReceipt: 6,
  AllowRecording: 6,
  RecordSession: 6,
  ConsentToDisclosure: 5,
  Disclose: 5,
  LodgeComplaint: 3,
  EnterCaseFactsInError: 5,
  AssignComplaint: 4,
  RecordFinding: 8,
  DecideComplaint: 7,
  DeliverDecision: 8,
  AppealDecision: 6,
  DecideAppeal: 5,
  CloseComplaintTrack: 3,
  PlayRecording: 4,
  EnterComplaintFactsInError: 2,
  // They change or end much of what could follow.
  EndRole: 0.1,
  GrantRole: 0.5,
  PublishFeeSchedule: 0.2,
  EndSupervision: 0.3,
  ChangeRegistrationStatus: 0.3,
  EndByTherapist: 0.3,
  AssignTherapist: 0.2,
  CloseCase: 0.2,
  EndCounselling: 0.3,
  RemoveParticipant: 0.3,
  ReportDeath: 0.05,
  GiveInstruction: 0.5,
  CancelTherapistDay: 0.3,
  CancelBarredBookings: 0.3,
  RefuseTechnique: 0.3,
  RefuseCounselling: 0.3,
  WithdrawCounsellingConsent: 0.3,
  PublishLegalParameter: 0.2,
  PublishCalendar: 0.3,
  PublishAvailability: 0.3,
  // Links make two clients one.
  LinkClients: 0.3,
};

const WEIGHTED = [...ACTIONS.keys()].map((name) => ({ name, weight: LIKELIER[name] ?? 1 }));
const TOTAL = WEIGHTED.reduce((sum, { weight }) => sum + weight, 0);

/** Properties that name something of their own: what goes on with a thing can only be done once there is one. */
const GENERAL: ReadonlySet<string> = new Set([
  ...[
    'case',
    'complaint',
    'person',
    'participant',
    'therapist',
    'supervisor',
    'policy',
    'recipient',
    'payer',
    'signIn',
  ],
  ...[
    'reviewer',
    'substitute',
    'requester',
    'reported',
    'reporter',
    'respondent',
    'assignee',
    'decider',
    'party',
    'by',
  ],
  ...['outsider', 'reader', 'other', 'to'],
  ...['about', 'whom', 'onBehalfOf', 'informant', 'because'],
]);
const GOES_ON = new Map(
  [...ACTIONS].map(([name, { body }]) => [
    name,
    Object.entries(shapesOf(body)).flatMap(([property, { format, optional }]) =>
      format === 'uuid' && !optional && !GENERAL.has(property) ? [property] : [],
    ),
  ]),
);

/** How often an action is sought that goes on with what is there. */
const GOING_ON_PERCENT = 40;

/** How often of a few actions the one is taken that was done least in this history. */
const NEW_PERCENT = 40;

/** An action, the likelier ones more often; often one that goes on with a thing of which the target's facts tell. */
export function pickAction(choices: Choices, target: Target, done: ReadonlyMap<string, number>): string {
  if (choices.chance(NEW_PERCENT)) {
    const some = Array.from({ length: 4 }, () => pickAny(choices));
    return some.reduce((least, one) => ((done.get(one) ?? 0) < (done.get(least) ?? 0) ? one : least));
  }
  if (!choices.chance(GOING_ON_PERCENT)) return pickAny(choices);
  const names = [...GOES_ON].filter(([, properties]) => properties.length > 0);
  const found = new Map<string, boolean>();
  const there = (property: string): boolean => {
    const known = found.get(property) ?? target.facts.some(({ open }) => valuesOf(open, property).length > 0);
    found.set(property, known);
    return known;
  };
  return choices.of(names.filter(([, properties]) => properties.every(there)))?.[0] ?? pickAny(choices);
}

function pickAny(choices: Choices): string {
  let at = (choices.below(1_000_000) / 1_000_000) * TOTAL;
  for (const { name, weight } of WEIGHTED) {
    at -= weight;
    if (at < 0) return name;
  }
  return 'BookSession';
}

/** Where a body of this target finds its ids, times and names. */
export function known(cast: Cast, target: Target): Known {
  const { staff, clients, supervisor } = cast;
  const therapists = [staff.therapist, staff.therapist, staff.otherTherapist];
  const everyone = [...clients, ...Object.values(staff).filter((one) => typeof one === 'string'), supervisor];
  const found = (name: string): readonly string[] => [
    ...new Set(target.facts.flatMap((fact) => valuesOf(fact.open, name))),
  ];
  const ids = (name: string): readonly string[] => {
    switch (name) {
      case 'case':
      case 'cases':
        return target.case ? [target.case] : [];
      case 'complaint':
        return target.complaint ? [target.complaint] : [];
      case 'therapist':
      case 'respondent':
      case 'respondents':
        return therapists;
      case 'supervisor':
      case 'assignee':
      case 'decider':
        return [supervisor, staff.complaintsOfficer, staff.manager];
      case 'report':
        return target.report ? [target.report] : [];
      case 'reviewer':
      case 'substitute':
      case 'requester':
      case 'reported':
      case 'reporter':
      case 'whom':
        return everyone;
      case 'reader':
      case 'other':
      case 'to':
        return everyone;
      case 'outsider':
        return [cast.outsider];
      case 'policy':
        return Object.values(staff.policies);
      case 'participant':
      case 'participants':
      case 'present':
      case 'attended':
      case 'missed':
      case 'clients':
      case 'complainant':
      case 'party':
      case 'by': {
        const members = found(name === 'party' || name === 'by' ? 'respondents' : 'participants');
        return members.length > 0 ? [...members].reverse() : clients;
      }
      case 'facts':
        return [...target.factIds.case.slice(-12), ...target.factIds.complaint.slice(-4)];
      case 'fact':
        return [...found('fact'), ...target.factIds.case.slice(-10), ...target.factIds.other.slice(0, 2)];
      // Nobody names what they cannot know of: of a complaint only whoever handles it does.
      case 'because':
        return target.factIds.case.slice(-10);
      case 'served':
      case 'evidenceRelied':
        return [
          ...target.factIds.complaint.slice(-10),
          ...target.factIds.case.slice(-4),
          ...target.factIds.other.slice(0, 2),
        ];
      case 'entries':
        return [...found('entry').slice(-4), ...target.factIds.case.slice(-4)];
      case 'source':
        return [...found('payment'), ...found('credit')];
      case 'person':
      case 'persons':
        return target.person ? [...Array<string>(30).fill(target.person), ...everyone] : everyone;
      case 'recipient':
      case 'payer':
        return everyone;
      default:
        // The newest things first: what is old has mostly ended.
        return [...found(name)]
          .filter((one) => UUID.test(one))
          .reverse()
          .slice(0, 8);
    }
  };
  return { now: cast.app.clock.now(), ids, names: (name) => (name === 'alias' ? [] : (NAMES[name] ?? [])) };
}

/** Whoever began a thing that a body goes on with: an entry's author, a reporter, whose duty it is. */
export function beginnerOf(name: string, body: Readonly<Record<string, unknown>>, target: Target): string | undefined {
  const things = [...(GOES_ON.get(name) ?? []), 'complaint'].map((property) => body[property]);
  const begun = target.facts.find(({ open }) => Object.values(open).some((value) => things.includes(value)));
  return begun?.actor.person;
}

/** Mostly somebody who may, sometimes anybody. */
export async function actorFor(
  cast: Cast,
  who: Who,
  body: Readonly<Record<string, unknown>>,
  choices: Choices,
  strangersPercent = 6,
): Promise<string> {
  const { staff, clients } = cast;
  const everyone = [...clients, ...Object.values(staff).filter((one) => typeof one === 'string'), cast.supervisor];
  const anybody = choices.of(everyone) ?? SYSTEM;
  if (choices.chance(strangersPercent)) return anybody;
  const caseId = body['case'];
  const record =
    typeof caseId === 'string' ? (await cast.app.states.load('case', `case-${caseId}`)).state.roster : undefined;
  const complaint =
    typeof body['complaint'] === 'string'
      ? (await cast.app.states.load('complaint-register', 'complaint-register')).state.register.all.get(
          body['complaint'],
        )
      : undefined;
  const named = body['participant'] ?? body['person'] ?? record?.members[0]?.participant ?? anybody;
  const byRole: Readonly<Record<Who, unknown>> = {
    system: SYSTEM,
    anyone: anybody,
    staff: choices.of([staff.therapist, staff.otherTherapist, staff.frontDesk, staff.manager]) ?? staff.therapist,
    client: named,
    complainant: complaint?.complainant ?? anybody,
    respondent: complaint?.respondents[0] ?? anybody,
    therapist: record?.therapist ?? body['therapist'] ?? staff.therapist,
    supervisor: cast.supervisor,
    'front-desk': staff.frontDesk,
    'complaints-officer': staff.complaintsOfficer,
    'privacy-officer': staff.privacyOfficer,
    auditor: staff.auditor,
    manager: staff.manager,
  };
  return String(byRole[who]);
}

/** Ids under a name anywhere in an open half: `participant` finds those of `participants` too. */
function valuesOf(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesOf(one, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== name && key !== `${name}s`) return valuesOf(inner, name);
    return [inner].flat().flatMap((one) => (typeof one === 'string' ? [one] : valuesOf(one, name)));
  });
}
