import { localDateOf } from '../../domain/language/business-time.js';
import type { Circumstances } from '../../domain/language/decision.js';
import {
  type ContactChannel,
  changeContact,
  confirmContact,
  contactFacts,
  DOUBTS,
  doubtContact,
  endContact,
  permitContact,
} from '../../domain/person/contact.js';
import { changeLegalName, changePronouns, correctName, nameFacts, tellNameInUse } from '../../domain/person/names.js';
import { CONTACT_CHANNELS, personNotRegistered } from '../../domain/person/person.js';
import type { World } from '../../domain/world.js';
import {
  ActionBody,
  action,
  IsCode,
  IsDate,
  IsFlag,
  IsId,
  IsInstant,
  IsText,
  leg,
  Optional,
  type Who,
} from './action.js';

export class ContactNamed extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...CONTACT_CHANNELS) reachedBy: ContactChannel;
}

export class EndContact extends ContactNamed {
  /** First day on which it is not used; today when left out. */
  @Optional() @IsDate() from?: string;
}

export class PermitContact extends EndContact {
  @IsFlag() mayUse: boolean;
  /** On the telephone: whether a message may be left. */
  @Optional() @IsFlag() mayLeaveVoicemail?: boolean;
  /** Whether a message may say from whom it is. */
  @IsFlag() revealAgency: boolean;
}

export class ChangeContact extends PermitContact {
  @IsText(500) value: string;
  /** The name to ask for or write to instead of their own. */
  @Optional() @IsText(200) alias?: string;
}

export class DoubtContact extends ContactNamed {
  @IsCode(...DOUBTS) because: (typeof DOUBTS)[number];
  /** When what came back was sent: a contact said since then is not doubted. */
  @Optional() @IsInstant() sentAt?: string;
}

export class CorrectName extends ActionBody {
  @IsId('person') person: string;
  @IsCode('legal', 'in-use') which: 'legal' | 'in-use';
  @IsText(300) name: string;
}

export class ChangeLegalName extends ActionBody {
  @IsId('person') person: string;
  @IsText(300) name: string;
  /** First day of the new name; today when left out. */
  @Optional() @IsDate() from?: string;
}

export class TellNameInUse extends ActionBody {
  @IsId('person') person: string;
  @IsText(300) name: string;
}

export class ChangePronouns extends ActionBody {
  @IsId('person') person: string;
  /** Left out when what was said is taken back. */
  @Optional() @IsText(100) pronouns?: string;
}

const onPerson = (body: { person: string }): string => `person-${body.person}`;
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
/** The person themselves, staff too, and whoever they tell. */
const REPORTS: readonly Who[] = ['client', 'front-desk', 'therapist', 'privacy-officer', 'manager'];
const firstDay = (from: string | undefined, c: Circumstances<World>) => from ?? localDateOf(c.happenedAt, c.world.zone);
const permission = (body: PermitContact, c: Circumstances<World>) => ({
  person: body.person,
  channel: body.reachedBy,
  mayUse: body.mayUse,
  mayLeaveVoicemail: body.mayLeaveVoicemail === true,
  revealAgency: body.revealAgency,
  from: firstDay(body.from, c),
});
const { ContactChanged, ContactPermitted, ContactEnded, ContactDoubted, ContactConfirmed } = contactFacts;
const { NameCorrected, LegalNameChanged, NameInUseTold, PronounsChanged } = nameFacts;

