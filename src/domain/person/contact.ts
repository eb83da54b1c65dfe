import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, flag, id, optional, sealed, text } from '../language/field.js';
import { CONTACT_CHANNELS, type PersonState, type personFacts, personNotRegistered } from './person.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';

export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** Why a contact is in doubt. */
export const DOUBTS = ['returned', 'not-in-service', 'somebody-else-answered', 'moved'] as const;

const ofPerson = { person: 'person' } as const;
const permission = { mayUse: flag(), mayLeaveVoicemail: flag(), revealAgency: flag(), from: date() };
const permitted = { mayUse: true, mayLeaveVoicemail: false, revealAgency: false, from: '2026-03-01' } as const;

export const contactFacts = {
  ContactChanged: fact({
    type: 'ContactChanged',
    stream: 'person',
    clauses: ['C2'],
    says: 'A person’s contact on a channel is another from a day on, with what they permit there; the earlier stays on record.',
    fields: {
      person: id(),
      channel: code(...CONTACT_CHANNELS),
      ...permission,
      value: sealed('contact', 'N', text()),
      alias: optional(sealed('contact', 'N', text())),
    },
    subjects: ofPerson,
    compartments: { contact: 'person' },
    example: { person: aPerson, channel: 'telephone', ...permitted, value: '+1 416 555 0100', alias: 'R.' },
  }),
  ContactPermitted: fact({
    type: 'ContactPermitted',
    stream: 'person',
    clauses: ['C2', 'R7'],
    says: 'What a person permits on a channel is this from a day on; the contact itself is as it was.',
    fields: { person: id(), channel: code(...CONTACT_CHANNELS), ...permission },
    subjects: ofPerson,
    example: { person: aPerson, channel: 'telephone', ...permitted },
  }),
  ContactEnded: fact({
    type: 'ContactEnded',
    stream: 'person',
    clauses: ['C2'],
    says: 'A person is reached on a channel no more from a day on.',
    fields: { person: id(), channel: code(...CONTACT_CHANNELS), from: date() },
    subjects: ofPerson,
    example: { person: aPerson, channel: 'mail', from: '2026-03-01' },
  }),
  ContactDoubted: fact({
    type: 'ContactDoubted',
    stream: 'person',
    clauses: ['C2'],
    says: 'Something came back or did not arrive: whether the contact on this channel is right is to be asked.',
    fields: { person: id(), channel: code(...CONTACT_CHANNELS), because: code(...DOUBTS) },
    subjects: ofPerson,
    inTheWorld: true,
    example: { person: aPerson, channel: 'mail', because: 'returned' },
  }),
  ContactConfirmed: fact({
    type: 'ContactConfirmed',
    stream: 'person',
    clauses: ['C2'],
    says: 'A person said that the contact on a channel is right.',
    fields: { person: id(), channel: code(...CONTACT_CHANNELS) },
    subjects: ofPerson,
    example: { person: aPerson, channel: 'mail' },
  }),
} as const;

const { ContactChanged, ContactPermitted, ContactEnded, ContactDoubted, ContactConfirmed } = contactFacts;

/** What a person permits on a channel from a day on, said at some moment; the latest said that has begun holds. */
export interface Permission {
  readonly from: string;
  readonly mayUse: boolean;
  readonly mayLeaveVoicemail: boolean;
  readonly revealAgency: boolean;
}

/** What was said of one channel. */
export interface ChannelState {
  /** In the order said: which holds depends on the day that is asked about. */
  readonly said: Permission[];
  /** When the value was last said. */
  saidAt: string;
  /** Fact by which it is in doubt. */
  doubt: string | undefined;
}

export interface ContactState {
  /** As registered: before anything else was said. */
  registered: { readonly channels: readonly ContactChannel[]; readonly revealAgency: boolean };
  /** By channel. */
  readonly channels: Map<ContactChannel, ChannelState>;
}

const channelOf = (s: ContactState, channel: ContactChannel): ChannelState => {
  const found = s.channels.get(channel) ?? { said: [], saidAt: '', doubt: undefined };
  s.channels.set(channel, found);
  return found;
};
const said = (s: ContactState, open: Permission & { readonly channel: ContactChannel }): ChannelState => {
  const { channel, from, mayUse, mayLeaveVoicemail, revealAgency } = open;
  const found = channelOf(s, channel);
  found.said.push({ from, mayUse, mayLeaveVoicemail, revealAgency });
  return found;
};

