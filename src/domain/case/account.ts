import type { NewFact } from '../language/fact.js';
import type { Arrangement, Charge, FeesState, Source } from './fees.js';
import { paymentFacts } from './fees-facts.js';

/** What is to be paid for a charge: its price less what was forgiven and released. */
export const dueOn = ({ cents, forgiven, released }: Charge): number => cents - forgiven - released;

const moneyIn = (source: Source): number => (source.live ? Math.max(0, source.cents - source.refunded) : 0);

/** Where the money of a case stands: what each charge has been paid, and what each payment or credit has left. */
export interface Paid {
  /** By charge. */
  readonly paid: ReadonlyMap<string, number>;
  /** By payment or credit. */
  readonly left: ReadonlyMap<string, number>;
  /** By payment or credit: what it really pays for. */
  readonly used: ReadonlyMap<string, readonly { readonly charge: string; readonly cents: number }[]>;
}

/**
 * What allocations come to: none pays more than its charge is due or its source holds, so that a charge retired, reduced or
 * waived gives its money back to the account by itself.
 */
export function paidIn(s: FeesState): Paid {
  const paid = new Map<string, number>();
  const left = new Map<string, number>();
  const used = new Map<string, { charge: string; cents: number }[]>();
  for (const source of s.sources.values()) {
    let rest = moneyIn(source);
    const parts: { charge: string; cents: number }[] = [];
    for (const { charge: chargeId, cents } of source.allocations) {
      const charge = s.charges.get(chargeId);
      if (charge === undefined || charge.participant !== source.participant) continue;
      const part = Math.min(cents, rest, dueOn(charge) - (paid.get(chargeId) ?? 0));
      if (part <= 0) continue;
      paid.set(chargeId, (paid.get(chargeId) ?? 0) + part);
      rest -= part;
      parts.push({ charge: chargeId, cents: part });
    }
    left.set(source.source, rest);
    used.set(source.source, parts);
  }
  return { paid, left, used };
}

/** What is still owed on a charge. */
export const owedOn = (charge: Charge, { paid }: Paid): number => dueOn(charge) - (paid.get(charge.charge) ?? 0);

/** Payments and credits of a participant that have something left, oldest first. */
export const creditOf = (
  s: FeesState,
  participant: string,
  { left }: Paid,
): readonly { readonly source: Source; readonly cents: number }[] =>
  [...s.sources.values()]
    .filter((source) => source.participant === participant && (left.get(source.source) ?? 0) > 0)
    .map((source) => ({ source, cents: left.get(source.source) ?? 0 }));

/** Money paid in by a participant that nothing uses: what could be paid back. */
export const refundable = (s: FeesState, participant: string): number =>
  creditOf(s, participant, paidIn(s))
    .filter(({ source }) => source.kind === 'payment')
    .reduce((sum, { cents }) => sum + cents, 0);

/** What a participant owes, less what is in hand; negative when the agency holds their money. */
export function balanceOf(s: FeesState, participant: string): number {
  let balance = 0;
  for (const charge of s.charges.values()) if (charge.participant === participant) balance += dueOn(charge);
  for (const source of s.sources.values()) {
    if (source.participant !== participant) continue;
    balance += source.refunded - (source.live ? source.cents : 0);
  }
  return balance;
}

/** Arrangements of a participant that hold at an instant on a local day. */
export const arrangementsAt = (s: FeesState, participant: string, at: string, day: string): readonly Arrangement[] =>
  [...s.arrangements.values()].filter(
    (a) =>
      a.participant === participant &&
      a.from <= at &&
      (a.endedAt === undefined || at < a.endedAt) &&
      (a.until === undefined || day <= a.until),
  );

/** Receipts for a charge that are not void. */
export const receiptsFor = (s: FeesState, charge: string) =>
  [...s.receipts.values()].filter((r) => r.charge === charge && !r.void);

/** Facts that let a participant's credit pay for a charge, oldest money first; none when it does not reach. */
export function payFromCredit(s: FeesState, caseId: string, charge: Charge, wanted: number): readonly NewFact[] {
  const standing = paidIn(s);
  let rest = wanted;
  const facts: NewFact[] = [];
  for (const { source, cents } of creditOf(s, charge.participant, standing)) {
    if (rest === 0) break;
    const part = Math.min(cents, rest);
    rest -= part;
    const others = (standing.used.get(source.source) ?? []).filter((a) => a.charge !== charge.charge);
    const before = (standing.used.get(source.source) ?? []).find((a) => a.charge === charge.charge)?.cents ?? 0;
    facts.push(
      paymentFacts.PaymentReallocated(
        {
          case: caseId,
          participant: charge.participant,
          source: source.source,
          allocations: [...others, { charge: charge.charge, cents: before + part }],
        },
        { restsOn: [source.fact, charge.fact] },
      ),
    );
  }
  return rest === 0 ? facts : [];
}
