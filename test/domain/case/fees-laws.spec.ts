import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceOf, dueOn, owedOn, paidIn, refundable } from '../../../src/domain/case/account.js';
import { recordAttendance, reportNotProvided, reportSessionHeld } from '../../../src/domain/case/attendance.js';
import { bookSession } from '../../../src/domain/case/booking.js';
import { deadlineNow } from '../../../src/domain/case/booking-deadline.js';
import { cancelByAgency, cancelSeat, confirmSeat, releaseSeats } from '../../../src/domain/case/cancelling.js';
import type { CaseState } from '../../../src/domain/case/case.js';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  agreeArrangement,
  decideDispute,
  disputeCharge,
  reverseCharge,
  tellFee,
  waiveFee,
  writeOff,
} from '../../../src/domain/case/charges.js';
import { extendDeadlines, markUnconfirmed } from '../../../src/domain/case/clock.js';
import type { Source } from '../../../src/domain/case/fees.js';
import {
  dishonourPayment,
  giveCredit,
  reallocatePayment,
  recordPayment,
  recordRefund,
  requestRefund,
} from '../../../src/domain/case/payments.js';
import { issueReceipt, voidReceipt } from '../../../src/domain/case/receipts.js';
import { rescheduleSession } from '../../../src/domain/case/rescheduling.js';
import { startSession } from '../../../src/domain/case/starting.js';
import { accept, type Circumstances, type Decision } from '../../../src/domain/language/decision.js';
import { struckIn } from '../../../src/domain/language/mistakes.js';
import type { World } from '../../../src/domain/world.js';
import { feeLedger } from '../../../src/projections/fee-ledger.js';
import { ana, ben, bookingOf, CasePlay, calendar, opened, thea, theCase, world } from '../../support/case-play.js';
import { circumstances, idOf } from '../../support/given.js';

type Decide = (s: CaseState, c: Circumstances<World>) => Decision;

const STARTS = ['2026-02-17T09:00', '2026-02-19T09:00', '2026-04-07T09:00', '2026-03-09T09:00'];
const TIMES = [
  '2026-02-02T15:00:00.000Z',
  '2026-02-13T16:59:00.000Z',
  '2026-02-13T17:00:00.000Z',
  '2026-02-16T15:00:00.000Z',
  '2026-02-17T13:58:00.000Z',
  '2026-02-17T15:00:00.000Z',
  '2026-02-19T16:00:00.000Z',
  '2026-04-06T18:00:00.000Z',
  '2026-04-08T15:00:00.000Z',
];

/** Any action on the things a case has so far, whichever of them the numbers pick. */
const anyAction = fc.record({
  what: fc.nat(21),
  which: fc.nat(20),
  who: fc.constantFrom(ana, ben),
  cents: fc.integer({ min: 1, max: 30000 }),
  minutes: fc.nat(120),
  at: fc.constantFrom(...TIMES),
  delay: fc.constantFrom(0, 0, 0, 3 * 86_400_000),
  flag: fc.boolean(),
});

type AnyAction = typeof anyAction extends fc.Arbitrary<infer A> ? A : never;

