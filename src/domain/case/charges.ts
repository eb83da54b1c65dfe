import { type FeeSchedule, inForce } from '../agency/agency.js';
import { accept, type Decision, refusal } from '../language/decision.js';
import { cad, rateOf } from '../language/money.js';
import { arrangementsAt, dueOn, owedOn, paidIn } from './account.js';
import { type DisclosureState, liveDisclosureConsent } from './disclosure.js';
import type { Charge, FeesState } from './fees.js';
import { feeFacts, type TOLD_HOW } from './fees-facts.js';
import { type RosterState, requireParticipant } from './roster.js';

const { FeeTold, ArrangementAgreed, ArrangementEnded, FeeWaived, WrittenOff } = feeFacts;
const { ChargeReversed, ChargeDisputed, DisputeDecided } = feeFacts;

type Slices = { readonly roster: RosterState; readonly fees: FeesState };
/** A charge of a participant in a case. */
export interface ChargeNamed {
  readonly case: string;
  readonly participant: string;
  readonly charge: string;
}

export const unknownService = refusal('unknown-service', 'The fee schedule in force has no such service.', {
  clause: 'C4',
  status: 422,
});
export const chargeNotFound = refusal('charge-not-found', 'The participant has no such charge.', { clause: 'C4' });
export const moreThanDue = refusal('more-than-due', 'The amount is more than is due.', { clause: 'C4', status: 422 });
export const nothingDue = refusal('nothing-due', 'Nothing is due on this charge.', { clause: 'C4' });
export const alreadyDisputed = refusal('already-disputed', 'This charge is in dispute already.', { clause: 'C4' });
export const notDisputed = refusal('not-disputed', 'This charge is not in dispute.', { clause: 'C4' });
export const unknownStep = refusal(
  'unknown-sliding-scale-step',
  'The published sliding scale has no such step; a reduction by agreement alone is not fair to others.',
  { clause: 'C4', status: 422 },
);
export const arrangementIncomplete = refusal(
  'arrangement-incomplete',
  'This kind of arrangement needs more: a step, a payer, a last day, or service, price, number and written agreement.',
  { clause: 'C4', status: 422 },
);
export const noPrepaymentDiscount = refusal(
  'no-prepayment-discount',
  'A block has the same price a session as any other: no discount for paying ahead (CRPO 6.1.3).',
  { clause: 'C4', status: 422, recorded: false },
);
export const blockNeedsAgreement = refusal(
  'block-needs-agreement',
  'A block needs a written agreement with its refund procedure (CRPO 6.1.7).',
  { clause: 'C4', status: 422 },
);
export const payerNeedsConsent = refusal(
  'payer-needs-consent',
  'Billing somebody else discloses that the participant is a client: their express consent must be live.',
  { clause: 'R7' },
);
export const arrangementNotFound = refusal('arrangement-not-found', 'There is no such arrangement.', { clause: 'C4' });

/** Tells a participant the fee of a service as the schedule of that day has it. */
export function tellFee(
  state: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly service: string;
    readonly how: (typeof TOLD_HOW)[number];
  },
  schedule: FeeSchedule | undefined,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const fee = schedule?.fees.find((f) => f.service === action.service);
  if (schedule === undefined || fee === undefined) return unknownService({ field: 'service' });
  return accept(FeeTold({ ...action, cents: fee.cents, feeSchedule: schedule.version }));
}

type Agreed = Omit<Parameters<typeof ArrangementAgreed>[0], 'basisPoints'>;

/** Agrees how a participant pays otherwise. */
export function agreeArrangement(
  state: Slices & { readonly disclosures: DisclosureState },
  action: Agreed,
  schedules: readonly FeeSchedule[],
  { at, day }: { readonly at: string; readonly day: string },
): Decision {
  const refused = requireParticipant(state, action.participant);
  if (refused) return refused;
  const { case: caseId, participant, arrangement, kind, until } = action;
  const common = { case: caseId, participant, arrangement, kind, ...(until !== undefined && { until }) };
  const schedule = inForce(schedules, day);
  switch (kind) {
    case 'sliding-scale': {
      if (action.step === undefined) return arrangementIncomplete({ field: 'step' });
      const step = schedule?.slidingScale?.find((s) => s.name === action.step);
      if (step === undefined) return unknownStep({ field: 'step' });
      return accept(ArrangementAgreed({ ...common, step: step.name, basisPoints: step.basisPoints }));
    }
    case 'third-party-payer': {
      const { payer } = action;
      if (payer === undefined) return arrangementIncomplete({ field: 'payer' });
      const consent = liveDisclosureConsent(state.disclosures, participant, payer, at);
      if (consent === undefined) return payerNeedsConsent({ field: 'payer' });
      return accept(ArrangementAgreed({ ...common, payer }, { restsOn: [consent.fact] }));
    }
    case 'later-payment':
      return until === undefined ? arrangementIncomplete({ field: 'until' }) : accept(ArrangementAgreed(common));
    case 'block': {
      const { service, unitCents, sessions, agreement, refundProcedure } = action;
      if (service === undefined || unitCents === undefined || sessions === undefined) {
        return arrangementIncomplete({ field: 'unitCents' });
      }
      const fee = schedule?.fees.find((f) => f.service === service);
      if (fee === undefined) return unknownService({ field: 'service' });
      const scale = arrangementsAt(state.fees, participant, at, day).findLast((a) => a.kind === 'sliding-scale');
      const unit = rateOf(cad(fee.cents), scale?.basisPoints ?? 10_000).cents;
      if (unitCents !== unit) return noPrepaymentDiscount({ field: 'unitCents', values: { unitCents: unit } });
      if (agreement === undefined || refundProcedure !== true) return blockNeedsAgreement({ field: 'agreement' });
      return accept(ArrangementAgreed({ ...common, service, unitCents, sessions, agreement, refundProcedure }));
    }
  }
}

