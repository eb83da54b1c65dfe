import type { StreamStates } from '../../application/kernel/stream-states.js';
import type { Ids } from '../../application/ports.js';
import { InvalidToken, type TokenVerifier } from './token-verifier.js';

/** Who stands at the door: a person, by the sign-in that is theirs at this moment. */
export interface Caller {
  readonly person: string;
  readonly signIn: string;
}

/** Id of the sign-in that an issuer and a subject name. */
export const signInId = (ids: Pick<Ids, 'derived'>, issuer: string, subject: string): string =>
  ids.derived('sign-in', issuer, subject);

/** Tells who a bearer is. A token says which sign-in; whose it is now is read from what is committed, at every request. */
export class Doorkeeper {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly states: StreamStates,
    private readonly ids: Pick<Ids, 'derived'>,
  ) {}

  /** The caller behind an Authorization header; throws `InvalidToken` for whatever reason it is nobody's. */
  async admit(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer ([A-Za-z0-9_.-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new InvalidToken('no bearer token');
    const { issuer, subject } = await this.verifier.verify(token);
    const signIn = signInId(this.ids, issuer, subject);
    const { state } = await this.states.load('sign-in', `sign-in-${signIn}`);
    const { person } = state.signIn;
    if (person === undefined) throw new InvalidToken('not linked to a person');
    return { person, signIn };
  }
}
