import type { MatchOn } from '../../domain/agency/linked-persons-facts.js';
import type { AccessLog } from '../access/access-log.js';
import { PURPOSE_OF_ROLE } from '../access/matrix.js';
import type { AccessPolicy, Grant } from '../access/policy.js';
import type { RegisterPerson } from '../actions/people.js';
import type { Outcome } from '../kernel/outcome.js';
import { decisionOf } from '../kernel/unseal.js';
import type { PerformAction } from '../perform-action.js';
import { StoreFull } from '../ports.js';
import { inCommon, type KnownBy } from './known-by.js';
import type { PersonIndex } from './person-index.js';
import { emailOf, telephoneOf } from './words.js';

/** Another registration that may be the same person's, and on what grounds. */
export interface PossibleMatch {
  readonly other: string;
  readonly on: readonly MatchOn[];
}

/** Matches told at most: a number that a whole house shares warns of nothing. */
export const MATCHES_AT_MOST = 10;
/** Who is warned when they register somebody: whoever may find anybody. */
const WARNED = ['front-desk', 'privacy-officer'] as const;
const COLUMN = 'booking';
/** Under what name a warning stands in the access log. */
export const POSSIBLE_MATCHES = 'possible-matches';

/** What noticing matches stands on. */
export interface Noticing {
  readonly index: Pick<PersonIndex, 'alike' | 'knownBy' | 'reached'>;
  readonly policy: Pick<AccessPolicy, 'toSee' | 'toSeeAcross'>;
  readonly accessLog: AccessLog;
}

/** Notices that somebody registered looks like somebody who is there already (rule 46). */
export class PossibleMatches {
  constructor(private readonly on: Noticing) {}

  /** Who may be the same person as one registered, by what is known once the index has come to a position. */
  async of(person: string, position: bigint): Promise<readonly PossibleMatch[]> {
    await this.on.index.reached(position);
    return this.among(person, await this.on.index.knownBy(person));
  }

  /** The outcome of a registration, with whom it may double for those who may see them; they are on record before it is told. */
  async warned(command: PerformAction, outcome: Outcome): Promise<Outcome> {
    if (command.name !== 'RegisterPerson' || outcome.kind !== 'accepted') return outcome;
    const across = await this.across(command.person);
    const registered = outcome.receipt.id;
    if (across === undefined || registered === undefined) return outcome;
    const matches = await this.among(registered, saidIn(command.body as RegisterPerson));
    const grants = new Map<string, Grant>();
    for (const { other } of matches) {
      const grant = await this.on.policy.toSee(command.person, `person-${other}`, COLUMN, across.role);
      if (grant) grants.set(other, grant);
    }
    // The registration stands; whom it may double is not told where that cannot be put on record.
    if (!(await this.recorded(command, across, grants))) return outcome;
    const possibleMatches = matches.filter(({ other }) => grants.has(other)).map(({ other }) => other);
    return { ...outcome, receipt: { ...outcome.receipt, possibleMatches } };
  }

  /** Puts on record whom a warning names; false when there is no room for it. */
  private async recorded(
    { person, options: { session } }: PerformAction,
    across: Grant,
    grants: ReadonlyMap<string, Grant>,
  ): Promise<boolean> {
    const { role } = across;
    const purpose = PURPOSE_OF_ROLE[role] as string;
    const persons = [...grants.keys()];
    try {
      await this.on.accessLog.looked(
        { person, role, purpose, ...(session && { session }) },
        {
          how: 'search',
          view: POSSIBLE_MATCHES,
          information: COLUMN,
          persons,
          staff: [],
          streams: persons.map((other) => `person-${other}`),
          compartments: [],
          rows: persons.length,
          boxes: 0,
          decisions: [...new Set([across, ...grants.values()].flatMap((grant) => decisionOf(grant) ?? []))],
        },
      );
      return true;
    } catch (error) {
      if (error instanceof StoreFull) return false;
      throw error;
    }
  }

  private async across(person: string): Promise<Grant | undefined> {
    for (const role of WARNED) {
      const grant = await this.on.policy.toSeeAcross(person, COLUMN, role);
      if (grant) return grant;
    }
    return undefined;
  }

  private async among(person: string, known: KnownBy): Promise<readonly PossibleMatch[]> {
    const matches: PossibleMatch[] = [];
    for (const other of await this.on.index.alike(known)) {
      if (other === person || matches.length === MATCHES_AT_MOST) continue;
      const on = inCommon(known, await this.on.index.knownBy(other));
      if (on.length > 0) matches.push({ other, on });
    }
    return matches;
  }
}

/** By what somebody can be found who is just being registered. */
function saidIn({ name, birthDate, contacts }: RegisterPerson): KnownBy {
  const on = (channels: readonly string[], read: (said: string) => string | undefined): readonly string[] =>
    contacts.flatMap(({ channel, value }) => (channels.includes(channel) ? (read(value) ?? []) : []));
  return {
    names: [{ name, former: false }],
    telephones: on(['telephone', 'voicemail', 'text'], telephoneOf),
    emails: on(['e-mail'], emailOf),
    bornIn: birthDate?.slice(0, 7),
    birthDate,
    name,
    pronouns: undefined,
  };
}
