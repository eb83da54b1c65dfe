import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, id, name, sealed, text } from '../language/field.js';

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSupervisor = '0190c7a0-0000-7000-8000-00000000007b';

/** Titles a therapist may hold; Qualifying ones practise only under live clinical supervision (CRPO). */
export const TITLES = ['RP', 'RP-Qualifying', 'RSW'] as const;
/** Standing with the College on the public register. */
export const REGISTRATION_STATUSES = ['in-good-standing', 'suspended', 'resigned', 'revoked'] as const;

export const registrationFacts = {
  TherapistRegistered: fact({
    type: 'TherapistRegistered',
    stream: 'therapist',
    clauses: ['R4'],
    says: 'A therapist’s registration was recorded: title, College, number, and standing from a day on.',
    fields: {
      therapist: id(),
      title: code(...TITLES),
      college: code('CRPO', 'OCSWSSW'),
      from: date(),
      nameOnRegister: sealed('registration', 'L', text()),
      number: sealed('registration', 'L', text()),
    },
    subjects: { therapist: 'staff' },
    compartments: { registration: 'therapist' },
    example: {
      therapist: aTherapist,
      title: 'RP',
      college: 'CRPO',
      from: '2020-05-01',
      nameOnRegister: 'Jo Example',
      number: '001234',
    },
  }),
  RegistrationStatusChanged: fact({
    type: 'RegistrationStatusChanged',
    stream: 'therapist',
    clauses: ['R4'],
    says: 'A therapist’s standing with the College changed from a day on.',
    fields: { therapist: id(), status: code(...REGISTRATION_STATUSES), from: date(), source: name() },
    subjects: { therapist: 'staff' },
    example: { therapist: aTherapist, status: 'suspended', from: '2026-05-03', source: 'Public Register' },
  }),
  SupervisionStarted: fact({
    type: 'SupervisionStarted',
    stream: 'therapist',
    clauses: ['R4'],
    says: 'A therapist’s clinical supervision by another began.',
    fields: { therapist: id(), supervisor: id(), from: date() },
    subjects: { therapist: 'staff', supervisor: 'staff' },
    example: { therapist: aTherapist, supervisor: aSupervisor, from: '2026-01-05' },
  }),
  SupervisionEnded: fact({
    type: 'SupervisionEnded',
    stream: 'therapist',
    clauses: ['R4'],
    says: 'A therapist’s clinical supervision by another ended.',
    fields: { therapist: id(), supervisor: id(), on: date() },
    subjects: { therapist: 'staff', supervisor: 'staff' },
    example: { therapist: aTherapist, supervisor: aSupervisor, on: '2026-06-30' },
  }),
} as const;

export interface RegistrationState {
  title: (typeof TITLES)[number] | undefined;
  college: 'CRPO' | 'OCSWSSW' | undefined;
  therapist: string | undefined;
  /** Id of the fact that holds the name on the register and the number, sealed. */
  registeredBy: string | undefined;
  readonly statuses: {
    readonly status: (typeof REGISTRATION_STATUSES)[number];
    readonly from: string;
    readonly fact: string;
  }[];
  readonly supervision: {
    readonly supervisor: string;
    readonly from: string;
    until: string | undefined;
    readonly fact: string;
  }[];
}

const { TherapistRegistered, RegistrationStatusChanged, SupervisionStarted, SupervisionEnded } = registrationFacts;

export const registration = evolution<RegistrationState, typeof registrationFacts>(
  () => ({
    title: undefined,
    college: undefined,
    therapist: undefined,
    registeredBy: undefined,
    statuses: [],
    supervision: [],
  }),
  registrationFacts,
  {
    TherapistRegistered: (s, { id: factId, open }) => {
      s.therapist = open.therapist;
      s.title = open.title;
      s.college = open.college;
      s.registeredBy = factId;
      s.statuses.push({ status: 'in-good-standing', from: open.from, fact: factId });
    },
    RegistrationStatusChanged: (s, { id: factId, open }) =>
      void s.statuses.push({ status: open.status, from: open.from, fact: factId }),
    SupervisionStarted: (s, { id: factId, open }) =>
      void s.supervision.push({ supervisor: open.supervisor, from: open.from, until: undefined, fact: factId }),
    SupervisionEnded: (s, { open }) => {
      for (const period of s.supervision) {
        if (period.supervisor === open.supervisor && period.until === undefined) period.until = open.on;
      }
    },
  },
);

