import {
  bornInTheFuture,
  CONTACT_CHANNELS,
  endSignIn,
  linkSignIn,
  personAlreadyRegistered,
  personFacts,
  personNotRegistered,
  registerPerson,
  signInFacts,
  signInNotLinked,
  signInOfStaff,
  signInTaken,
} from '../../domain/person/person.js';
import {
  changeRegistrationStatus,
  endSupervision,
  ownSupervisor,
  REGISTRATION_STATUSES,
  registerTherapist,
  registrationFacts,
  startSupervision,
  supervisionNotLive,
  TITLES,
  therapistAlreadyRegistered,
  therapistNotRegistered,
} from '../../domain/therapist/registration.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCodes,
  IsDate,
  IsFlag,
  IsId,
  IsName,
  IsRecords,
  IsText,
  leg,
  Optional,
} from './action.js';

export class Contact {
  @IsCode(...CONTACT_CHANNELS) channel: (typeof CONTACT_CHANNELS)[number];
  @IsText(500) value: string;
  @Optional() @IsText(200) alias?: string;
}

export class RegisterPerson extends ActionBody {
  @IsText(300) name: string;
  @Optional() @IsDate() birthDate?: string;
  @Optional() @IsText(100) pronouns?: string;
  @IsRecords(Contact, 0, 20) contacts: Contact[];
  /** Channels on which the person permits to be reached. */
  @IsCodes(CONTACT_CHANNELS, 0) permittedChannels: (typeof CONTACT_CHANNELS)[number][];
  /** False: nothing sent may reveal the agency. */
  @IsFlag() revealAgency: boolean;
}

export class LinkSignIn extends ActionBody {
  /** UUID derived from the sign-in's issuer and subject. */
  @IsId('sign-in') signIn: string;
  @IsId('person') person: string;
  @IsCode('identity-document', 'known-in-person', 'call-back', 'first-officer', 'development') proof:
    | 'identity-document'
    | 'known-in-person'
    | 'call-back'
    | 'first-officer'
    | 'development';
}

export class EndSignIn extends ActionBody {
  @IsId('sign-in') signIn: string;
  @IsId('person') person: string;
  @IsCode('lost', 'left', 'wrong-person', 'asked') reason: 'lost' | 'left' | 'wrong-person' | 'asked';
}

export class RegisterTherapist extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsCode(...TITLES) title: (typeof TITLES)[number];
  @IsCode('CRPO', 'OCSWSSW') college: 'CRPO' | 'OCSWSSW';
  @IsDate() from: string;
  /** Name as on the Public Register. */
  @IsText(300) nameOnRegister: string;
  @IsText(50) number: string;
}

export class ChangeRegistrationStatus extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsCode(...REGISTRATION_STATUSES) status: (typeof REGISTRATION_STATUSES)[number];
  @IsDate() from: string;
  @IsName() source: string;
}

export class StartSupervision extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsId('supervisor') supervisor: string;
  @IsDate() from: string;
}

export class EndSupervision extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsId('supervisor') supervisor: string;
  @IsDate() on: string;
}

const { TherapistRegistered, RegistrationStatusChanged, SupervisionStarted, SupervisionEnded } = registrationFacts;
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';

