import { addMilliseconds } from '../language/business-time.js';
import type { Circumstances } from '../language/decision.js';
import type { World } from '../world.js';
import { parameterOn } from './agency.js';
import { dayOf, endOfPeriod } from './legal-periods.js';
import type { Duty, Obligation } from './mandatory-report-facts.js';

type C = Circumstances<World>;

/** Duties under which a patient is told first and named only with written consent. */
export const OF_ABUSE: ReadonlySet<Duty> = new Set(['RHPA-85.1', 'RHPA-85.2']);
/** Duties that the law wants done at once, whatever may continue. */
const AT_ONCE: ReadonlySet<Duty> = new Set(['CYFSA-125', 'FLTCA-28', 'RHA-75']);

/** What decides whether and when a report is owed. */
export interface Weighed {
  readonly duty: Duty;
  readonly abuserNamed: boolean;
  readonly aged16or17: boolean;
  readonly mayContinue: boolean;
}

/** Whether the report must be made: not of an abuser whose name nobody knows; of somebody aged 16 or 17 it may be. */
function obligationOf({ duty, abuserNamed, aged16or17 }: Weighed): Obligation {
  if (OF_ABUSE.has(duty) && !abuserNamed) return 'none';
  return duty === 'CYFSA-125' && aged16or17 ? 'may' : 'must';
}

/** The last instant in time: 30 days by the statutory calendar, or at once, which counts as the hours the parameter gives. */
function dueBy({ duty, mayContinue }: Weighed, { happenedAt, world }: Pick<C, 'happenedAt' | 'world'>): string {
  const day = dayOf(happenedAt, world);
  if (AT_ONCE.has(duty) || mayContinue) {
    const minutes = parameterOn(world.parameters, 'mandatory-report-at-once-minutes', day);
    return addMilliseconds(happenedAt, minutes * 60_000);
  }
  return endOfPeriod('statutory', day, parameterOn(world.parameters, 'mandatory-report-days', day), world);
}

/** Whether the report must be made, and by when. */
export const weigh = (weighed: Weighed, c: C) => {
  const obligation = obligationOf(weighed);
  return { mayContinue: weighed.mayContinue, obligation, ...(obligation === 'must' && { dueBy: dueBy(weighed, c) }) };
};