/** The latest change of status from or before a day, with the fact that says so. */
export function statusFrom(s: RegistrationState, day: string): RegistrationState['statuses'][number] | undefined {
  let found: RegistrationState['statuses'][number] | undefined;
  for (const status of s.statuses) {
    if (status.from <= day && (found === undefined || status.from >= found.from)) found = status;
  }
  return found;
}

/** Status on a day: that of the latest change from or before it. */
export const statusOn = (
  s: RegistrationState,
  day: string,
): (typeof REGISTRATION_STATUSES)[number] | 'not-registered' => statusFrom(s, day)?.status ?? 'not-registered';

/** Supervision live on a day, with the facts that say so. */
export const supervisionOn = (s: RegistrationState, day: string): RegistrationState['supervision'] =>
  s.supervision.filter((p) => p.from <= day && (p.until === undefined || day < p.until));

/** Supervisors on a day. */
export const supervisorsOn = (s: RegistrationState, day: string): readonly string[] =>
  supervisionOn(s, day).map((p) => p.supervisor);

export const therapistNotRegistered = refusal(
  'therapist-not-registered',
  'No registration is recorded for this therapist.',
  {
    clause: 'R4',
  },
);
export const therapistNotInGoodStanding = refusal(
  'therapist-not-in-good-standing',
  'On that day the therapist is not in good standing with the College.',
  { clause: 'R4' },
);
export const therapistWithoutSupervision = refusal(
  'therapist-without-supervision',
  'A Qualifying therapist may not practise without live clinical supervision on that day.',
  { clause: 'R4' },
);
export const therapistAlreadyRegistered = refusal(
  'therapist-already-registered',
  'This therapist is registered already.',
);
export const supervisionNotLive = refusal('supervision-not-live', 'No such supervision is live.');
export const ownSupervisor = refusal('own-supervisor', 'Nobody supervises themselves.', { status: 422 });

/** Why a therapist may not practise on a day (rule 34), or undefined. */
export function barOn(s: RegistrationState, day: string): Decision | undefined {
  const status = statusOn(s, day);
  if (status === 'not-registered') return therapistNotRegistered();
  if (status !== 'in-good-standing') return therapistNotInGoodStanding();
  if (s.title === 'RP-Qualifying' && supervisorsOn(s, day).length === 0) return therapistWithoutSupervision();
  return undefined;
}

type Slices = { readonly registration: RegistrationState };

export function registerTherapist(
  { registration: s }: Slices,
  action: Parameters<typeof TherapistRegistered>[0],
): Decision {
  if (s.title !== undefined) return therapistAlreadyRegistered();
  return accept(TherapistRegistered(action));
}

export function changeRegistrationStatus(
  { registration: s }: Slices,
  action: Parameters<typeof RegistrationStatusChanged>[0],
): Decision {
  if (s.title === undefined) return therapistNotRegistered();
  return accept(RegistrationStatusChanged(action));
}

export function startSupervision(
  { registration: s }: Slices,
  action: Parameters<typeof SupervisionStarted>[0],
): Decision {
  if (s.title === undefined) return therapistNotRegistered();
  if (action.supervisor === action.therapist) return ownSupervisor({ field: 'supervisor' });
  return accept(SupervisionStarted(action));
}

export function endSupervision({ registration: s }: Slices, action: Parameters<typeof SupervisionEnded>[0]): Decision {
  if (!s.supervision.some((p) => p.supervisor === action.supervisor && p.until === undefined))
    return supervisionNotLive();
  return accept(SupervisionEnded(action));
}