export const contact = evolution<ContactState, typeof contactFacts, Pick<typeof personFacts, 'PersonRegistered'>>(
  () => ({ registered: { channels: [], revealAgency: false }, channels: new Map() }),
  contactFacts,
  {
    ContactChanged: (s, { open, happenedAt }) => {
      const found = said(s, open);
      found.saidAt = happenedAt;
      found.doubt = undefined;
    },
    ContactPermitted: (s, { open }) => void said(s, open),
    ContactEnded: (s, { open }) => {
      said(s, { ...open, mayUse: false, mayLeaveVoicemail: false, revealAgency: false }).doubt = undefined;
    },
    ContactDoubted: (s, { id: factId, open }) => {
      channelOf(s, open.channel).doubt = factId;
    },
    ContactConfirmed: (s, { open }) => {
      channelOf(s, open.channel).doubt = undefined;
    },
  },
  {
    PersonRegistered: (s, { open }) => {
      s.registered = { channels: open.permittedChannels, revealAgency: open.revealAgency };
    },
  },
);

/** Means of reaching somebody; in person needs no permission. */
export type ReachedHow = ContactChannel | 'in-person';

/** Whether a person permits to be reached in a way on a day (rule 48). */
export function mayReach(s: ContactState, how: ReachedHow, day: string): boolean {
  if (how === 'in-person') return true;
  const latest = s.channels.get(how)?.said.findLast((one) => one.from <= day);
  if (latest !== undefined) return latest.mayUse;
  // A message left is one on the telephone they named, where they let one be left.
  const spoken = how === 'voicemail' ? s.channels.get('telephone')?.said.findLast((one) => one.from <= day) : undefined;
  return spoken === undefined ? s.registered.channels.includes(how) : spoken.mayUse && spoken.mayLeaveVoicemail;
}

export const contactNotPermitted = refusal(
  'contact-not-permitted',
  'The person does not permit to be reached in this way; choose another.',
  { clause: 'R7', status: 422 },
);

type Slices = { readonly person: PersonState; readonly contact: ContactState };
type Data<K extends (...args: never[]) => unknown> = Parameters<K>[0];

const unknownIn = ({ person }: Slices): Decision | undefined =>
  person.person === undefined ? personNotRegistered({ field: 'person' }) : undefined;

/** Says that a contact is another from a day on. */
export const changeContact = (state: Slices, action: Data<typeof ContactChanged>): Decision =>
  unknownIn(state) ?? accept(ContactChanged(action));

/** Says what is permitted on a channel from a day on; nothing when that was the last thing said. */
export function permitContact(state: Slices, action: Data<typeof ContactPermitted>): Decision {
  const refused = unknownIn(state);
  if (refused) return refused;
  const last = state.contact.channels.get(action.channel)?.said.at(-1);
  const same =
    last !== undefined &&
    (['from', 'mayUse', 'mayLeaveVoicemail', 'revealAgency'] as const).every((name) => last[name] === action[name]);
  return same ? accept() : accept(ContactPermitted(action));
}

/** Says that a person is reached on a channel no more. */
export const endContact = (state: Slices, action: Data<typeof ContactEnded>): Decision =>
  unknownIn(state) ?? accept(ContactEnded(action));

/** Doubts a contact; not one that was said after what came back was sent (when that is known), nor one in doubt already. */
export function doubtContact(
  state: Slices,
  action: Data<typeof ContactDoubted>,
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
  sentAt = happenedAt,
): Decision {
  const refused = unknownIn(state);
  if (refused) return refused;
  const found = state.contact.channels.get(action.channel);
  if (found !== undefined && (found.doubt !== undefined || found.saidAt > sentAt)) return accept();
  return accept(ContactDoubted(action));
}

/** Says that a contact is right; nothing when it was not in doubt. */
export function confirmContact(state: Slices, action: Data<typeof ContactConfirmed>): Decision {
  const refused = unknownIn(state);
  if (refused) return refused;
  const doubt = state.contact.channels.get(action.channel)?.doubt;
  return doubt === undefined ? accept() : accept(ContactConfirmed(action, { restsOn: [doubt] }));
}
