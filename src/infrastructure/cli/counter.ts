import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Configuration } from '../../configuration.js';
import { openDevelopmentIssuer } from '../auth/development-issuer.js';
import { WORKSTATION } from '../http/request.js';
import { badInput, Ended, EXITS } from './exits.js';
import { LedgerCounter } from './ledger-counter.js';
import type { Root } from './root.js';
import { clockOf } from './settings.js';

/** An answer, whichever way it came. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The body read, when it is JSON. */
  readonly json?: unknown;
  /** True when it is the first answer again. */
  readonly repeated?: boolean;
  /** True when the text is wanted as it is. */
  readonly isFile?: boolean;
}

/** How an action is asked for. */
export interface Acting {
  readonly key?: string;
  readonly ifMatch?: number;
  /** False: answered once it is durable, without waiting for the views. */
  readonly wait?: false;
}

/** Where a person acts and looks: the running service, or the ledger itself. */
export interface Counter {
  readonly act: (action: string, body: unknown, acting?: Acting) => Promise<Answer>;
  readonly get: (path: string, query: URLSearchParams) => Promise<Answer>;
  /** Whom somebody looks for goes in the body, not in an address. */
  readonly search: (terms: unknown, query: URLSearchParams) => Promise<Answer>;
  /** How access was decided, or would be. */
  readonly review: (terms: unknown) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** Who stands at the counter, and where it is. */
export interface Standing {
  readonly person?: string | undefined;
  readonly token?: string | undefined;
  readonly url?: string | undefined;
  readonly workstation?: string | undefined;
}

/** Subject of the development sign-in that the command line uses for a person. */
export const subjectOf = (person: string): string => `person:${person}`;

const TOKEN_SECONDS = 300;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The person's id as given, or a line that says why it is none. */
export function requireId(field: string, id: string): string {
  if (!UUID.test(id)) throw badInput(field, 'must be a UUID in lower case.');
  return id;
}

/** The name of the machine somebody sits at, as the access log keeps it. */
export function workstationOf({ workstation }: Pick<Standing, 'workstation'>): string {
  const said = workstation ?? process.env['ALLIANCE_WORKSTATION'];
  if (said === undefined) return cleaned(hostname());
  if (!WORKSTATION.test(said))
    throw badInput('--workstation', 'must be 1 to 64 letters, digits, dots, dashes or underscores.');
  return said;
}

const cleaned = (name: string): string => {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 64);
  return WORKSTATION.test(plain) ? plain : 'unnamed';
};

/** Opens the counter: the service that runs on this data, else the ledger under the store's lock. */
export async function openCounter(root: Root, configuration: Configuration, who: Standing): Promise<Counter> {
  const token = who.token ?? process.env['ALLIANCE_TOKEN'];
  const person = who.person ?? (token === undefined ? process.env['ALLIANCE_PERSON'] : undefined);
  if (person !== undefined) requireId('--person', person);
  const workstation = workstationOf(who);
  const url = who.url ?? process.env['ALLIANCE_URL'] ?? (await runningAt(configuration));
  if (url !== undefined) {
    const bearer = token ?? (person === undefined ? undefined : await signFor(configuration, person));
    if (bearer === undefined) throw nobody();
    return new HttpCounter(url.replace(/\/$/, ''), bearer, workstation);
  }
  if (token === undefined && person === undefined) throw nobody();
  if (token === undefined)
    requireDevelopment(configuration, 'say --token: a person cannot be taken at their word here.');
  const ledger = await root.openLedger(configuration);
  try {
    const caller = await LedgerCounter.callerOf(ledger, configuration, token, person);
    return new LedgerCounter(ledger, { ...caller, workstation });
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** The bearer token of whoever asks the running service. */
export async function bearerFor(configuration: Configuration, who: Standing): Promise<string> {
  const token = who.token ?? process.env['ALLIANCE_TOKEN'];
  const person = who.person ?? process.env['ALLIANCE_PERSON'];
  if (token !== undefined) return token;
  if (person === undefined) throw nobody();
  return signFor(configuration, requireId('--person', person));
}

const nobody = (): Ended =>
  badInput('--person', 'say who acts or looks: --person <id>, --token <token>, ALLIANCE_PERSON or ALLIANCE_TOKEN.');

/** Ends the command where tokens are real. */
export function requireDevelopment({ environment, issuer }: Configuration, otherwise: string): void {
  if (environment === 'production' || issuer.kind !== 'development') throw new Ended(EXITS.no, `Refused: ${otherwise}`);
}

/** A development token for a person, by the service's own clock. */
export async function signFor(configuration: Configuration, person: string, seconds = TOKEN_SECONDS): Promise<string> {
  requireDevelopment(configuration, 'development tokens are not believed here; say --token.');
  const { issuer, environment } = configuration;
  if (issuer.kind !== 'development') throw nobody();
  const signer = await openDevelopmentIssuer(issuer.file, environment, clockOf(configuration));
  return signer.sign(subjectOf(person), seconds);
}

/** Where the service of this data directory answers, if it does. */
export async function runningAt({ data }: Configuration): Promise<string | undefined> {
  if (!existsSync(data.serviceFile)) return undefined;
  try {
    const { url } = JSON.parse(readFileSync(data.serviceFile, 'utf8')) as { readonly url: string };
    const answer = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Acting and looking through the running service. */
export class HttpCounter implements Counter {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly workstation: string,
  ) {}

  act(action: string, body: unknown, { key, ifMatch, wait }: Acting = {}): Promise<Answer> {
    return this.ask(`/actions/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(wait !== false && { prefer: 'wait=10' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      },
    });
  }

  get(path: string, query: URLSearchParams): Promise<Answer> {
    return this.ask(`${path}?${query}`, { method: 'GET', headers: {} });
  }

  search(terms: unknown, query: URLSearchParams): Promise<Answer> {
    return this.ask(query.size === 0 ? '/search/persons' : `/search/persons?${query}`, {
      method: 'POST',
      body: JSON.stringify(terms),
      headers: { 'content-type': 'application/json' },
    });
  }

  review(terms: unknown): Promise<Answer> {
    return this.ask('/access/review', {
      method: 'POST',
      body: JSON.stringify(terms),
      headers: { 'content-type': 'application/json' },
    });
  }

  async close(): Promise<void> {}

  private async ask(path: string, asked: { method: string; body?: string; headers: Record<string, string> }) {
    let answer: Response;
    try {
      answer = await fetch(`${this.url}${path}`, {
        ...asked,
        headers: { ...asked.headers, authorization: `Bearer ${this.token}`, 'x-workstation': this.workstation },
      });
    } catch {
      throw new Ended(EXITS.unavailable, `No service answers at ${this.url}.`);
    }
    const text = await answer.text().catch(() => {
      throw new Ended(EXITS.unavailable, `The service at ${this.url} broke off its answer.`);
    });
    const isFile = answer.headers.has('content-disposition');
    const isJson = !isFile && answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      text,
      ...(isJson && { json: JSON.parse(text) as unknown }),
      ...(isFile && { isFile }),
      ...(answer.headers.has('idempotency-replayed') && { repeated: true }),
    };
  }
}
