import { setTimeout as after } from 'node:timers/promises';
import type { Receipt } from '../../application/kernel/outcome.js';
import { kebab } from '../http/names.js';
import type { Fault } from '../import/line.js';
import type { Answered, Importing } from '../import/run.js';
import type { Answer } from './counter.js';
import type { Counters } from './counters.js';
import { Ended, EXITS } from './exits.js';

/** A busy service is asked again this often, each time after twice as long. */
const TRIES = 7;
const FIRST_WAIT_MILLISECONDS = 50;

/** What the door answers, in words of an import; asks a busy service again. */
export function doorOf(counters: Counters, end: (why: Ended) => void): Importing['perform'] {
  const unanswered = (exit: Ended['exit'], why: string): Answered => {
    end(new Ended(exit, why));
    return { kind: 'unanswered' };
  };
  return async (as, { definition }, body, key) => {
    if (counters.oneForAll && as !== undefined)
      return malformed('as', 'A token says who acts: leave "as" out, or say --tokens.');
    if (!counters.oneForAll && as === undefined) return malformed('as', 'A line must say who acts.');
    try {
      for (let tries = 1, wait = FIRST_WAIT_MILLISECONDS; ; tries++, wait *= 2) {
        const counter = await counters.of(as);
        if (counter === undefined) return denied('no-token', 'No token is at hand for whom the line names.');
        const answer = await counter.act(kebab(definition.name), body, { key, wait: false });
        const { code } = (answer.json ?? {}) as { readonly code?: string };
        if ((answer.status === 503 && code !== 'closing') || answer.status === 429) {
          if (tries < TRIES) {
            await after(wait);
            continue;
          }
          return unanswered(EXITS.tryAgain, 'Too much happens there at once: import the file again to go on.');
        }
        if (answer.status === 503)
          return unanswered(EXITS.tryAgain, 'The service is stopping: import the file again to go on.');
        if (answer.status === 507)
          return unanswered(
            EXITS.unavailable,
            'There is no room for another fact: make some, then import the file again to go on.',
          );
        if (answer.status >= 500)
          return unanswered(
            EXITS.broken,
            'Something went wrong at the service: see its log, then import the file again to go on.',
          );
        if (answer.status === 401 && counters.tokensEnd)
          return unanswered(
            EXITS.denied,
            'The token is not believed any more: import the file again with another to go on.',
          );
        return answeredBy(answer);
      }
    } catch (error) {
      if (error instanceof Ended && error.exit === EXITS.badInput) return malformed('as', 'It must be a person’s id.');
      return error instanceof Ended
        ? unanswered(error.exit, `${error.message} Import the file again to go on.`)
        : unanswered(EXITS.broken, `${(error as Error).message} Import the file again to go on.`);
    }
  };
}

const malformed = (field: string, reason: string): Answered => ({
  kind: 'malformed',
  fault: { code: 'malformed', field, reason },
});
const denied = (code: string, reason: string): Answered => ({ kind: 'denied', fault: { code, reason } });

interface Said {
  readonly code?: string;
  readonly title?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly reason: string }[];
}

function answeredBy({ status, json, repeated }: Answer): Answered {
  if (status < 300) return { kind: repeated ? 'repeated' : 'accepted', receipt: json as Receipt };
  const { code = 'not-done', title = 'Not done.', field, errors } = (json ?? {}) as Said;
  if (status === 401)
    return denied(code, 'Whom the line names has no sign-in here: alliance token --person links one.');
  if (status === 403 || status === 404) return denied(code, title);
  const wrong = errors?.[0];
  const about = wrong?.field ?? field;
  const fault: Fault = { code, ...(about && { field: about }), reason: wrong?.reason ?? title };
  return { kind: status === 409 || status === 412 || status === 422 ? 'refused' : 'malformed', fault };
}