export function endArrangement(
  { fees }: Slices,
  action: { readonly case: string; readonly participant: string; readonly arrangement: string },
): Decision {
  const found = fees.arrangements.get(action.arrangement);
  if (found === undefined || found.participant !== action.participant) {
    return arrangementNotFound({ field: 'arrangement' });
  }
  return found.endedAt !== undefined ? accept() : accept(ArrangementEnded(action, { restsOn: [found.fact] }));
}

/** A charge of that participant, or why there is none. */
export function findCharge(
  fees: FeesState,
  { charge, participant }: ChargeNamed,
): Charge | { readonly refused: Decision } {
  const found = fees.charges.get(charge);
  return found === undefined || found.participant !== participant
    ? { refused: chargeNotFound({ field: 'charge' }) }
    : found;
}

/** Waives a charge, wholly unless an amount is given; what had been paid of it is credit again. */
export function waiveFee(
  { fees }: Slices,
  { cents, ...action }: ChargeNamed & { readonly cents?: number | undefined; readonly reason: string },
): Decision {
  const charge = findCharge(fees, action);
  if ('refused' in charge) return charge.refused;
  const due = dueOn(charge);
  if (due <= 0) return nothingDue({ field: 'charge' });
  if ((cents ?? due) > due) return moreThanDue({ field: 'cents', values: { dueCents: due } });
  return accept(FeeWaived({ ...action, cents: cents ?? due }, { restsOn: [charge.fact] }));
}

/** Gives up what is still owed on a charge. */
export function writeOff({ fees }: Slices, action: ChargeNamed & { readonly reason: string }): Decision {
  const charge = findCharge(fees, action);
  if ('refused' in charge) return charge.refused;
  const owed = owedOn(charge, paidIn(fees));
  if (owed <= 0) return nothingDue({ field: 'charge' });
  return accept(WrittenOff({ ...action, cents: owed }, { restsOn: [charge.fact] }));
}

/** Takes a charge back; what had been paid of it is credit again. */
export function reverseCharge(
  { fees }: Slices,
  action: ChargeNamed & {
    readonly because: Parameters<typeof ChargeReversed>[0]['because'];
    readonly reason?: string | undefined;
  },
): Decision {
  const charge = findCharge(fees, action);
  if ('refused' in charge) return charge.refused;
  const due = dueOn(charge);
  if (due <= 0) return nothingDue({ field: 'charge' });
  const { reason, ...named } = action;
  return accept(
    ChargeReversed({ ...named, cents: due, ...(reason !== undefined && { reason }) }, { restsOn: [charge.fact] }),
  );
}

/** A participant disputes a charge. */
export function disputeCharge(
  { fees }: Slices,
  action: ChargeNamed & { readonly reason?: string | undefined },
): Decision {
  const charge = findCharge(fees, action);
  if ('refused' in charge) return charge.refused;
  if (charge.dispute === 'open') return alreadyDisputed({ field: 'charge' });
  const { reason, ...named } = action;
  return accept(ChargeDisputed({ ...named, ...(reason !== undefined && { reason }) }, { restsOn: [charge.fact] }));
}

/** Decides a dispute: the charge is taken back, or stands. */
export function decideDispute(
  { fees }: Slices,
  action: ChargeNamed & { readonly outcome: 'taken-back' | 'stands'; readonly reason: string },
): Decision {
  const charge = findCharge(fees, action);
  if ('refused' in charge) return charge.refused;
  if (charge.dispute !== 'open') return notDisputed({ field: 'charge' });
  const cents = action.outcome === 'taken-back' ? Math.max(0, dueOn(charge)) : 0;
  return accept(DisputeDecided({ ...action, cents }, { restsOn: [charge.fact] }));
}
