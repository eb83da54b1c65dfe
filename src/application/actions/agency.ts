import {
  alreadyEstablished,
  calendarFacts,
  digestDiffers,
  endRole,
  establishAgency,
  type FeeSchedule,
  grantRole,
  lastPrivacyOfficer,
  POLICY_KINDS,
  type PolicyKind,
  parameterFacts,
  policyFacts,
  publishCalendar,
  publishFeeSchedule,
  publishParameter,
  publishPolicy,
  roleAlreadyHeld,
  roleNotHeld,
  STAFF_ROLES,
  type StaffRole,
  staffFacts,
  versionExists,
} from '../../domain/agency/agency.js';
import { LEGAL_PARAMETERS } from '../../domain/agency/legal-parameters.js';
import { WEEKDAYS, type Weekday } from '../../domain/language/business-time.js';
import {
  ActionBody,
  action,
  IsCents,
  IsCode,
  IsCodes,
  IsCount,
  IsDate,
  IsDigest,
  IsFlag,
  IsId,
  IsName,
  IsRecords,
  IsText,
  leg,
  Optional,
} from './action.js';

export class GrantRole extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...STAFF_ROLES) role: StaffRole;
  @IsDate() from: string;
}

export class EndRole extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...STAFF_ROLES) role: StaffRole;
}

export class Closure {
  @IsDate() date: string;
  @IsName() reason: string;
}

export class PublishCalendar extends ActionBody {
  @IsCode('business', 'statutory') kind: 'business' | 'statutory';
  @IsName() version: string;
  @IsDate() effectiveFrom: string;
  @IsCodes(WEEKDAYS, 0) weekend: Weekday[];
  @IsRecords(Closure, 0) closures: Closure[];
}

export class PublishPolicy extends ActionBody {
  @IsName() version: string;
  @IsCode(...POLICY_KINDS) kind: PolicyKind;
  @IsName() title: string;
  @IsDate() effectiveFrom: string;
  @IsCode('first-session', 'nothing') requiredBefore: 'first-session' | 'nothing';
  @IsText(50_000) text: string;
  @Optional() @IsDigest() digest?: string;
}

export class EstablishAgency extends ActionBody {
  @IsName() name: string;
  @IsName() zone: string;
}

export class PublishLegalParameter extends ActionBody {
  @IsCode(...Object.keys(LEGAL_PARAMETERS)) parameter: keyof typeof LEGAL_PARAMETERS;
  @IsCount() value: number;
  @IsName() citation: string;
  @IsDate() effectiveFrom: string;
  @IsFlag() confirmedByCounsel: boolean;
}

export class Fee {
  @IsName() service: string;
  @IsCents() cents: number;
  @IsCount(1, 480) minutes: number;
}

export class SlidingScaleStep {
  @IsName() name: string;
  @IsCount(0, 10_000) basisPoints: number;
}

export class PublishFeeSchedule extends ActionBody {
  @IsName() version: string;
  @IsDate() effectiveFrom: string;
  @IsRecords(Fee) fees: Fee[];
  @IsCount(0, 10_000) lateCancellationBasisPoints: number;
  @IsCount(0, 10_000) missedBasisPoints: number;
  @Optional() @IsRecords(SlidingScaleStep) slidingScale?: SlidingScaleStep[];
}

const { RoleGranted, RoleEnded } = staffFacts;
const someone = '0190c7a0-0000-7000-8000-00000000000a';

