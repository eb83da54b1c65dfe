import type { StoredFact } from '../../domain/language/fact.js';
import { standing } from '../../domain/language/mistakes.js';
import { nameHolder } from '../../domain/person/names.js';
import type { AccessLog } from '../access/access-log.js';
import type { Look } from '../access/look.js';
import type { AccessPolicy, Grant } from '../access/policy.js';
import { SYSTEM } from '../access/relations.js';
import { decisionOf, type Unsealer } from '../kernel/unseal.js';
import type { EventStore } from '../ports.js';
import { emailOf, familyWordsOf, telephoneOf, wordsOf } from '../search/words.js';

/** What reader and person have in common. */
export interface InCommon {
  readonly surname: boolean;
  readonly address: boolean;
}

/** What comparing people stands on. */
export interface Comparing {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly policy: Pick<AccessPolicy, 'toSee'>;
  readonly accessLog: AccessLog;
  readonly unsealer: Unsealer;
}

/** Under what name a comparison stands in the access log. */
export const MONITORING = 'monitoring';

interface Directory {
  readonly person: string;
  readonly stream: string;
  readonly grant: Grant;
  readonly name: StoredFact | undefined;
  readonly contacts: readonly StoredFact[];
}

/**
 * Compares a reader with the people they looked at, by what the directory says of them now. It is opened for that alone, under a
 * decision and an entry of the system's own; what is kept is whether they have something in common, never what.
 */
export class Namesakes {
  /** What was found today, by both: compared once a day. */
  #today: { readonly day: string; readonly known: Map<string, InCommon> } = { day: '', known: new Map() };

  constructor(private readonly on: Comparing) {}

  async compare(reader: string, persons: readonly string[], day: string): Promise<ReadonlyMap<string, InCommon>> {
    if (this.#today.day !== day) this.#today = { day, known: new Map() };
    const { known } = this.#today;
    const found = new Map<string, InCommon>();
    const fresh: Directory[] = [];
    for (const person of persons) {
      const before = known.get(`${reader} ${person}`);
      if (before) found.set(person, before);
      else if (person !== reader) fresh.push(...(await this.directoryOf(person)));
    }
    const [theirs] = fresh.length === 0 ? [] : await this.directoryOf(reader);
    if (theirs === undefined) return found;
    const look = await this.record([theirs, ...fresh]);
    const own = this.opened(theirs, look);
    for (const other of fresh) {
      const opened = this.opened(other, look);
      const common = {
        surname: meet(own.surnames, opened.surnames),
        address: meet(own.addresses, opened.addresses),
      };
      known.set(`${reader} ${other.person}`, common);
      found.set(other.person, common);
    }
    return found;
  }

  private async directoryOf(person: string): Promise<readonly Directory[]> {
    const stream = `person-${person}`;
    const grant = await this.on.policy.toSee(SYSTEM, stream, 'booking', 'system');
    const facts = standing(await this.on.store.readStream('facts', stream));
    if (grant === undefined || facts.length === 0) return [];
    return [
      {
        person,
        stream,
        grant,
        name: nameHolder(facts),
        contacts: facts.filter(({ sealed }) => sealed['contact'] !== undefined),
      },
    ];
  }

  /** Everybody who is compared is on record before a word of theirs is opened. */
  private record(all: readonly Directory[]): Promise<Look> {
    return this.on.accessLog.looked(
      { person: SYSTEM, role: 'system', purpose: 'HSYSADMIN' },
      {
        how: 'search',
        view: MONITORING,
        information: 'booking',
        persons: all.map(({ person }) => person),
        staff: [],
        streams: all.map(({ stream }) => stream),
        compartments: ['identity', 'contact'],
        rows: all.length,
        boxes: all.reduce((sum, { name, contacts }) => sum + (name ? 1 : 0) + contacts.length, 0),
        decisions: [...new Set(all.flatMap(({ grant }) => decisionOf(grant) ?? []))],
      },
    );
  }

  private opened({ name, contacts, grant }: Directory, look: Look) {
    const called = name && this.on.unsealer.contentOf(name, 'identity', grant, look);
    return {
      surnames: new Set(familyWordsOf(String((called as { readonly name?: unknown } | undefined)?.name ?? ''))),
      addresses: new Set(
        contacts.flatMap((one) => addressesIn(one, this.on.unsealer.contentOf(one, 'contact', grant, look))),
      ),
    };
  }
}

/** Addresses in one form each, so that the same ones are found the same. */
function addressesIn({ open }: StoredFact, content: unknown): readonly string[] {
  const { contacts, value } = (content ?? {}) as {
    readonly contacts?: readonly { readonly channel: string; readonly value: string }[];
    readonly value?: string;
  };
  const all = contacts ?? (value === undefined ? [] : [{ channel: String(open['channel']), value }]);
  return all.flatMap(({ channel, value: said }) => {
    const plain =
      channel === 'e-mail' ? emailOf(said) : channel === 'mail' ? wordsOf(said).join(' ') : telephoneOf(said);
    return plain ? [`${channel === 'e-mail' || channel === 'mail' ? channel : 'telephone'} ${plain}`] : [];
  });
}

const meet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((each) => other.has(each));
