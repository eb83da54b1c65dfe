import { accept, type Circumstances, type Decision, evolution, refusal, streamFold } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, flag, id, list, name, optional, record, sealed, text } from '../language/field.js';
import type { World } from '../world.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';

/** How a person may be reached, and what they permit on it (rule 48). */
export const CONTACT_CHANNELS = ['telephone', 'voicemail', 'text', 'e-mail', 'mail'] as const;

const contact = record({ channel: code(...CONTACT_CHANNELS), value: text(), alias: optional(text()) });

export const personFacts = {
  PersonRegistered: fact({
    type: 'PersonRegistered',
    stream: 'person',
    clauses: ['C2'],
    says: 'A person became known to the agency; name, birth date and contact are sealed under their own key.',
    fields: {
      person: id(),
      bornIn: optional(name()),
      permittedChannels: list(code(...CONTACT_CHANNELS)),
      revealAgency: flag(),
      name: sealed('identity', 'N', text()),
      birthDate: optional(sealed('identity', 'N', date())),
      pronouns: optional(sealed('identity', 'N', text())),
      contacts: sealed('contact', 'N', list(contact)),
    },
    subjects: { person: 'person' },
    compartments: { identity: 'person', contact: 'person' },
    example: {
      person: aPerson,
      bornIn: '1988-04',
      permittedChannels: ['e-mail'],
      revealAgency: true,
      name: 'Robin Example',
      birthDate: '1988-04-12',
      contacts: [{ channel: 'e-mail', value: 'robin@example.org' }],
    },
  }),
} as const;

export const signInFacts = {
  SignInLinked: fact({
    type: 'SignInLinked',
    stream: 'sign-in',
    clauses: ['R7'],
    says: 'A sign-in was tied to a person, with what evidence: one sign-in is one person’s.',
    fields: {
      person: id(),
      evidence: code('identity-document', 'known-in-person', 'call-back', 'first-officer', 'development'),
    },
    subjects: { person: 'person' },
    example: { person: aPerson, evidence: 'identity-document' },
  }),
  SignInEnded: fact({
    type: 'SignInEnded',
    stream: 'sign-in',
    clauses: ['R7'],
    says: 'A sign-in stopped being this person’s: it opens nothing any more.',
    fields: { person: id(), reason: code('lost', 'left', 'wrong-person', 'asked') },
    subjects: { person: 'person' },
    example: { person: aPerson, reason: 'left' },
  }),
} as const;

export interface PersonState {
  person: string | undefined;
  bornIn: string | undefined;
  permittedChannels: readonly (typeof CONTACT_CHANNELS)[number][];
  /** Id of the fact that holds name and contact, sealed. */
  registeredBy: string | undefined;
}

export interface SignInState {
  person: string | undefined;
}

export const registration = evolution<PersonState, typeof personFacts>(
  () => ({ person: undefined, bornIn: undefined, permittedChannels: [], registeredBy: undefined }),
  personFacts,
  {
    PersonRegistered: (s, { id: factId, open }) => {
      s.person = open.person;
      s.bornIn = open.bornIn;
      s.permittedChannels = open.permittedChannels;
      s.registeredBy = factId;
    },
  },
);

export const signInFold = streamFold('sign-in', {
  signIn: evolution<SignInState, typeof signInFacts>(() => ({ person: undefined }), signInFacts, {
    SignInLinked: (s, { open }) => {
      s.person = open.person;
    },
    SignInEnded: (s) => {
      s.person = undefined;
    },
  }),
});

export const personAlreadyRegistered = refusal('person-already-registered', 'This person is registered already.');
export const personNotRegistered = refusal('person-not-registered', 'This person is not registered.');
export const signInTaken = refusal('sign-in-taken', 'This sign-in is linked to another person; end that link first.', {
  clause: 'R7',
});
export const signInNotLinked = refusal('sign-in-not-linked', 'This sign-in is not linked to this person.');
export const signInOfStaff = refusal(
  'sign-in-of-staff',
  'A staff member’s sign-in is linked or ended only by a privacy officer, and never by that person.',
  { clause: 'R7', status: 422 },
);
export const bornInTheFuture = refusal('born-in-the-future', 'A birth date cannot lie in the future.', { status: 422 });

const { PersonRegistered } = personFacts;
const { SignInLinked, SignInEnded } = signInFacts;

export function registerPerson(
  { person: s }: { readonly person: PersonState },
  action: Parameters<typeof PersonRegistered>[0],
  now: string,
): Decision {
  if (s.person !== undefined) return personAlreadyRegistered();
  if (action.birthDate !== undefined && action.birthDate > now.slice(0, 10))
    return bornInTheFuture({ field: 'birthDate' });
  return accept(PersonRegistered(action));
}

type Linking = Pick<Circumstances, 'actor'> & { readonly world: Pick<World, 'staff'> };

/**
 * Refuses to touch the sign-in of anybody who ever held a role, unless a privacy officer other than that person asks: whoever
 * could tie their own sign-in to a colleague would come in as that colleague. The service itself may, to begin a ledger.
 */
export function requireLinker(person: string, { actor, world }: Linking): Decision | undefined {
  if (actor.role === 'system' || !world.staff.ever.has(person)) return undefined;
  const another = actor.role === 'privacy-officer' && actor.person !== person;
  return another ? undefined : signInOfStaff({ field: 'person' });
}

/** Ties a sign-in to a registered person. */
export function linkSignIn(
  { signIn: s }: { readonly signIn: SignInState },
  action: Parameters<typeof SignInLinked>[0],
  person: PersonState,
  c: Linking,
): Decision {
  const refused = requireLinker(action.person, c);
  if (refused) return refused;
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  if (s.person === action.person) return accept();
  if (s.person !== undefined) return signInTaken();
  return accept(SignInLinked(action));
}

/** Ends the tie between a sign-in and its person. */
export function endSignIn(
  { signIn: s }: { readonly signIn: SignInState },
  action: Parameters<typeof SignInEnded>[0],
  c: Linking,
): Decision {
  const refused = requireLinker(action.person, c);
  if (refused) return refused;
  if (s.person !== action.person) return signInNotLinked();
  return accept(SignInEnded(action));
}
