import { WEEKDAYS, type Weekday } from '../language/business-time.js';
import { accept, type Decision, evolution, refusal, streamFold } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { cents, code, count, date, digest, flag, id, list, name, optional, record, text } from '../language/field.js';
import { clearance } from './clearance-facts.js';
import { LEGAL_PARAMETERS } from './legal-parameters.js';

const aPerson = '0190c7a0-0000-7000-8000-00000000000a';

/** Kinds of policy the agency publishes; the charter itself is one of them. */
export const POLICY_KINDS = [
  'charter',
  'limits-of-confidentiality',
  'cancellation-policy',
  'fee-policy',
  'release-procedures',
  'complaint-procedure',
  'privacy-statement',
  'technology',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** Roles that a person can be given. */
export const STAFF_ROLES = [
  'therapist',
  'supervisor',
  'front-desk',
  'complaints-officer',
  'privacy-officer',
  'auditor',
  'manager',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const staffFacts = {
  RoleGranted: fact({
    type: 'RoleGranted',
    stream: 'staff',
    clauses: ['R7'],
    says: 'A person was given a role at the agency from a day on.',
    fields: { person: id(), role: code(...STAFF_ROLES), from: date() },
    subjects: { person: 'staff' },
    example: { person: aPerson, role: 'front-desk', from: '2026-01-05' },
  }),
  RoleEnded: fact({
    type: 'RoleEnded',
    stream: 'staff',
    clauses: ['R7'],
    says: 'A person’s role at the agency ended; access under it ends at once.',
    fields: { person: id(), role: code(...STAFF_ROLES) },
    subjects: { person: 'staff' },
    example: { person: aPerson, role: 'front-desk' },
  }),
} as const;

export const calendarFacts = {
  BusinessCalendarPublished: fact({
    type: 'BusinessCalendarPublished',
    stream: 'calendars',
    clauses: ['C3'],
    says: 'The agency published which days are business days: it decides the noon by which a session is confirmed or cancelled.',
    fields: {
      version: name(),
      effectiveFrom: date(),
      weekend: list(code(...WEEKDAYS)),
      closures: list(record({ date: date(), reason: name() })),
    },
    example: {
      version: '2026-1',
      effectiveFrom: '2026-01-01',
      weekend: ['saturday', 'sunday'],
      closures: [{ date: '2026-02-16', reason: 'Family Day' }],
    },
  }),
  StatutoryCalendarPublished: fact({
    type: 'StatutoryCalendarPublished',
    stream: 'calendars',
    clauses: ['R9', 'R10'],
    says: 'The days on which a legal time limit cannot end were published (Legislation Act, 2006, ss. 88-89; for counsel to confirm).',
    fields: {
      version: name(),
      effectiveFrom: date(),
      weekend: list(code(...WEEKDAYS)),
      closures: list(record({ date: date(), reason: name() })),
    },
    example: {
      version: '2026-1',
      effectiveFrom: '2026-01-01',
      weekend: ['sunday'],
      closures: [{ date: '2026-04-06', reason: 'Easter Monday' }],
    },
  }),
} as const;

export const policyFacts = {
  PolicyPublished: fact({
    type: 'PolicyPublished',
    stream: 'policies',
    clauses: ['R3', 'R7'],
    says: 'A version of a policy was published, with its text and digest and the step before which it must have been given.',
    fields: {
      policy: id(),
      version: name(),
      kind: code(...POLICY_KINDS),
      title: name(),
      effectiveFrom: date(),
      requiredBefore: code('first-session', 'nothing'),
      digest: digest(),
      text: text(),
    },
    example: {
      policy: '0190c7a0-0000-7000-8000-000000000b01',
      version: '2026-1',
      kind: 'limits-of-confidentiality',
      title: 'Limits of confidentiality',
      effectiveFrom: '2026-01-01',
      requiredBefore: 'first-session',
      digest: 'a'.repeat(64),
      text: 'What you tell us stays between us, except where the law says otherwise.',
    },
  }),
} as const;

const fee = record({ service: name(), cents: cents(), minutes: count() });

export const parameterFacts = {
  AgencyEstablished: fact({
    type: 'AgencyEstablished',
    stream: 'parameters',
    clauses: ['R3'],
    says: 'The ledger was begun for an agency, with its name and the time zone in which it promises.',
    fields: { name: text(), zone: name() },
    example: { name: 'Example Counselling', zone: 'America/Toronto' },
  }),
  LegalParameterPublished: fact({
    type: 'LegalParameterPublished',
    stream: 'parameters',
    clauses: ['R3'],
    says: 'A number that a law, a standard or the agency’s own procedure sets was published, with its source and first day.',
    fields: {
      parameter: code(...(Object.keys(LEGAL_PARAMETERS) as (keyof typeof LEGAL_PARAMETERS)[])),
      value: count(),
      citation: text(),
      effectiveFrom: date(),
      confirmedByCounsel: flag(),
    },
    example: {
      parameter: 'hparb-review-days',
      value: 30,
      citation: 'RHPA Code s. 29',
      effectiveFrom: '1994-01-01',
      confirmedByCounsel: false,
    },
  }),
  FeeSchedulePublished: fact({
    type: 'FeeSchedulePublished',
    stream: 'parameters',
    clauses: ['C4', 'R3'],
    says: 'The agency published its fees and what a late cancellation or a missed session costs, in hundredths of a per cent of the fee.',
    fields: {
      version: name(),
      effectiveFrom: date(),
      fees: list(fee),
      lateCancellationBasisPoints: count(),
      missedBasisPoints: count(),
      slidingScale: optional(list(record({ name: name(), basisPoints: count() }))),
    },
    example: {
      version: '2026-1',
      effectiveFrom: '2026-01-01',
      fees: [{ service: 'individual', cents: 12000, minutes: 50 }],
      lateCancellationBasisPoints: 5000,
      missedBasisPoints: 10000,
    },
  }),
} as const;

export interface PublishedCalendar {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly weekend: readonly Weekday[];
  readonly closures: readonly { readonly date: string; readonly reason: string }[];
}

export interface PublishedPolicy {
  readonly policy: string;
  readonly version: string;
  readonly kind: PolicyKind;
  readonly title: string;
  readonly effectiveFrom: string;
  readonly requiredBefore: 'first-session' | 'nothing';
  readonly digest: string;
}

export interface FeeSchedule {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly fees: readonly { readonly service: string; readonly cents: number; readonly minutes: number }[];
  readonly lateCancellationBasisPoints: number;
  readonly missedBasisPoints: number;
  readonly slidingScale?: readonly { readonly name: string; readonly basisPoints: number }[];
}

export interface RoleHeld {
  readonly role: StaffRole;
  readonly from: string;
  readonly fact: string;
}

export interface StaffState {
  readonly roles: Map<string, RoleHeld[]>;
  /** Everybody who ever held a role: staff names stay readable after they left. */
  readonly ever: Set<string>;
}
export interface CalendarsState {
  readonly business: PublishedCalendar[];
  readonly statutory: PublishedCalendar[];
}
export interface PoliciesState {
  readonly published: PublishedPolicy[];
}
export interface ParametersState {
  agency: { readonly name: string; readonly zone: string } | undefined;
  readonly values: Map<string, { readonly value: number; readonly effectiveFrom: string }[]>;
  readonly feeSchedules: FeeSchedule[];
}

export const staffFold = streamFold('staff', {
  staff: evolution<StaffState, typeof staffFacts>(() => ({ roles: new Map(), ever: new Set() }), staffFacts, {
    RoleGranted: (s, { id: factId, open }) => {
      s.ever.add(open.person);
      s.roles.set(open.person, [
        ...(s.roles.get(open.person) ?? []),
        { role: open.role, from: open.from, fact: factId },
      ]);
    },
    RoleEnded: (s, { open }) => {
      s.roles.set(
        open.person,
        (s.roles.get(open.person) ?? []).filter((r) => r.role !== open.role),
      );
    },
  }),
  clearance,
});

export const calendarsFold = streamFold('calendars', {
  calendars: evolution<CalendarsState, typeof calendarFacts>(() => ({ business: [], statutory: [] }), calendarFacts, {
    BusinessCalendarPublished: (s, { open }) => void s.business.push(open),
    StatutoryCalendarPublished: (s, { open }) => void s.statutory.push(open),
  }),
});

export const policiesFold = streamFold('policies', {
  policies: evolution<PoliciesState, typeof policyFacts>(() => ({ published: [] }), policyFacts, {
    PolicyPublished: (s, { open: { text: _text, ...policy } }) => void s.published.push(policy),
  }),
});

export const parametersFold = streamFold('parameters', {
  parameters: evolution<ParametersState, typeof parameterFacts>(
    () => ({ agency: undefined, values: new Map(), feeSchedules: [] }),
    parameterFacts,
    {
      AgencyEstablished: (s, { open }) => {
        s.agency = open;
      },
      LegalParameterPublished: (s, { open }) => {
        s.values.set(open.parameter, [...(s.values.get(open.parameter) ?? []), open]);
      },
      FeeSchedulePublished: (s, { open }) => void s.feeSchedules.push(open),
    },
  ),
});

/** What applies on a day: the newest published among those already in effect. */
export function inForce<T extends { readonly effectiveFrom: string }>(
  versions: readonly T[],
  day: string,
): T | undefined {
  let found: T | undefined;
  for (const version of versions) {
    if (version.effectiveFrom <= day && (found === undefined || version.effectiveFrom >= found.effectiveFrom))
      found = version;
  }
  return found;
}

/** The value of a legal parameter on a day: as published, else the built-in value with its citation. */
export function parameterOn(s: ParametersState, parameter: keyof typeof LEGAL_PARAMETERS, day: string): number {
  return (
    inForce(s.values.get(parameter) ?? [], day)?.value ??
    inForce<{ value: number; effectiveFrom: string }>(LEGAL_PARAMETERS[parameter].values, day)?.value ??
    0
  );
}

/** The policies a client must have been given before a first session: the version in force of each kind that says so. */
export function requiredPolicies(s: PoliciesState, day: string): readonly PublishedPolicy[] {
  const kinds = new Set(s.published.map((p) => p.kind));
  return [...kinds].flatMap((kind) => {
    const current = inForce(
      s.published.filter((p) => p.kind === kind),
      day,
    );
    return current?.requiredBefore === 'first-session' ? [current] : [];
  });
}

/** Roles a person holds on a day. */
export function rolesOn(s: StaffState, person: string, day: string): readonly StaffRole[] {
  return (s.roles.get(person) ?? []).filter((r) => r.from <= day).map((r) => r.role);
}

export const alreadyEstablished = refusal('already-established', 'This ledger was begun already.');
export const roleAlreadyHeld = refusal('role-already-held', 'The person holds this role already.');
export const roleNotHeld = refusal('role-not-held', 'The person does not hold this role.');
export const lastPrivacyOfficer = refusal(
  'last-privacy-officer',
  'The agency must always have a privacy officer (PHIPA s. 15): grant the role to another person first.',
  { clause: 'R7' },
);
export const versionExists = refusal('version-exists', 'This version was published already; publish a new one.');
export const digestDiffers = refusal('digest-differs', 'The digest given is not the SHA-256 of the text.', {
  status: 422,
});
export const unknownZone = refusal('unknown-zone', 'The time zone is not one the service knows.', { status: 422 });

const { RoleGranted, RoleEnded } = staffFacts;
const { BusinessCalendarPublished, StatutoryCalendarPublished } = calendarFacts;
const { PolicyPublished } = policyFacts;
const { AgencyEstablished, LegalParameterPublished, FeeSchedulePublished } = parameterFacts;

export type StaffSlices = { readonly staff: StaffState };

export function grantRole({ staff }: StaffSlices, action: { person: string; role: StaffRole; from: string }): Decision {
  if ((staff.roles.get(action.person) ?? []).some((r) => r.role === action.role))
    return roleAlreadyHeld({ field: 'role' });
  return accept(RoleGranted({ person: action.person, role: action.role, from: action.from }));
}

export function endRole({ staff }: StaffSlices, action: { person: string; role: StaffRole }): Decision {
  if (!(staff.roles.get(action.person) ?? []).some((r) => r.role === action.role))
    return roleNotHeld({ field: 'role' });
  const officers = [...staff.roles.values()].filter((held) => held.some((r) => r.role === 'privacy-officer'));
  if (action.role === 'privacy-officer' && officers.length === 1) return lastPrivacyOfficer({ field: 'role' });
  return accept(RoleEnded({ person: action.person, role: action.role }));
}

export function publishCalendar(
  { calendars }: { readonly calendars: CalendarsState },
  action: PublishedCalendar & { kind: 'business' | 'statutory' },
): Decision {
  const { kind, ...calendar } = action;
  if (calendars[kind].some((c) => c.version === action.version)) return versionExists({ field: 'version' });
  return accept((kind === 'business' ? BusinessCalendarPublished : StatutoryCalendarPublished)(calendar));
}

export function publishPolicy(
  { policies }: { readonly policies: PoliciesState },
  action: PublishedPolicy & { text: string },
  digestOf: (text: string) => string,
): Decision {
  if (policies.published.some((p) => p.kind === action.kind && p.version === action.version)) {
    return versionExists({ field: 'version' });
  }
  if (digestOf(action.text) !== action.digest) return digestDiffers({ field: 'digest' });
  return accept(PolicyPublished(action));
}

export type ParameterSlices = { readonly parameters: ParametersState };

export function establishAgency({ parameters }: ParameterSlices, action: { name: string; zone: string }): Decision {
  if (parameters.agency !== undefined) return alreadyEstablished();
  return accept(AgencyEstablished(action));
}

export function publishParameter(
  _state: ParameterSlices,
  action: {
    parameter: keyof typeof LEGAL_PARAMETERS;
    value: number;
    citation: string;
    effectiveFrom: string;
    confirmedByCounsel: boolean;
  },
): Decision {
  return accept(LegalParameterPublished(action));
}

export function publishFeeSchedule({ parameters }: ParameterSlices, action: FeeSchedule): Decision {
  if (parameters.feeSchedules.some((s) => s.version === action.version)) return versionExists({ field: 'version' });
  return accept(FeeSchedulePublished(action));
}
