import { lifted } from '../../domain/catalogue.js';
import type { Box, StoredFact } from '../../domain/language/fact.js';
import { standing } from '../../domain/language/mistakes.js';
import { type AccessPolicy, type Grant, isGrant } from '../access/policy.js';
import { SYSTEM } from '../access/relations.js';
import type { EventStore, FactKey, KeyRing } from '../ports.js';
import { type KnownBy, knownBy } from './known-by.js';
import type { KeptTerms } from './search-shelf.js';
import { type Blind, TOKENS_VERSION, tokensOf } from './tokens.js';

/** What terms are made of. */
export interface TermSources {
  readonly store: Pick<EventStore, 'logId' | 'readStream'>;
  readonly keys: KeyRing;
  readonly policy: Pick<AccessPolicy, 'toSeeAcross'>;
}

/** What was made of some persons: terms to keep and to look up, and of whom nothing is left. */
export interface MadeTerms {
  readonly put: readonly KeptTerms[];
  readonly gone: readonly string[];
  readonly tokens: ReadonlyMap<string, Uint32Array>;
}

/** Streams of persons: the rest of the log tells nothing by which anybody is found. */
export const PERSON_PREFIX = 'person-';

/**
 * Makes blind terms of persons, for the system alone. Only the policy lets it read them, and nobody is shown what is read: no
 * look, hence no entry of the access log. What leaves it is terms.
 */
export class PersonTermsMaker {
  constructor(private readonly on: TermSources) {}

  /** By what a person can be found now. */
  async knownBy(person: string): Promise<KnownBy> {
    return this.opened(await this.factsOf(person), await this.grant());
  }

  /** Terms of persons as they are known now; not of whom `passed` says. */
  async of(persons: readonly string[], blinding: FactKey, passed: (person: string) => boolean): Promise<MadeTerms> {
    const grant = await this.grant();
    const facts: (readonly [string, readonly StoredFact[]])[] = [];
    for (const person of persons) facts.push([person, await this.factsOf(person)]);
    // From here on nothing is awaited: a key destroyed meanwhile is seen as destroyed by all of it, or by none.
    const put: KeptTerms[] = [];
    const gone: string[] = [];
    const tokens = new Map<string, Uint32Array>();
    for (const [person, theirs] of facts) {
      const found = tokensOf(this.opened(theirs, grant), this.blind(blinding));
      const terms = found.length === 0 || passed(person) ? undefined : this.sealed(person, theirs, found);
      if (terms === undefined) gone.push(person);
      else {
        put.push({ person, terms });
        tokens.set(person, found);
      }
    }
    return { put, gone, tokens };
  }

  private async factsOf(person: string): Promise<readonly StoredFact[]> {
    return standing(await this.on.store.readStream('facts', `${PERSON_PREFIX}${person}`)).map((fact) => lifted(fact));
  }

  private async grant(): Promise<Grant> {
    const grant = await this.on.policy.toSeeAcross(SYSTEM, 'booking');
    if (grant === undefined) throw new Error('the policy does not let the system index persons');
    return grant;
  }

  private opened(facts: readonly StoredFact[], grant: Grant): KnownBy {
    if (!isGrant(grant)) throw new Error('opening without an access decision');
    const contents = new Map<Box, ReturnType<KeyRing['open']>>();
    return knownBy(facts, (fact, compartment) => {
      const box = fact.sealed[compartment];
      if (box === undefined) return undefined;
      const content = contents.get(box) ?? this.on.keys.open(box);
      contents.set(box, content);
      return content === 'destroyed' ? undefined : content;
    });
  }

  /** HMAC of terms under a key of the index. */
  blind(key: FactKey): Blind {
    return (term) => Buffer.from(this.on.keys.mac(key, term), 'base64url');
  }

  /** Under the newest key of the person's own stream; never under one made for this. */
  private sealed(person: string, facts: readonly StoredFact[], tokens: Uint32Array): Box | undefined {
    const stream = `${PERSON_PREFIX}${person}`;
    const key = this.on.keys.atHand(person, stream);
    const last = facts.at(-1);
    if (key === undefined || last === undefined) return undefined;
    const context = {
      log: this.on.store.logId,
      stream,
      revision: last.revision,
      fact: last.id,
      type: 'SearchTerms',
      version: TOKENS_VERSION,
      compartment: 'search-terms',
    };
    return this.on.keys.seal(key, context, { terms: Buffer.from(tokens.buffer).toString('base64url') });
  }

  /** Terms that were kept; undefined when their key is gone. */
  tokensIn(terms: Box): Uint32Array | undefined {
    const content = this.on.keys.open(terms);
    if (content === 'destroyed') return undefined;
    const bytes = Uint8Array.from(Buffer.from(String(content['terms']), 'base64url'));
    return new Uint32Array(bytes.buffer);
  }
}
