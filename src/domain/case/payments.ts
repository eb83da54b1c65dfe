import { parameterOn } from '../agency/agency.js';
import { addDays, endOfDay, localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, type Refused, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import type { World } from '../world.js';
import { dueOn, owedOn, paidIn, receiptsFor, refundable } from './account.js';
import type { Charge, FeesState, Receipt, Source } from './fees.js';
import { type PAYMENT_METHODS, paymentFacts } from './fees-facts.js';
import { type RosterState, requireParticipant } from './roster.js';

const { PaymentReceived, PaymentDishonoured, PaymentReallocated, CreditGiven, RefundDue, RefundMade } = paymentFacts;
const { ReceiptVoided } = paymentFacts;

type Here = Circumstances<World>;
type Slices = { readonly roster: RosterState; readonly fees: FeesState };
type Allocations = readonly { readonly charge: string; readonly cents: number }[];
type Method = (typeof PAYMENT_METHODS)[number];

export const paymentNotFound = refusal('payment-not-found', 'The participant has no such payment.', { clause: 'C4' });
export const paymentDead = refusal('payment-dishonoured', 'This payment was dishonoured or reversed.', {
  clause: 'C4',
});
export const allocatedTooMuch = refusal(
  'allocated-too-much',
  'What is allocated comes to more than the payment or the charge.',
  { clause: 'C4', status: 422 },
);
export const allocationUnknown = refusal('allocation-unknown', 'A charge named is not one of this participant.', {
  clause: 'C4',
  status: 422,
});
export const nothingToRefund = refusal('nothing-to-refund', 'No money of theirs is left unused.', { clause: 'C4' });
export const refundNotFound = refusal('refund-not-found', 'There is no such refund due.', { clause: 'C4' });

/** Charges that allocations name, each checked against what it would still be owed, or why they do not fit. */
function checked(
  fees: FeesState,
  participant: string,
  cents: number,
  allocations: Allocations,
  except?: Source,
): readonly Charge[] | Refused {
  const before = paidIn(fees);
  const own = new Map((except && before.used.get(except.source))?.map((a) => [a.charge, a.cents]));
  const charges: Charge[] = [];
  const wanted = new Map<string, number>();
  for (const { charge: chargeId, cents: part } of allocations) {
    const charge = fees.charges.get(chargeId);
    if (charge === undefined || charge.participant !== participant) return allocationUnknown({ field: 'allocations' });
    wanted.set(chargeId, (wanted.get(chargeId) ?? 0) + part);
    if ((wanted.get(chargeId) ?? 0) > owedOn(charge, before) + (own.get(chargeId) ?? 0)) {
      return allocatedTooMuch({ field: 'allocations', values: { dueCents: Math.max(0, dueOn(charge)) } });
    }
    charges.push(charge);
  }
  const sum = allocations.reduce((total, a) => total + a.cents, 0);
  return sum > cents ? allocatedTooMuch({ field: 'allocations' }) : charges;
}

/** Charges of a participant that are owed, those of the earliest sessions first. */
function owedFirst(fees: FeesState, participant: string, cents: number): Allocations {
  const before = paidIn(fees);
  let rest = cents;
  const allocations: { charge: string; cents: number }[] = [];
  for (const charge of fees.charges.values()) {
    if (charge.participant !== participant || charge.dispute === 'open') continue;
    const part = Math.min(rest, owedOn(charge, before));
    if (part <= 0) continue;
    allocations.push({ charge: charge.charge, cents: part });
    rest -= part;
  }
  return allocations;
}

/** Records money that came, and acknowledges it; without allocations it pays what is owed, oldest first, never what is in dispute. */
export function recordPayment(
  state: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly payer?: string | undefined;
    readonly cents: number;
    readonly method: Method;
    readonly allocations?: Allocations | undefined;
  },
  payment: string,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const { case: caseId, participant, payer, cents, method } = action;
  const allocations = action.allocations ?? owedFirst(state.fees, participant, cents);
  const charges = checked(state.fees, participant, cents, allocations);
  if ('refusal' in charges) return charges;
  const restsOn = [...new Set(charges.map((charge) => charge.fact))];
  return accept(
    PaymentReceived(
      {
        case: caseId,
        participant,
        payment,
        cents,
        ...(payer !== undefined && { payer }),
        method,
        allocations,
        acknowledgement: `A-${payment.slice(0, 8).toUpperCase()}`,
      },
      restsOn.length > 0 ? { restsOn } : {},
    ),
  );
}

/** A payment of that participant that still holds, or why there is none. */
function findPayment(fees: FeesState, payment: string, participant: string): Source | { readonly refused: Decision } {
  const found = fees.sources.get(payment);
  if (found === undefined || found.participant !== participant) {
    return { refused: paymentNotFound({ field: 'payment' }) };
  }
  return found.live ? found : { refused: paymentDead({ field: 'payment' }) };
}

/** A payment of that participant, whether it held or not. */
const paymentOf = (fees: FeesState, payment: string, participant: string): Source | undefined => {
  const found = fees.sources.get(payment);
  return found?.kind === 'payment' && found.participant === participant ? found : undefined;
};