export const agencyActions = {
  GrantRole: action<GrantRole>({
    body: GrantRole,
    kind: 'request',
    clauses: ['R7'],
    says: 'Give a person a role at the agency from a day on.',
    who: ['privacy-officer', 'system'],
    legs: [leg('staff', { stream: () => 'staff', decide: (s, body: GrantRole) => grantRole(s, body) })],
    states: [RoleGranted],
    refuses: [roleAlreadyHeld],
    example: { person: someone, role: 'front-desk', from: '2026-01-05' },
  }),
  EndRole: action<EndRole>({
    body: EndRole,
    kind: 'request',
    clauses: ['R7'],
    says: 'End a person’s role; access under it ends at once.',
    who: ['privacy-officer'],
    legs: [leg('staff', { stream: () => 'staff', decide: (s, body: EndRole) => endRole(s, body) })],
    states: [RoleEnded],
    refuses: [roleNotHeld, lastPrivacyOfficer],
    example: { person: someone, role: 'front-desk' },
  }),
  PublishCalendar: action<PublishCalendar>({
    body: PublishCalendar,
    kind: 'request',
    clauses: ['C3', 'R9', 'R10'],
    says: 'Publish a version of the business or the statutory calendar.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('calendars', {
        stream: () => 'calendars',
        decide: (s, { kind, version, effectiveFrom, weekend, closures }: PublishCalendar) =>
          publishCalendar(s, {
            kind,
            version,
            effectiveFrom,
            weekend,
            closures: closures.map(({ date, reason }) => ({ date, reason })),
          }),
      }),
    ],
    states: [calendarFacts.BusinessCalendarPublished, calendarFacts.StatutoryCalendarPublished],
    refuses: [versionExists],
    example: {
      kind: 'business',
      version: '2026-1',
      effectiveFrom: '2026-01-01',
      weekend: ['saturday', 'sunday'],
      closures: [{ date: '2026-02-16', reason: 'Family Day' }],
    },
  }),
  PublishPolicy: action<PublishPolicy>({
    body: PublishPolicy,
    kind: 'request',
    clauses: ['R3', 'R7'],
    says: 'Publish a version of a policy; clients who had an earlier one are due the new one.',
    who: ['manager', 'privacy-officer'],
    makes: (_body, id) => id('policy'),
    legs: [
      leg('policies', {
        stream: () => 'policies',
        decide: (s, { version, kind, title, effectiveFrom, requiredBefore, text, digest }: PublishPolicy, c) =>
          publishPolicy(
            s,
            {
              policy: c.id('policy'),
              version,
              kind,
              title,
              effectiveFrom,
              requiredBefore,
              text,
              digest: digest ?? c.world.digestOf(text),
            },
            c.world.digestOf,
          ),
      }),
    ],
    states: [policyFacts.PolicyPublished],
    refuses: [versionExists, digestDiffers],
    example: {
      version: '2026-1',
      kind: 'limits-of-confidentiality',
      title: 'Limits of confidentiality',
      effectiveFrom: '2026-01-01',
      requiredBefore: 'first-session',
      text: 'What you tell us stays between us, except where the law says otherwise.',
    },
  }),
  EstablishAgency: action<EstablishAgency>({
    body: EstablishAgency,
    kind: 'request',
    clauses: ['R3'],
    says: 'Begin the ledger for an agency: its name and the zone it promises in. Done once, by `alliance init`.',
    who: ['system'],
    legs: [
      leg('parameters', {
        stream: () => 'parameters',
        decide: (s, { name, zone }: EstablishAgency) => establishAgency(s, { name, zone }),
      }),
    ],
    states: [parameterFacts.AgencyEstablished],
    refuses: [alreadyEstablished],
    example: { name: 'Example Counselling', zone: 'America/Toronto' },
  }),
  PublishLegalParameter: action<PublishLegalParameter>({
    body: PublishLegalParameter,
    kind: 'request',
    clauses: ['R3'],
    says: 'Publish the value of a legal number from a day on, with its source.',
    who: ['privacy-officer'],
    legs: [
      leg('parameters', {
        stream: () => 'parameters',
        decide: (s, { parameter, value, citation, effectiveFrom, confirmedByCounsel }: PublishLegalParameter) =>
          publishParameter(s, { parameter, value, citation, effectiveFrom, confirmedByCounsel }),
      }),
    ],
    states: [parameterFacts.LegalParameterPublished],
    refuses: [],
    example: {
      parameter: 'hparb-review-days',
      value: 30,
      citation: 'RHPA Code s. 29',
      effectiveFrom: '2026-01-01',
      confirmedByCounsel: false,
    },
  }),
  PublishFeeSchedule: action<PublishFeeSchedule>({
    body: PublishFeeSchedule,
    kind: 'request',
    clauses: ['C4', 'R3'],
    says: 'Publish the fees, and what a late cancellation or a missed session costs.',
    who: ['manager'],
    legs: [
      leg('parameters', {
        stream: () => 'parameters',
        decide: (s, body: PublishFeeSchedule) => {
          const { version, effectiveFrom, fees, lateCancellationBasisPoints, missedBasisPoints, slidingScale } = body;
          const schedule: FeeSchedule = {
            version,
            effectiveFrom,
            fees: fees.map(({ service, cents, minutes }) => ({ service, cents, minutes })),
            lateCancellationBasisPoints,
            missedBasisPoints,
            ...(slidingScale && {
              slidingScale: slidingScale.map(({ name, basisPoints }) => ({ name, basisPoints })),
            }),
          };
          return publishFeeSchedule(s, schedule);
        },
      }),
    ],
    states: [parameterFacts.FeeSchedulePublished],
    refuses: [versionExists],
    example: {
      version: '2026-1',
      effectiveFrom: '2026-01-01',
      fees: [{ service: 'individual', cents: 12000, minutes: 50 }],
      lateCancellationBasisPoints: 5000,
      missedBasisPoints: 10000,
    },
  }),
} as const;
