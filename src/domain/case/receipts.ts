import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { StoredFact } from '../language/fact.js';
import type { DataOf } from '../language/field.js';
import { barOn, type RegistrationState } from '../therapist/registration.js';
import type { World } from '../world.js';
import { dueOn, paidIn, receiptsFor } from './account.js';
import { type ChargeNamed, findCharge } from './charges.js';
import type { FeesState } from './fees.js';
import { paymentFacts } from './fees-facts.js';
import type { SessionsState } from './sessions.js';

const { ReceiptIssued, ReceiptVoided } = paymentFacts;

type Slices = { readonly sessions: SessionsState; readonly fees: FeesState };

export const receiptBeforeService = refusal(
  'receipt-before-service',
  'A receipt names a service given: before it there is only the acknowledgement of payment.',
  { clause: 'C4' },
);
export const receiptWithoutPayment = refusal('receipt-without-payment', 'Nothing was paid for this.', { clause: 'C4' });
export const receiptIssuedAlready = refusal('receipt-issued', 'A receipt was issued for this; void it first.', {
  clause: 'C4',
});
export const receiptNotFound = refusal('receipt-not-found', 'There is no such receipt.', { clause: 'C4' });
export const receiptIsVoid = refusal('receipt-void', 'The receipt is void already.', { clause: 'C4' });

/** Number of the next receipt of a case: no number is used twice, a struck receipt's neither. */
export const nextReceiptNumber = (history: readonly StoredFact[]): number =>
  history.filter((f) => f.type === ReceiptIssued.type).length + 1;

/** Issues the receipt of a charge that was paid for a service that was given, or for an appointment that was missed (rule 32). */
export function issueReceipt(
  { sessions, fees }: Slices,
  action: ChargeNamed,
  receipt: string,
  registrationOf: (therapist: string) => RegistrationState,
  { history }: Pick<Circumstances<World>, 'history'>,
): Decision {
  const charge = findCharge(fees, action);
  if ('refused' in charge) return charge.refused;
  const session = sessions.sessions.get(charge.session);
  const seat = session?.seats.get(charge.participant);
  if (session === undefined || seat === undefined) return receiptBeforeService({ field: 'charge' });
  const serviceDate = session.startLocal.slice(0, 10);
  const registration = registrationOf(session.therapist);
  const minutes = session.minutesProvided ?? session.minutes;
  if (charge.kind === 'session') {
    const given = seat.state === 'attended' || (seat.state === 'not-provided' && minutes > 0);
    if (!given) return receiptBeforeService({ field: 'charge' });
    // A receipt vouches for a service by somebody who might give it that day (rule 34).
    const barred = barOn(registration, serviceDate);
    if (barred) return barred;
  }
  if (receiptsFor(fees, charge.charge).length > 0) return receiptIssuedAlready({ field: 'charge' });
  const cents = paidIn(fees).paid.get(charge.charge) ?? 0;
  if (cents <= 0) return receiptWithoutPayment({ field: 'charge' });
  const due = dueOn(charge);
  const taxCents = due === 0 ? 0 : Number((BigInt(charge.taxCents) * BigInt(cents)) / BigInt(Math.max(due, cents)));
  const voided = [...fees.receipts.values()].findLast((r) => r.charge === charge.charge && r.void);
  const { title, registeredBy } = registration;
  const data: DataOf<typeof ReceiptIssued.fields> = {
    case: action.case,
    participant: charge.participant,
    receipt,
    number: nextReceiptNumber(history),
    kind: charge.kind === 'session' ? 'session' : 'missed-appointment',
    charge: charge.charge,
    session: session.session,
    therapist: session.therapist,
    ...(registeredBy !== undefined && { registration: registeredBy }),
    ...(title !== undefined && { title }),
    serviceDate,
    service: charge.kind === 'session' ? seat.service : 'missed appointment',
    minutes: charge.kind === 'session' ? minutes : 0,
    cents,
    taxCents,
    ...(voided && { replaces: voided.number }),
  };
  const attended = charge.kind === 'session' && seat.ended ? [seat.ended.fact] : [];
  return accept(ReceiptIssued(data, { restsOn: [...new Set([charge.fact, ...attended])] }));
}

/** Voids a receipt; its number is not used again. */
export function voidReceipt(
  { fees }: Slices,
  action: {
    readonly case: string;
    readonly participant: string;
    readonly receipt: string;
    readonly because: Parameters<typeof ReceiptVoided>[0]['because'];
  },
): Decision {
  const found = fees.receipts.get(action.receipt);
  if (found === undefined || found.participant !== action.participant) return receiptNotFound({ field: 'receipt' });
  if (found.void) return receiptIsVoid({ field: 'receipt' });
  return accept(ReceiptVoided({ ...action, number: found.number }, { restsOn: [found.fact] }));
}