function decideOf({ what, which, who, cents, minutes, flag }: AnyAction): Decide {
  return (s, c) => {
    const pick = <T>(all: Iterable<T>): T | undefined => [...all][which % Math.max(1, [...all].length)];
    const session = pick(s.sessions.sessions.keys()) ?? idOf('none');
    const charge = pick(s.fees.charges.values());
    const source = pick(s.fees.sources.values());
    const seat = { case: theCase, session, participant: who };
    const owing = { case: theCase, participant: charge?.participant ?? who, charge: charge?.charge ?? idOf('none') };
    const paid = { case: theCase, participant: source?.participant ?? who, payment: source?.source ?? idOf('none') };
    const startLocal = STARTS[which % STARTS.length] as string;
    switch (what) {
      case 0:
      case 1:
        return bookSession(
          s,
          bookingOf(startLocal, { service: 'couple', participants: flag ? [ana, ben] : [who], lateRuleTold: flag }),
          c.id('session'),
          undefined,
          c,
        );
      case 2:
        return cancelSeat(s, seat, c);
      case 3:
        return confirmSeat(s, seat, c);
      case 4:
        return markUnconfirmed(s, seat, c);
      case 5:
        return cancelByAgency(s, { case: theCase, session, because: 'office-closed' });
      case 6:
        return recordAttendance(
          s,
          { case: theCase, session, attended: flag ? [who] : [], missed: flag ? [] : [who] },
          c,
        );
      case 7:
        return reportNotProvided(s, { case: theCase, session, because: 'cut-short', minutesProvided: minutes }, c);
      case 8:
        return rescheduleSession(s, { ...seat, therapist: thea, startLocal }, c.id('session'), undefined, c);
      case 9:
        // Seldom: nothing is left to do afterwards.
        if (cents % 5 > 0) {
          return recordPayment(s, { case: theCase, participant: who, cents, method: 'cash' }, c.id('payment'));
        }
        return accept(
          ...releaseSeats(s, { case: theCase, participant: who, because: 'client-ended', jointly: flag }, c),
        );
      case 10:
        return recordPayment(
          s,
          {
            case: theCase,
            participant: who,
            cents,
            method: 'card',
            allocations: flag && charge ? [{ charge: charge.charge, cents }] : undefined,
          },
          c.id('payment'),
        );
      case 11:
        return dishonourPayment(s, { ...paid, because: 'dishonoured' });
      case 12:
        return reallocatePayment(s, {
          case: theCase,
          participant: paid.participant,
          source: paid.payment,
          allocations: charge ? [{ charge: charge.charge, cents }] : [],
        });
      case 13:
        return giveCredit(s, { case: theCase, participant: who, credit: c.id('credit'), cents, because: 'goodwill' });
      case 14:
        return flag
          ? requestRefund(s, { case: theCase, participant: who }, c.id('refund'), c)
          : recordRefund(s, { ...paid, cents, method: 'card' }, c.id('refund payment'));
      case 15:
        return waiveFee(s, { ...owing, cents: flag ? cents : undefined, reason: 'So.' });
      case 16:
        return flag ? writeOff(s, { ...owing, reason: 'So.' }) : reverseCharge(s, { ...owing, because: 'other' });
      case 17:
        return flag ? disputeCharge(s, owing) : decideDispute(s, { ...owing, outcome: 'taken-back', reason: 'So.' });
      case 18:
        return issueReceipt(s, owing, c.id('receipt'), (id) => c.world.therapist(id).registration, c);
      case 19: {
        const receipt = pick(s.fees.receipts.values());
        return flag || !receipt
          ? reportSessionHeld(s, { case: theCase, session, attended: [who] }, c)
          : voidReceipt(s, {
              case: theCase,
              participant: receipt.participant,
              receipt: receipt.receipt,
              because: 'amount',
            });
      }
      case 20:
        return flag
          ? startSession(s, { case: theCase, session, present: [who] }, c)
          : tellFee(
              s,
              { case: theCase, participant: who, service: 'couple', how: 'in-person' },
              c.world.parameters.feeSchedules[0],
            );
      default:
        return flag
          ? extendDeadlines(s, { case: theCase }, c)
          : agreeArrangement(
              s,
              { case: theCase, participant: who, arrangement: c.id('a'), kind: 'sliding-scale', step: 'B' },
              c.world.parameters.feeSchedules,
              { at: c.happenedAt, day: '2026-02-02' },
            );
    }
  };
}

function playAll(actions: readonly AnyAction[], check: (play: CasePlay) => void): void {
  const play = opened('couple');
  for (const start of STARTS.slice(0, 3)) {
    play.book('2026-02-02T15:00:00.000Z', start, { service: 'couple', participants: [ana, ben] });
  }
  for (const action of actions) {
    const now = new Date(Date.parse(action.at) + action.delay).toISOString();
    play.do(action.at, decideOf(action), { now, evidence: 'note' });
    check(play);
  }
}

const { zone } = circumstances().world;
const several = fc.array(anyAction, { minLength: 12, maxLength: 60, size: 'max' });

