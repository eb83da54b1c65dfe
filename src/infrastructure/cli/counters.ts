import { readFileSync } from 'node:fs';
import type { Configuration } from '../../configuration.js';
import { readStrictJson } from '../http/strict-json.js';
import {
  type Counter,
  HttpCounter,
  requireDevelopment,
  requireId,
  runningAt,
  signFor,
  workstationOf,
} from './counter.js';
import { badInput } from './exits.js';
import { LedgerCounter } from './ledger-counter.js';
import type { Root } from './root.js';

/** How those who act say who they are, when there are several. */
export interface Standings {
  readonly workstation?: string | undefined;
  /** One token for everybody. */
  readonly token?: string | undefined;
  /** File of a JSON object: whoever a line says, and their token. */
  readonly tokens?: string | undefined;
  readonly url?: string | undefined;
}

/** Where several people act: each at a counter of their own, all at the same service or ledger. */
export interface Counters {
  /** True when a token says who acts, so that a line does not. */
  readonly oneForAll: boolean;
  /** True when an answer 401 means that a token ended, not that a person has no sign-in. */
  readonly tokensEnd: boolean;
  /** The counter of one of them; undefined when no token is at hand for whom the line names. */
  readonly of: (as: string | undefined) => Promise<Counter | undefined>;
  readonly close: () => Promise<void>;
}

/** A development token is signed anew before it ends. */
const SIGNED_FOR_MILLISECONDS = 200_000;

/** Opens the counters: at the service that runs on this data, else on the ledger under the store's lock. */
export async function openCounters(root: Root, configuration: Configuration, who: Standings): Promise<Counters> {
  const token = who.token ?? process.env['ALLIANCE_TOKEN'];
  const tokens = who.tokens === undefined ? undefined : tokensIn(who.tokens);
  const tokenOf = (as: string | undefined): string | undefined => (tokens ? tokens.get(as ?? '') : token);
  const byToken = token !== undefined || tokens !== undefined;
  if (!byToken)
    requireDevelopment(configuration, 'say --token or --tokens: persons cannot be taken at their word here.');
  const workstation = workstationOf(who);
  const url = who.url ?? process.env['ALLIANCE_URL'] ?? (await runningAt(configuration));
  const shared = { oneForAll: byToken && tokens === undefined, tokensEnd: byToken };
  if (url !== undefined) {
    const bearers = byToken ? { of: async (as?: string) => tokenOf(as) } : signing(configuration);
    return {
      ...shared,
      of: async (as) => {
        const bearer = await bearers.of(as);
        return bearer === undefined ? undefined : new HttpCounter(url.replace(/\/$/, ''), bearer, workstation);
      },
      close: async () => {},
    };
  }
  const ledger = await root.openLedger(configuration);
  const known = new Map<string, Promise<Counter>>();
  return {
    ...shared,
    of: async (as = '') => {
      const theirs = tokenOf(as);
      if (byToken && theirs === undefined) return undefined;
      const caller = LedgerCounter.callerOf(ledger, configuration, theirs, byToken ? undefined : requireId('as', as));
      // A token is read again each time, because it ends.
      if (byToken) return new LedgerCounter(ledger, { ...(await caller), workstation });
      const counter = known.get(as) ?? caller.then((one) => new LedgerCounter(ledger, { ...one, workstation }));
      known.set(as, counter);
      return counter;
    },
    close: async () => {
      await ledger.settle();
      await ledger.close();
    },
  };
}

/** Development tokens, signed when they are first needed and again before they end. */
function signing(configuration: Configuration): { readonly of: (as?: string) => Promise<string | undefined> } {
  const signed = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  return {
    of: async (as = '') => {
      const known = signed.get(as);
      if (known !== undefined && known.until > performance.now()) return known.token;
      const token = signFor(configuration, requireId('as', as));
      signed.set(as, { token, until: performance.now() + SIGNED_FOR_MILLISECONDS });
      return token;
    },
  };
}

function tokensIn(file: string): ReadonlyMap<string, string> {
  try {
    const read = readStrictJson(readFileSync(file));
    if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Error('no object');
    return new Map(Object.entries(read).map(([as, token]) => [as, String(token)]));
  } catch {
    throw badInput('--tokens', 'must be a file with a JSON object: whom a line names, and their bearer token.');
  }
}
