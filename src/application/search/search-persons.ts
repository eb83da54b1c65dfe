import { type IQueryHandler, Query } from '@nestjs/cqrs';
import { lifted } from '../../domain/catalogue.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { standing } from '../../domain/language/mistakes.js';
import { personFacts } from '../../domain/person/person.js';
import type { AccessLog, Asker } from '../access/access-log.js';
import type { Look } from '../access/look.js';
import { PURPOSE_OF_ROLE } from '../access/matrix.js';
import type { AccessPolicy, Grant } from '../access/policy.js';
import type { Relations } from '../access/relations.js';
import { IsDate, IsText, Optional } from '../actions/action.js';
import type { FieldProblem } from '../kernel/outcome.js';
import { decisionOf, type Unsealer } from '../kernel/unseal.js';
import { wellFormed } from '../kernel/well-formed.js';
import type { EventStore } from '../ports.js';
import { knownBy, matches, type Wanted } from './known-by.js';
import type { OwnClients } from './own-clients.js';
import type { Candidate, PersonIndex } from './person-index.js';
import { emailOf, telephoneOf, wordsAsked } from './words.js';

/** Whom somebody looks for: all that is said must be so. A birth date alone is too little to ask by. */
export class PersonTerms {
  /** Words of a name, in any order; three letters begin one, and of four one may be wrong. */
  @Optional() @IsText(300) name?: string;
  @Optional() @IsText(50) telephone?: string;
  @Optional() @IsText(320) email?: string;
  /** Narrows what else is said; whose birth date is not known is not left out. */
  @Optional() @IsDate() birthDate?: string;
}

/** Asks for persons by name, telephone or e-mail. */
export class SearchPersons extends Query<SearchOutcome> {
  constructor(
    readonly person: string,
    readonly terms: unknown,
    readonly options: {
      /** Only in this role, when the person has several. */
      readonly as?: string;
      readonly session?: string;
      /** Name of the machine that is asked from, as its door tells it. */
      readonly workstation?: string;
    } = {},
  ) {
    super();
  }
}

/** Somebody who was found: what to call them, and by what to tell two of one name apart. */
export interface FoundPerson {
  readonly person: string;
  readonly name: string;
  readonly pronouns?: string;
  readonly birthDate?: string;
}

export type SearchOutcome =
  | {
      readonly kind: 'found';
      readonly persons: readonly FoundPerson[];
      /** True when there are more than are shown: say more. */
      readonly more: boolean;
      readonly role: string;
      /** Position of the access log's entry. */
      readonly accessEntry: bigint;
    }
  | { readonly kind: 'malformed'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'denied' };

/** Words of a name that are looked for at most. */
export const WORDS_AT_MOST = 10;
/** Persons shown at most. */
export const FOUND_AT_MOST = 20;

/** Who may search, in this order: the first two anybody, the others their own clients. */
const SEARCHERS = ['front-desk', 'privacy-officer', 'therapist', 'supervisor'] as const;
type Searcher = (typeof SEARCHERS)[number];
/** As whose information persons stand in the access matrix. */
const COLUMN = 'booking';
/** Under what name a search stands in the access log. */
export const SEARCH = 'search';

/** What searching stands on. */
export interface Searching {
  readonly index: Pick<PersonIndex, 'candidates'>;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly policy: Pick<AccessPolicy, 'toSee' | 'toSeeAcross'>;
  readonly relations: Pick<Relations, 'standingOf'>;
  readonly ownClients: OwnClients;
  readonly accessLog: AccessLog;
  readonly unsealer: Unsealer;
}

/** Somebody the asker may see, with what is to be opened of them. */
interface Seen {
  readonly person: string;
  readonly grant: Grant;
  readonly facts: readonly StoredFact[];
}

/**
 * Finds persons: whom the asker may not see is left out before anything of theirs is looked at, everybody whose words are to be
 * compared is on record before they are opened, and an answer of nobody leaves an entry like any other.
 */
export class SearchPersonsHandler implements IQueryHandler<SearchPersons> {
  constructor(private readonly on: Searching) {}

  async execute(query: SearchPersons): Promise<SearchOutcome> {
    const checked = wellFormed(PersonTerms, query.terms);
    if ('problems' in checked) return { kind: 'malformed', problems: checked.problems };
    const wanted = wantedOf(checked.body);
    if ('problems' in wanted) return { kind: 'malformed', problems: wanted.problems };
    const searched = JSON.stringify(checked.body);
    const role = await this.roleOf(query);
    if (role === undefined) return this.deny(query, searched);
    const anybody = findsAnybody(role);
    const own = anybody ? undefined : await this.on.ownClients.of(query.person, role);
    const found = await this.on.index.candidates(wanted, anybody);
    const within = own ? found.filter((one) => own.has(one.person)) : found;
    const { seen, more } = await this.seen(query.person, role, within, wanted.birthDate);
    const compartments = ['identity', ...(wanted.telephone || wanted.email ? ['contact'] : [])];
    const look = await this.record(query, role, seen, compartments, searched);
    const persons = seen.flatMap((one) => this.shown(one, compartments, look, wanted, anybody));
    return { kind: 'found', persons, more, role, accessEntry: look.position };
  }

