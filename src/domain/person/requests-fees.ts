import { parameterOn } from '../agency/agency.js';
import { dayOf } from '../agency/legal-periods.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import type { RequestsState } from './requests.js';
import { requestIn, requestNotFound } from './requests-asking.js';
import { copyFacts } from './requests-copies-facts.js';

const { CopyFeeEstimated, CopyFeeWaived } = copyFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type C = Pick<Circumstances<World>, 'happenedAt' | 'world'>;
type S = { readonly requests: RequestsState };

export const feeAboveTariff = refusal('fee-above-tariff', 'A copy may not cost more than the tariff allows.', {
  clause: 'R9',
  status: 422,
});
export const noFeeForCorrections = refusal('no-fee-for-corrections', 'A correction costs nothing.', {
  clause: 'R9',
  status: 422,
});
export const noFeeEstimated = refusal('no-fee-estimated', 'No fee was estimated: there is nothing to waive.', {
  clause: 'R9',
});
/** The most a copy may cost on a day: what the tariff says, and for an electronic copy no more than its flat sum. */
export function tariff(
  pages: number,
  format: 'paper' | 'electronic' | 'portal',
  at: string,
  { world }: Pick<C, 'world'>,
): number {
  const day = dayOf(at, world);
  const of = (parameter: Parameters<typeof parameterOn>[1]) => parameterOn(world.parameters, parameter, day);
  const further = Math.max(0, pages - of('copy-fee-pages'));
  const onPaper = of('copy-fee-cents') + further * of('copy-page-cents');
  return format === 'paper' ? onPaper : Math.min(onPaper, of('copy-electronic-cents'));
}

/** Estimates the fee for a copy before it is made; above the tariff it is refused (PHIPA s. 54(10), (11)). */
export function estimateCopyFee(state: S, action: Omit<Open<typeof CopyFeeEstimated>, 'tariffCents'>, c: C): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.copy === undefined) return noFeeForCorrections({ field: 'request' });
  const tariffCents = tariff(action.pages, action.format, c.happenedAt, c);
  if (action.cents > tariffCents) return feeAboveTariff({ field: 'cents', values: { most: tariffCents } });
  return accept(CopyFeeEstimated({ ...action, tariffCents }, { restsOn: [found.fact] }));
}

export function waiveCopyFee(state: S, action: Open<typeof CopyFeeWaived>): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.feeEstimatedBy === undefined) return noFeeEstimated({ field: 'request' });
  if (found.feeWaived) return accept();
  return accept(CopyFeeWaived(action, { restsOn: [found.feeEstimatedBy] }));
}
