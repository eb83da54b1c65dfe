import { contactFacts } from '../domain/person/contact.js';
import { nameFacts } from '../domain/person/names.js';
import { CONTACT_CHANNELS, personFacts, signInFacts } from '../domain/person/person.js';
import { nothing, type PresentedRow, put, set, view } from './view.js';

type Channel = (typeof CONTACT_CHANNELS)[number];
/** The columns that hold what was said last of each channel. */
const VALUE = {
  telephone: 'telephone',
  voicemail: 'voicemail',
  text: 'text',
  'e-mail': 'email',
  mail: 'mail',
} as const;
const permissionOf = (channel: Channel) => `${VALUE[channel]}Permission` as const;

interface Permission {
  readonly from: string;
  readonly mayUse: boolean;
  readonly mayLeaveVoicemail: boolean;
  readonly revealAgency: boolean;
  readonly ended?: boolean;
}

/** Everyone registered: names and contact open only to whom booking information is. */
export const people = view({
  name: 'people',
  title: 'People',
  says: 'Persons registered, with the name they use and the newest contact said, and on which channels they permit to be reached; earlier ones are shown by contacts and names.',
  column: 'booking',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Id of the person.', indexed: true },
    registeredAt: { kind: 'text', says: 'Since when.' },
    permittedChannels: { kind: 'json', says: 'Channels on which they permit to be reached.' },
    revealAgency: { kind: 'integer', says: '1 when a message may reveal the agency, 0 when not.' },
    pronounsSaid: { kind: 'text', says: 'told or taken-back, when they were said after registration.' },
    identity: { kind: 'box', says: 'Name, birth date, pronouns.' },
    legalName: { kind: 'box', says: 'The legal name, when it is another than was registered.' },
    nameInUse: { kind: 'box', says: 'The name to call them by.' },
    pronouns: { kind: 'box', says: 'The pronouns they said last.' },
    contact: { kind: 'box', says: 'Contact values.' },
    telephone: { kind: 'box', says: 'The newest telephone number.' },
    voicemail: { kind: 'box', says: 'The newest number for messages.' },
    text: { kind: 'box', says: 'The newest number for texts.' },
    email: { kind: 'box', says: 'The newest e-mail address.' },
    mail: { kind: 'box', says: 'The newest address.' },
    telephonePermission: { kind: 'json', says: 'What was said last of the telephone.' },
    voicemailPermission: { kind: 'json', says: 'What was said last of messages left.' },
    textPermission: { kind: 'json', says: 'What was said last of texts.' },
    emailPermission: { kind: 'json', says: 'What was said last of e-mail.' },
    mailPermission: { kind: 'json', says: 'What was said last of mail.' },
  },
  order: ['registeredAt'],
  present: (rows, { now, dayOf }) => rows.map((row) => asKnown(row, dayOf(now))),
  follows: { ...personFacts, ...signInFacts, ...contactFacts, ...nameFacts },
  on: {
    PersonRegistered: ({ open, sealed, happenedAt }) => [
      put('person', {
        person: open.person,
        registeredAt: happenedAt,
        permittedChannels: open.permittedChannels,
        revealAgency: open.revealAgency ? 1 : 0,
        identity: sealed['identity'] ?? null,
        contact: sealed['contact'] ?? null,
      }),
    ],
    ContactChanged: ({ open: { channel, person: _person, ...permission }, sealed }) => [
      set('person', { [VALUE[channel]]: sealed['contact'] ?? null, [permissionOf(channel)]: permission }),
    ],
    ContactPermitted: ({ open: { channel, person: _person, ...permission } }) => [
      set('person', { [permissionOf(channel)]: permission }),
    ],
    ContactEnded: ({ open: { channel, from } }) => [
      set('person', {
        [VALUE[channel]]: null,
        [permissionOf(channel)]: { from, mayUse: false, mayLeaveVoicemail: false, revealAgency: false, ended: true },
      }),
    ],
    ContactDoubted: nothing,
    ContactConfirmed: nothing,
    NameCorrected: ({ open, sealed }) => [
      set('person', { [open.which === 'legal' ? 'legalName' : 'nameInUse']: sealed['identity'] ?? null }),
    ],
    LegalNameChanged: ({ sealed }) => [set('person', { legalName: sealed['identity'] ?? null })],
    NameInUseTold: ({ sealed }) => [set('person', { nameInUse: sealed['identity'] ?? null })],
    PronounsChanged: ({ open, sealed }) => [
      set('person', { pronounsSaid: open.told, pronouns: sealed['identity'] ?? null }),
    ],
    SignInLinked: nothing,
    SignInEnded: nothing,
  },
});

type Opened = Readonly<Record<string, unknown>> & { readonly withheld?: unknown };
const opened = (value: unknown): Opened | undefined => {
  const box = (value ?? undefined) as Opened | undefined;
  return box?.withheld === undefined ? box : undefined;
};

/** A person as they are known now: what was said last in place of what was registered. */
function asKnown(row: PresentedRow, today: string): PresentedRow {
  const { person, registeredAt, revealAgency, stream, key, revision, position } = row;
  const place = { stream, key, revision, position };
  const permissions = CONTACT_CHANNELS.flatMap((channel) => {
    const said = row[permissionOf(channel)] as Permission | null | undefined;
    return said ? [{ channel, said }] : [];
  });
  const registered = (row['permittedChannels'] ?? []) as readonly Channel[];
  const spoken = permissions.find((one) => one.channel === 'telephone')?.said;
  const permittedChannels = CONTACT_CHANNELS.filter((channel) => {
    const said = permissions.find((one) => one.channel === channel)?.said;
    if (said !== undefined && said.from <= today) return said.mayUse;
    if (channel === 'voicemail' && spoken !== undefined && spoken.from <= today)
      return spoken.mayUse && spoken.mayLeaveVoicemail;
    return registered.includes(channel);
  });
  return {
    ...place,
    person,
    registeredAt,
    permittedChannels,
    revealAgency,
    identity: identityOf(row),
    contact: contactOf(row, permissions, today),
  };
}

function identityOf(row: PresentedRow): unknown {
  const identity = opened(row['identity']);
  if (identity === undefined) return row['identity'] ?? null;
  const legal = opened(row['legalName'])?.['name'] ?? identity['name'];
  const name = opened(row['nameInUse'])?.['name'] ?? legal;
  const { pronouns: atFirst, ...rest } = identity;
  const pronouns = row['pronounsSaid'] ? opened(row['pronouns'])?.['pronouns'] : atFirst;
  return {
    ...rest,
    name,
    ...(name !== legal && { legalName: legal }),
    ...(pronouns !== undefined && pronouns !== null && { pronouns }),
  };
}

function contactOf(
  row: PresentedRow,
  permissions: readonly { readonly channel: Channel; readonly said: Permission }[],
  today: string,
): unknown {
  const contact = opened(row['contact']);
  if (contact === undefined) return row['contact'] ?? null;
  const begun = permissions.filter(
    ({ channel, said }) => said.from <= today && (said.ended === true || opened(row[VALUE[channel]]) !== undefined),
  );
  const kept = (contact['contacts'] as readonly { readonly channel: Channel }[]).filter(
    (one) => !begun.some(({ channel }) => channel === one.channel),
  );
  const newest = permissions.flatMap(({ channel, said }) => {
    const value = opened(row[VALUE[channel]]);
    return value === undefined ? [] : [{ channel, ...value, ...(said.from > today && { from: said.from }) }];
  });
  return { ...contact, contacts: [...kept, ...newest] };
}