  /** In which role somebody searches, as committed now. */
  private async roleOf({ person, options }: SearchPersons): Promise<Searcher | undefined> {
    const { roles } = await this.on.relations.standingOf(person);
    for (const role of SEARCHERS) {
      if (!roles.has(role) || (options.as !== undefined && options.as !== role)) continue;
      if (!findsAnybody(role) || (await this.on.policy.toSeeAcross(person, COLUMN, role))) return role;
    }
    return undefined;
  }

  /** The first of those who may be meant whom the asker may see, each decided now. */
  private async seen(asker: string, role: string, found: readonly Candidate[], birthDate: string | undefined) {
    const seen: Seen[] = [];
    for (const { person } of found) {
      const stream = `person-${person}`;
      const grant = await this.on.policy.toSee(asker, stream, COLUMN, role);
      if (grant === undefined || grant.reach === 'skeleton') continue;
      const facts = standing(await this.on.store.readStream('facts', stream)).map((fact) => lifted(fact));
      if (!mayBeBornOn(facts, birthDate)) continue;
      if (seen.length === FOUND_AT_MOST) return { seen, more: true };
      seen.push({ person, grant, facts });
    }
    return { seen, more: false };
  }

  /** Everybody whose words are to be opened, before they are. */
  private record(
    { person, options: { session, workstation } }: SearchPersons,
    role: Searcher,
    seen: readonly Seen[],
    compartments: readonly string[],
    searched: string,
  ): Promise<Look> {
    const asker: Asker = {
      person,
      role,
      purpose: PURPOSE_OF_ROLE[role] as string,
      ...(session && { session }),
      ...(workstation && { workstation }),
    };
    const boxes = seen.flatMap(({ facts }) => facts.flatMap((fact) => compartments.filter((one) => fact.sealed[one])));
    return this.on.accessLog.looked(asker, {
      how: 'search',
      view: SEARCH,
      information: COLUMN,
      persons: seen.map((one) => one.person),
      staff: [],
      streams: seen.map((one) => `person-${one.person}`),
      compartments: [...new Set(boxes)],
      rows: seen.length,
      boxes: boxes.length,
      decisions: [...new Set(seen.flatMap(({ grant }) => decisionOf(grant) ?? []))],
      searched,
    });
  }

  /** Somebody who is meant indeed, as their own words say; what no longer opens finds nobody. */
  private shown(
    { person, grant, facts }: Seen,
    compartments: readonly string[],
    look: Look,
    wanted: Wanted,
    formerToo: boolean,
  ): readonly FoundPerson[] {
    const contents = new Map<string, Readonly<Record<string, unknown>>>();
    for (const fact of facts) {
      for (const compartment of compartments) {
        const content = this.on.unsealer.contentOf(fact, compartment, grant, look);
        if (content && !('withheld' in content)) contents.set(`${fact.id} ${compartment}`, content);
      }
    }
    const known = knownBy(facts, (fact, compartment) => contents.get(`${fact.id} ${compartment}`));
    if (known.name === undefined || matches(known, wanted, formerToo) === undefined) return [];
    const { name, pronouns, birthDate } = known;
    return [{ person, name, ...(pronouns && { pronouns }), ...(birthDate && { birthDate }) }];
  }

  private async deny({ person, options: { session, workstation } }: SearchPersons, searched: string) {
    const purpose = PURPOSE_OF_ROLE['client'] as string;
    const asker = {
      person,
      role: 'unknown',
      purpose,
      ...(session && { session }),
      ...(workstation && { workstation }),
    };
    await this.on.accessLog.denied(asker, 'view', SEARCH, [], [], { how: 'search', information: COLUMN, searched });
    return { kind: 'denied' as const };
  }
}

const findsAnybody = (role: Searcher): role is 'front-desk' | 'privacy-officer' =>
  role === 'front-desk' || role === 'privacy-officer';

/** By the open month alone: nobody born in another one is opened. */
function mayBeBornOn(facts: readonly StoredFact[], birthDate: string | undefined): boolean {
  const bornIn = facts.find((fact) => fact.type === personFacts.PersonRegistered.type)?.open['bornIn'];
  return birthDate === undefined || bornIn === undefined || bornIn === birthDate.slice(0, 7);
}

/** What is asked for, in the form in which it is compared; or why nobody can be found by it. */
function wantedOf({
  name,
  telephone,
  email,
  birthDate,
}: PersonTerms): Wanted | { readonly problems: readonly FieldProblem[] } {
  const words = name === undefined ? [] : wordsAsked(name);
  const number = telephone === undefined ? undefined : telephoneOf(telephone);
  const address = email === undefined ? undefined : emailOf(email);
  const problems: FieldProblem[] = [];
  if (name !== undefined && words.length === 0) problems.push({ field: 'name', reason: 'name has no letter in it' });
  if (words.length > WORDS_AT_MOST)
    problems.push({ field: 'name', reason: `name has more than ${WORDS_AT_MOST} words` });
  if (telephone !== undefined && number === undefined)
    problems.push({ field: 'telephone', reason: 'telephone must be a whole number, such as +1 416 555 0100' });
  if (email !== undefined && address === undefined)
    problems.push({ field: 'email', reason: 'email must be a whole address' });
  if (name === undefined && telephone === undefined && email === undefined)
    problems.push({ field: '', reason: 'say a name, a telephone number or an e-mail address' });
  if (problems.length > 0) return { problems };
  return {
    words,
    ...(number !== undefined && { telephone: number }),
    ...(address !== undefined && { email: address }),
    ...(birthDate !== undefined && { birthDate }),
  };
}
