import { performance } from 'node:perf_hooks';
import { Decisions } from '../src/application/access/decisions.js';
import { AccessPolicy } from '../src/application/access/policy.js';
import { ACTIONS } from '../src/application/actions/all.js';
import { policiesIn } from '../src/infrastructure/policies/policy-files.js';
import { busyAgency } from './agency.js';

/** What deciding costs. */
export interface DecisionFigures {
  /** Milliseconds of a decision of a situation that was never decided before, relations at hand. */
  readonly coldMilliseconds: number;
  /** Microseconds of a decision of a situation that was, with its relations read as committed. */
  readonly memoisedMicroseconds: number;
  /** Milliseconds of reading, parsing and validating the policies at start. */
  readonly startMilliseconds: number;
}

const TIMES = 20_000;
const COLD = 200;

/** Decides to act and to look, for the people of a busy agency: first everything anew, then as remembered. */
export async function measureDecisions(): Promise<DecisionFigures> {
  const since = performance.now();
  const policies = policiesIn();
  const startMilliseconds = performance.now() - since;
  const agency = await busyAgency(4, 2);
  const { ledger, cases, frontDesk } = agency;
  const { reading, performing } = ledger;
  const asked = cases.flatMap(({ case: caseId, client, therapist }) => {
    const seat = { case: caseId, session: caseId, participant: client };
    return [
      ['ConfirmSeat', client, seat],
      ['ConfirmSeat', therapist, seat],
      ['BookSession', frontDesk, { case: caseId, therapist }],
    ] as const;
  });
  const policy = (): AccessPolicy =>
    new AccessPolicy(reading.relations, async () => [], new Decisions(policies, performing.digests));
  const decide = async (by: AccessPolicy, [name, person, body]: (typeof asked)[number]): Promise<void> => {
    const definition = ACTIONS.get(name);
    if (definition) await by.rulingToAct(definition, person, body);
  };
  const remembering = policy();
  for (const one of asked) await decide(remembering, one);
  let started = performance.now();
  for (let i = 0; i < TIMES; i++) await decide(remembering, asked[i % asked.length] as (typeof asked)[number]);
  const memoisedMicroseconds = ((performance.now() - started) / TIMES) * 1_000;
  started = performance.now();
  for (let i = 0; i < COLD; i++) await decide(policy(), asked[i % asked.length] as (typeof asked)[number]);
  const coldMilliseconds = (performance.now() - started) / COLD;
  await agency.remove();
  return { coldMilliseconds, memoisedMicroseconds, startMilliseconds };
}
