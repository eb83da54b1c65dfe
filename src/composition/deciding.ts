import { AccessLog } from '../application/access/access-log.js';
import { DecisionLog } from '../application/access/decision-log.js';
import { Decisions } from '../application/access/decisions.js';
import { Hindsight } from '../application/access/hindsight.js';
import { AccessPolicy } from '../application/access/policy.js';
import { Relations } from '../application/access/relations.js';
import { StreamStates } from '../application/kernel/stream-states.js';
import type { Clock } from '../application/ports.js';
import type { Configuration } from '../configuration.js';
import { canonical } from '../infrastructure/integrity/canonical.js';
import { Sha256Digests } from '../infrastructure/integrity/digests.js';
import { UuidIds } from '../infrastructure/integrity/ids.js';
import { policiesIn } from '../infrastructure/policies/policy-files.js';
import { timeZone } from '../infrastructure/time/zone.js';
import type { Closing } from './closing.js';
import type { Engines } from './engines.js';

/** Who may do and see what, decided on what is committed, and the log of who did. */
export type Deciding = ReturnType<typeof openDeciding>;

/** Puts together what decides, over engines that are open. */
export function openDeciding({ policies: directory }: Configuration, engines: Engines, clock: Clock, closing: Closing) {
  const { store, keys, facts } = engines;
  const ids = new UuidIds(clock);
  const digests = Object.assign(new Sha256Digests(), { canonical: (value: unknown) => canonical(value) });
  const states = new StreamStates(store);
  const relations = new Relations(states, clock, timeZone);
  const whereabouts = async (person: string): Promise<readonly string[]> => {
    const { rows } = await facts.store.read('whereabouts', { where: { person: { equals: person } } });
    return [...new Set(rows.map((row) => row.stream))];
  };
  const policies = policiesIn(directory);
  const decisionLog = new DecisionLog(store, digests, ids, clock);
  const policy = new AccessPolicy(
    relations,
    whereabouts,
    new Decisions(policies, digests, (situation, decided) => decisionLog.keep(policies, situation, decided)),
  );
  // What would have been decided is no decision: it is kept nowhere.
  const supposed = new Decisions(policies, digests);
  const hindsight = new Hindsight(
    store,
    (known, at) => new AccessPolicy(new Relations(new StreamStates(known), at, timeZone), whereabouts, supposed),
  );
  const accessLog = closing.last(new AccessLog(store, digests, ids, clock, ids.fresh(), keys), (log) => log.close());
  return { ids, digests, states, relations, whereabouts, policies, policy, hindsight, accessLog };
}