export const peopleActions = {
  RegisterPerson: action<RegisterPerson>({
    body: RegisterPerson,
    kind: 'request',
    clauses: ['C2'],
    says: 'Register a person: client, staff, payer, parent or anyone else. Name and contact are sealed.',
    who: ['front-desk', 'privacy-officer', 'manager', 'system'],
    makes: (_body, id) => id('person'),
    legs: [
      leg('person', {
        stream: (_body: RegisterPerson, id) => `person-${id('person')}`,
        decide: (s, body: RegisterPerson, c) =>
          registerPerson(
            s,
            {
              person: c.id('person'),
              permittedChannels: body.permittedChannels,
              revealAgency: body.revealAgency,
              name: body.name,
              contacts: body.contacts.map(({ channel, value, alias }) => ({ channel, value, ...(alias && { alias }) })),
              ...(body.birthDate && { bornIn: body.birthDate.slice(0, 7), birthDate: body.birthDate }),
              ...(body.pronouns && { pronouns: body.pronouns }),
            },
            c.now,
          ),
      }),
    ],
    states: [personFacts.PersonRegistered],
    refuses: [personAlreadyRegistered, bornInTheFuture],
    example: {
      name: 'Robin Example',
      birthDate: '1988-04-12',
      contacts: [{ channel: 'e-mail', value: 'robin@example.org' }],
      permittedChannels: ['e-mail'],
      revealAgency: true,
    },
  }),
  LinkSignIn: action<LinkSignIn>({
    body: LinkSignIn,
    kind: 'request',
    clauses: ['R7'],
    says: 'Tie a sign-in to a person, saying what proved it; a staff member’s only as a privacy officer, and never one’s own.',
    who: ['privacy-officer', 'front-desk', 'system'],
    legs: [
      leg('sign-in', {
        stream: (body: LinkSignIn) => `sign-in-${body.signIn}`,
        also: (body) => [`person-${body.person}`],
        decide: (s, { person, proof }: LinkSignIn, c) =>
          linkSignIn(s, { person, evidence: proof }, c.world.person(person), c),
      }),
    ],
    states: [signInFacts.SignInLinked],
    refuses: [personNotRegistered, signInTaken, signInOfStaff],
    example: { signIn: '0190c7a0-0000-8000-8000-000000000051', person: someone, proof: 'identity-document' },
  }),
  EndSignIn: action<EndSignIn>({
    body: EndSignIn,
    kind: 'request',
    clauses: ['R7'],
    says: 'End a sign-in: its tokens open nothing any more; a staff member’s only as another person, a privacy officer.',
    who: ['privacy-officer', 'front-desk'],
    legs: [
      leg('sign-in', {
        stream: (body: EndSignIn) => `sign-in-${body.signIn}`,
        decide: (s, { person, reason }: EndSignIn, c) => endSignIn(s, { person, reason }, c),
      }),
    ],
    states: [signInFacts.SignInEnded],
    refuses: [signInNotLinked, signInOfStaff],
    example: { signIn: '0190c7a0-0000-8000-8000-000000000051', person: someone, reason: 'lost' },
  }),
  RegisterTherapist: action<RegisterTherapist>({
    body: RegisterTherapist,
    kind: 'request',
    clauses: ['R4'],
    says: 'Record a therapist’s registration with the College.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: (body: RegisterTherapist) => `therapist-${body.therapist}`,
        decide: (s, { therapist, title, college, from, nameOnRegister, number }: RegisterTherapist) =>
          registerTherapist(s, { therapist, title, college, from, nameOnRegister, number }),
      }),
    ],
    states: [TherapistRegistered],
    refuses: [therapistAlreadyRegistered],
    example: {
      therapist: aTherapist,
      title: 'RP',
      college: 'CRPO',
      from: '2020-05-01',
      nameOnRegister: 'Jo Example',
      number: '001234',
    },
  }),
  ChangeRegistrationStatus: action<ChangeRegistrationStatus>({
    body: ChangeRegistrationStatus,
    kind: 'report',
    clauses: ['R4'],
    says: 'Report that a therapist’s standing with the College changed from a day on.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: (body: ChangeRegistrationStatus) => `therapist-${body.therapist}`,
        decide: (s, { therapist, status, from, source }: ChangeRegistrationStatus) =>
          changeRegistrationStatus(s, { therapist, status, from, source }),
      }),
    ],
    states: [RegistrationStatusChanged],
    refuses: [therapistNotRegistered],
    example: { therapist: aTherapist, status: 'suspended', from: '2026-05-03', source: 'Public Register' },
  }),
  StartSupervision: action<StartSupervision>({
    body: StartSupervision,
    kind: 'request',
    clauses: ['R4'],
    says: 'Record that a therapist’s clinical supervision by another began.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: (body: StartSupervision) => `therapist-${body.therapist}`,
        decide: (s, { therapist, supervisor, from }: StartSupervision) =>
          startSupervision(s, { therapist, supervisor, from }),
      }),
    ],
    states: [SupervisionStarted],
    refuses: [therapistNotRegistered, ownSupervisor],
    example: { therapist: aTherapist, supervisor: someone, from: '2026-01-05' },
  }),
  EndSupervision: action<EndSupervision>({
    body: EndSupervision,
    kind: 'request',
    clauses: ['R4'],
    says: 'Record that a therapist’s clinical supervision by another ended.',
    who: ['manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: (body: EndSupervision) => `therapist-${body.therapist}`,
        decide: (s, { therapist, supervisor, on }: EndSupervision) => endSupervision(s, { therapist, supervisor, on }),
      }),
    ],
    states: [SupervisionEnded],
    refuses: [supervisionNotLive],
    example: { therapist: aTherapist, supervisor: someone, on: '2026-06-30' },
  }),
} as const;
