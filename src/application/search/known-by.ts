import type { MatchOn } from '../../domain/agency/linked-persons-facts.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { nameHolder } from '../../domain/person/names.js';
import { emailOf, familyWordsOf, likeness, telephoneOf, wordsOf } from './words.js';

/** The content of a fact's compartment, opened; undefined where there is none or its key is gone. */
export type Opened = (fact: StoredFact, compartment: string) => Readonly<Record<string, unknown>> | undefined;

/** A name somebody has, or had. */
export interface NameOf {
  readonly name: string;
  /** No longer theirs: found only by whom that is necessary for, and shown to nobody (rule 47). */
  readonly former: boolean;
}

/** By what a person can be found. */
export interface KnownBy {
  readonly names: readonly NameOf[];
  /** E.164. */
  readonly telephones: readonly string[];
  readonly emails: readonly string[];
  /** Month of birth. */
  readonly bornIn: string | undefined;
  readonly birthDate: string | undefined;
  /** What to call them, and their pronouns. */
  readonly name: string | undefined;
  readonly pronouns: string | undefined;
}

const text = (content: Readonly<Record<string, unknown>> | undefined, field: string): string | undefined => {
  const value = content?.[field];
  return typeof value === 'string' ? value : undefined;
};

/** By what a person can be found, from the facts of their stream that stand; what does not open is not there. */
export function knownBy(facts: readonly StoredFact[], opened: Opened): KnownBy {
  const registered = facts.find((fact) => fact.type === 'PersonRegistered');
  const holder = nameHolder(facts);
  const identity = registered && opened(registered, 'identity');
  const pronouns = facts.findLast((fact) => fact.type === 'PronounsChanged');
  return {
    names: namesIn(facts, opened),
    ...contactsIn(facts, opened),
    bornIn: text(registered?.open, 'bornIn'),
    birthDate: text(identity, 'birthDate'),
    name: holder && text(opened(holder, 'identity'), 'name'),
    pronouns: text(pronouns === undefined ? identity : opened(pronouns, 'identity'), 'pronouns'),
  };
}

/** Every name told. One written wrong never was theirs; one that was succeeded is a former one. */
function namesIn(facts: readonly StoredFact[], opened: Opened): readonly NameOf[] {
  const now = new Map<'legal' | 'in-use', string>();
  const former: string[] = [];
  const succeed = (which: 'legal' | 'in-use', name: string): void => {
    const before = now.get(which);
    if (before !== undefined) former.push(before);
    now.set(which, name);
  };
  for (const fact of facts) {
    const name = text(opened(fact, 'identity'), 'name');
    if (name === undefined) continue;
    if (fact.type === 'NameCorrected') now.set(fact.open['which'] === 'in-use' ? 'in-use' : 'legal', name);
    else if (fact.type === 'PersonRegistered' || fact.type === 'LegalNameChanged') succeed('legal', name);
    else if (fact.type === 'NameInUseTold') succeed('in-use', name);
  }
  const current = [...new Set(now.values())];
  return [
    ...current.map((name) => ({ name, former: false })),
    ...[...new Set(former)].filter((name) => !current.includes(name)).map((name) => ({ name, former: true })),
  ];
}

/** Numbers and addresses that hold or are to hold: what was replaced may be somebody else's by now. */
function contactsIn(facts: readonly StoredFact[], opened: Opened): Pick<KnownBy, 'telephones' | 'emails'> {
  let held: readonly { readonly channel: string; readonly value: string }[] = [];
  for (const fact of facts) {
    const content = opened(fact, 'contact');
    const channel = text(fact.open, 'channel') ?? '';
    if (fact.type === 'PersonRegistered') {
      const contacts = (content?.['contacts'] ?? []) as readonly { readonly channel: string; readonly value: string }[];
      held = [...held, ...contacts];
    } else if (fact.type === 'ContactChanged') {
      const value = text(content, 'value');
      const atOnce = String(fact.open['from']) <= fact.recordedAt.slice(0, 10);
      held = atOnce ? held.filter((one) => one.channel !== channel) : held;
      if (value !== undefined) held = [...held, { channel, value }];
    } else if (fact.type === 'ContactEnded') held = held.filter((one) => one.channel !== channel);
  }
  const on = (channels: readonly string[], read: (said: string) => string | undefined): readonly string[] => [
    ...new Set(held.flatMap(({ channel, value }) => (channels.includes(channel) ? (read(value) ?? []) : []))),
  ];
  return { telephones: on(['telephone', 'voicemail', 'text'], telephoneOf), emails: on(['e-mail'], emailOf) };
}

/** What somebody asks for, in the form in which it is compared; all of it must be so of one person. */
export interface Wanted {
  readonly words: readonly string[];
  readonly telephone?: string;
  readonly email?: string;
  readonly birthDate?: string;
}

/** How well a person is who is asked for: 0 exactly, 1 by the beginning of a word, 2 but for a mistake; undefined not at all. */
export function matches(known: KnownBy, wanted: Wanted, formerToo: boolean): number | undefined {
  if (wanted.telephone !== undefined && !known.telephones.includes(wanted.telephone)) return undefined;
  if (wanted.email !== undefined && !known.emails.includes(wanted.email)) return undefined;
  // Whose birth is not known is not left out.
  if (wanted.birthDate !== undefined && (known.birthDate ?? wanted.birthDate) !== wanted.birthDate) return undefined;
  const names = known.names.filter(({ former }) => formerToo || !former);
  const words = new Set(names.flatMap(({ name }) => wordsOf(name)));
  let worst = 0;
  for (const asked of wanted.words) {
    let best: number | undefined;
    for (const word of words) {
      const found = likeness(asked, word);
      if (found !== undefined && (best === undefined || found < best)) best = found;
    }
    if (best === undefined) return undefined;
    worst = Math.max(worst, best);
  }
  return worst;
}

const families = (names: readonly NameOf[]): readonly string[] => names.flatMap(({ name }) => familyWordsOf(name));
const shares = (one: readonly string[], other: readonly string[]): boolean => one.some((each) => other.includes(each));

/** What two persons have in common that makes them look like one: a number, an address, or a family name with a month of birth (rule 46). */
export function inCommon(one: KnownBy, other: KnownBy): readonly MatchOn[] {
  const on: MatchOn[] = [];
  if (one.bornIn !== undefined && one.bornIn === other.bornIn) {
    const current = ({ names }: KnownBy) => families(names.filter(({ former }) => !former));
    if (shares(current(one), current(other))) on.push('name', 'birth-date');
    else if (shares(families(one.names), families(other.names))) on.push('former-name', 'birth-date');
  }
  if (shares(one.telephones, other.telephones)) on.push('telephone');
  if (shares(one.emails, other.emails)) on.push('e-mail');
  return on;
}