/** The fact that a receipt is void. */
const voided = (
  whose: { readonly case: string; readonly participant: string },
  { receipt, number, fact }: Receipt,
  because: 'amount' | 'payment-dishonoured',
): NewFact => ReceiptVoided({ ...whose, receipt, number, because }, { restsOn: [fact] });

/** Says that a payment did not hold; receipts it had paid for are void. Said again, it changes nothing. */
export function dishonourPayment(
  { fees }: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly payment: string;
    readonly because: 'dishonoured' | 'charged-back' | 'reversed';
  },
): Decision {
  const source = paymentOf(fees, action.payment, action.participant);
  if (source === undefined) return paymentNotFound({ field: 'payment' });
  if (!source.live) return accept();
  const receipts = (paidIn(fees).used.get(source.source) ?? []).flatMap((a) => receiptsFor(fees, a.charge));
  const { case: caseId, participant } = action;
  return accept(
    PaymentDishonoured({ ...action, cents: source.cents }, { restsOn: [source.fact] }),
    ...receipts.map((r) => voided({ case: caseId, participant }, r, 'payment-dishonoured')),
  );
}

/** Sets anew what a payment or credit pays for. */
export function reallocatePayment(
  { fees }: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly source: string;
    readonly allocations: Allocations;
  },
): Decision {
  const source = findPayment(fees, action.source, action.participant);
  if ('refused' in source) return source.refused;
  const charges = checked(fees, action.participant, source.cents - source.refunded, action.allocations, source);
  if ('refusal' in charges) return charges;
  const restsOn = [...new Set([source.fact, ...charges.map((charge) => charge.fact)])];
  return accept(PaymentReallocated(action, { restsOn }));
}

/** Gives a participant credit; it pays for sessions and is not paid out. */
export function giveCredit(
  state: Slices,
  { reason, ...action }: Omit<Parameters<typeof CreditGiven>[0], 'reason'> & { readonly reason?: string | undefined },
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  return refused ?? accept(CreditGiven({ ...action, ...(reason !== undefined && { reason }) }));
}

/** Refunds already due to a participant and not yet made. */
const refundsOpen = (fees: FeesState, participant: string): number =>
  [...fees.refunds.values()]
    .filter((r) => r.participant === participant)
    .reduce((sum, r) => sum + Math.max(0, r.cents - r.made), 0);

/** The fact that what is left of a participant's money is due back, if anything is and is not due already. */
export function refundDuty(
  fees: FeesState,
  {
    case: caseId,
    participant,
    because,
    refund,
  }: {
    readonly case: string;
    readonly participant: string;
    readonly because: 'asked' | 'ended' | 'died' | 'entered-in-error';
    readonly refund: string;
  },
  { happenedAt, world: { parameters, zone } }: Here,
): NewFact | undefined {
  const cents = refundable(fees, participant) - refundsOpen(fees, participant);
  if (cents <= 0) return undefined;
  const today = localDateOf(happenedAt, zone);
  const due = endOfDay(addDays(today, parameterOn(parameters, 'refund-days', today)), zone);
  return RefundDue({ case: caseId, participant, refund, cents, because, due });
}

/** A participant asks for what is left of their money. */
export function requestRefund(
  state: Slices,
  action: { readonly case: string; readonly participant: string },
  refund: string,
  c: Here,
): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  const duty = refundDuty(state.fees, { ...action, refund, because: 'asked' }, c);
  return duty === undefined ? nothingToRefund({ field: 'participant' }) : accept(duty);
}

/**
 * Records money paid back from a payment; it answers the oldest duty open unless one is named. More than was left went out
 * all the same (rule 36): the fact says by how much.
 */
export function recordRefund(
  { fees }: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly payment: string;
    readonly cents: number;
    readonly refund?: string | undefined;
    readonly method: Method;
  },
  refundPayment: string,
): Decision {
  const source = paymentOf(fees, action.payment, action.participant);
  if (source === undefined) return paymentNotFound({ field: 'payment' });
  const { left, used } = paidIn(fees);
  const overCents = action.cents - (left.get(source.source) ?? 0);
  const duty = action.refund === undefined ? undefined : fees.refunds.get(action.refund);
  if (action.refund !== undefined && duty?.participant !== action.participant)
    return refundNotFound({ field: 'refund' });
  const oldest = [...fees.refunds].find(([, r]) => r.participant === action.participant && r.made < r.cents);
  const refund = action.refund ?? oldest?.[0];
  const { case: caseId, participant, payment, cents, method } = action;
  const over = overCents > 0;
  // What it had paid is owed again: a receipt for that says what is no longer so.
  const untrue = over ? (used.get(source.source) ?? []).flatMap((a) => receiptsFor(fees, a.charge)) : [];
  return accept(
    RefundMade(
      {
        ...{ case: caseId, participant, payment, cents, refundPayment, method },
        ...(refund !== undefined && { refund }),
        ...(over && { overCents }),
      },
      { restsOn: [source.fact] },
    ),
    ...untrue.map((r) => voided({ case: caseId, participant }, r, 'amount')),
  );
}