describe('laws of the account', () => {
  it('C4: whatever is done, in whatever order, no cent is made, lost, or paid twice, and nothing falls below nothing', () => {
    fc.assert(
      fc.property(several, (actions) =>
        playAll(actions, ({ state: { fees } }) => {
          const standing = paidIn(fees);
          for (const charge of fees.charges.values()) {
            expect(dueOn(charge)).toBeGreaterThanOrEqual(0);
            expect(owedOn(charge, standing)).toBeGreaterThanOrEqual(0);
          }
          for (const [source, left] of standing.left) {
            const used = (standing.used.get(source) ?? []).reduce((sum, a) => sum + a.cents, 0);
            const { cents, refunded, live } = fees.sources.get(source) as {
              cents: number;
              refunded: number;
              live: boolean;
            };
            expect(left).toBeGreaterThanOrEqual(0);
            // More may have gone back than came (rule 36): that is owed, and pays for nothing.
            expect(used + left).toBe(live ? Math.max(0, cents - refunded) : 0);
          }
          for (const who of [ana, ben]) {
            const mine = [...fees.charges.values()].filter((charge) => charge.participant === who);
            const owed = mine.reduce((sum, charge) => sum + owedOn(charge, standing), 0);
            const sources = [...fees.sources.values()].filter((source) => source.participant === who);
            const inHand = sources.reduce((sum, { source }) => sum + (standing.left.get(source) ?? 0), 0);
            const beyond = (s: Source) => Math.max(0, s.refunded - (s.live ? s.cents : 0));
            const paidBackOfNothing = sources.reduce((sum, s) => sum + beyond(s), 0);
            expect(balanceOf(fees, who)).toBe(owed - inHand + paidBackOfNothing);
            expect(refundable(fees, who)).toBeLessThanOrEqual(inHand);
          }
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('C4: the entries of the ledger that are not struck always sum to what is owed', () => {
    fc.assert(
      fc.property(several, (actions) => {
        let played: CasePlay | undefined;
        playAll(actions, (play) => {
          played = play;
        });
        const { history, state } = played as CasePlay;
        const struck = struckIn(history);
        for (const who of [ana, ben]) {
          let sum = 0;
          for (const fact of history) {
            if (struck.has(fact.id)) continue;
            for (const change of feeLedger.on[fact.type]?.(fact) ?? []) {
              if ('put' in change && change.row.participant === who) sum += change.row.cents as number;
            }
          }
          expect(sum).toBe(balanceOf(state.fees, who));
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('laws of the promise', () => {
  const closures = fc.uniqueArray(
    fc.constantFrom('2026-02-12', '2026-02-13', '2026-02-17', '2026-02-18', '2026-04-06', '2026-03-06'),
  );

  it('C3: whatever calendars are published, a promised deadline never shortens', () => {
    fc.assert(
      fc.property(closures, fc.array(closures, { minLength: 1, maxLength: 6 }), fc.boolean(), (first, later, told) => {
        const calendars = [calendar('cal-0', first)];
        const play = opened('individual', { within: world(calendars) });
        for (const start of STARTS) play.book('2026-02-02T15:00:00.000Z', start);
        let before = new Map<string, string>();
        for (const [i, closed] of later.entries()) {
          calendars.push(calendar(`cal-${i + 1}`, closed));
          play.world = world(calendars);
          if (told) play.do('2026-02-03T15:00:00.000Z', (s, c) => extendDeadlines(s, { case: theCase }, c));
          const now = new Map<string, string>();
          for (const session of play.state.sessions.sessions.values()) {
            const holds = deadlineNow(session, { calendars: play.world.calendars as World['calendars'], zone });
            now.set(session.session, session.deadline?.instant as string);
            expect((holds?.instant ?? '') >= (session.deadline?.instant ?? '')).toBe(true);
            expect((session.deadline?.instant ?? '') >= (before.get(session.session) ?? '')).toBe(true);
          }
          before = now;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('R9: a case folded from any prefix of its facts is a case, and decisions on it never throw', () => {
    fc.assert(
      fc.property(several, anyAction, (actions, last) => {
        let played: CasePlay | undefined;
        playAll(actions, (play) => {
          played = play;
        });
        const { history, world: known } = played as CasePlay;
        for (let n = 0; n <= history.length; n += 1 + Math.floor(history.length / 4)) {
          const prefix = new CasePlay(known);
          prefix.history = history.slice(0, n);
          prefix.do(last.at, decideOf(last), { evidence: 'note' });
          expect(caseFold.kind).toBe('case');
        }
      }),
      { numRuns: 60 },
    );
  });
});