export const contactActions = {
  ChangeContact: action<ChangeContact>({
    body: ChangeContact,
    kind: 'report',
    clauses: ['C2'],
    says: 'Report how a person is reached on a channel from a day on, and what they permit there.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, body: ChangeContact, c) =>
          changeContact(s, { ...permission(body, c), value: body.value, ...(body.alias && { alias: body.alias }) }),
      }),
    ],
    states: [ContactChanged],
    refuses: [personNotRegistered],
    example: {
      person: someone,
      reachedBy: 'telephone',
      value: '+1 416 555 0100',
      mayUse: true,
      mayLeaveVoicemail: false,
      revealAgency: false,
      from: '2026-03-01',
    },
  }),
  PermitContact: action<PermitContact>({
    body: PermitContact,
    kind: 'report',
    clauses: ['C2', 'R7'],
    says: 'Say what a person permits on a channel from a day on.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, body: PermitContact, c) => permitContact(s, permission(body, c)),
      }),
    ],
    states: [ContactPermitted],
    refuses: [personNotRegistered],
    example: { person: someone, reachedBy: 'voicemail', mayUse: false, revealAgency: false },
  }),
  EndContact: action<EndContact>({
    body: EndContact,
    kind: 'report',
    clauses: ['C2'],
    says: 'Say that a person is reached on a channel no more from a day on.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, reachedBy: channel, from }: EndContact, c) =>
          endContact(s, { person, channel, from: firstDay(from, c) }),
      }),
    ],
    states: [ContactEnded],
    refuses: [personNotRegistered],
    example: { person: someone, reachedBy: 'mail' },
  }),
  DoubtContact: action<DoubtContact>({
    body: DoubtContact,
    kind: 'report',
    clauses: ['C2'],
    says: 'Record that mail came back or a call reached nobody: the contact is to be asked about.',
    who: ['front-desk', 'therapist', 'privacy-officer', 'manager', 'system'],
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, reachedBy: channel, because, sentAt }: DoubtContact, c) =>
          doubtContact(s, { person, channel, because }, c, sentAt),
      }),
    ],
    states: [ContactDoubted],
    refuses: [personNotRegistered],
    example: { person: someone, reachedBy: 'mail', because: 'returned' },
  }),
  ConfirmContact: action<ContactNamed>({
    body: ContactNamed,
    kind: 'report',
    clauses: ['C2'],
    says: 'Say that a contact in doubt is right.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, reachedBy: channel }: ContactNamed) => confirmContact(s, { person, channel }),
      }),
    ],
    states: [ContactConfirmed],
    refuses: [personNotRegistered],
    example: { person: someone, reachedBy: 'mail' },
  }),
  CorrectName: action<CorrectName>({
    body: CorrectName,
    kind: 'report',
    clauses: ['C2', 'R9'],
    says: 'Put a name right that had been written wrong.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, which, name }: CorrectName) => correctName(s, { person, which, name }),
      }),
    ],
    states: [NameCorrected],
    refuses: [personNotRegistered],
    example: { person: someone, which: 'legal', name: 'Robyn Example' },
  }),
  ChangeLegalName: action<ChangeLegalName>({
    body: ChangeLegalName,
    kind: 'report',
    clauses: ['C2'],
    says: 'Report that a person’s legal name is another from a day on.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, name, from }: ChangeLegalName, c) =>
          changeLegalName(s, { person, name, from: firstDay(from, c) }),
      }),
    ],
    states: [LegalNameChanged],
    refuses: [personNotRegistered],
    example: { person: someone, name: 'Robin Sample', from: '2026-04-01' },
  }),
  TellNameInUse: action<TellNameInUse>({
    body: TellNameInUse,
    kind: 'report',
    clauses: ['C2', 'R2'],
    says: 'Say by which name a person wants to be called.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, name }: TellNameInUse) => tellNameInUse(s, { person, name }),
      }),
    ],
    states: [NameInUseTold],
    refuses: [personNotRegistered],
    example: { person: someone, name: 'Robin' },
  }),
  ChangePronouns: action<ChangePronouns>({
    body: ChangePronouns,
    kind: 'report',
    clauses: ['C2', 'R2'],
    says: 'Say which pronouns are a person’s, or take back what was said.',
    who: REPORTS,
    legs: [
      leg('person', {
        stream: onPerson,
        decide: (s, { person, pronouns }: ChangePronouns) =>
          changePronouns(s, {
            person,
            told: pronouns === undefined ? 'taken-back' : 'told',
            ...(pronouns && { pronouns }),
          }),
      }),
    ],
    states: [PronounsChanged],
    refuses: [personNotRegistered],
    example: { person: someone, pronouns: 'they/them' },
  }),
} as const;
