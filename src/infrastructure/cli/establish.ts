import { SYSTEM } from '../../application/access/relations.js';
import type { Receipt } from '../../application/kernel/outcome.js';
import { PerformAction } from '../../application/perform-action.js';
import type { Ledger } from '../../ledger.js';
import { signInId } from '../auth/doorkeeper.js';
import { problemOf, receiptOf } from '../http/answering.js';
import { sentenceOf } from './answers.js';
import { Ended, EXITS } from './exits.js';

/** The agency a ledger begins for, and its first privacy officer. */
export interface Beginning {
  readonly name: string;
  readonly zone: string;
  readonly officer: { readonly name: string; readonly email?: string };
  readonly signIn: { readonly issuer: string; readonly subject: string | ((person: string) => string) };
  /** First day of the officer's role. */
  readonly from: string;
  /** The same key gives the same ids: for the demo alone. */
  readonly key?: string;
}

/** The version of the undertaking that a first officer signs: the agency's own come after it. */
export const FIRST_UNDERTAKING = 'at establishment';

/** Performs an action as the system itself, before anybody else can. */
export async function actAsSystem(ledger: Ledger, name: string, body: object, key?: string): Promise<Receipt> {
  const options = key === undefined ? {} : { idempotencyKey: `${key} ${name}` };
  const outcome = await ledger.perform(new PerformAction(name, body, SYSTEM, options));
  try {
    return receiptOf(outcome).receipt;
  } catch (error) {
    const details = problemOf(error)?.details;
    if (details === undefined) throw error;
    const exit = details.status === 400 ? EXITS.badInput : EXITS.no;
    const [wrong] = details.errors ?? [];
    throw new Ended(exit, wrong ? `${wrong.field}: ${wrong.reason}` : sentenceOf(details), details);
  }
}

/** Begins a ledger: the agency, its first privacy officer, and the sign-in by which they come. Refused when one began before. */
export async function establish(
  ledger: Ledger,
  { name, zone, officer, signIn, from, key }: Beginning,
): Promise<string> {
  const act = (action: string, body: object): Promise<Receipt> => actAsSystem(ledger, action, body, key);
  await act('EstablishAgency', { name, zone });
  const { id: person = '' } = await act('RegisterPerson', {
    name: officer.name,
    contacts: officer.email === undefined ? [] : [{ channel: 'e-mail', value: officer.email }],
    permittedChannels: officer.email === undefined ? [] : ['e-mail'],
    revealAgency: true,
  });
  await act('GrantRole', { person, role: 'privacy-officer', from });
  // Whoever begins a ledger states that its first officer is trained and has signed: nobody is there yet to record it.
  await act('RecordTraining', { person, topic: 'privacy', on: from });
  await act('RecordUndertaking', { person, version: FIRST_UNDERTAKING, on: from });
  const { issuer, subject } = signIn;
  const theirs = typeof subject === 'string' ? subject : subject(person);
  await act('LinkSignIn', {
    signIn: signInId(ledger.performing.ids, issuer, theirs),
    person,
    proof: 'first-officer',
  });
  return person;
}
