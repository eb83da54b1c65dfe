import { type Fits, type History, type Judged, judged, type Said, same, shows, type Told } from './standing-history.js';

type SeatSaid = { readonly participant: string; readonly charge: string };

/** C3, C4, R11 and what else follows from sessions: each seat of each session is two obligations, to say by noon and to pay before. */
export function byBookings(h: History): readonly Judged[] {
  return [
    ...h
      .of('SessionBooked')
      .flatMap((booking) =>
        booking.said.seats.flatMap((seat) => [
          ...bySayingSo(h, booking, seat.participant),
          ...byPaying(h, booking, seat),
        ]),
      ),
    ...h.of('SeatCancelled', 'SeatReleased', 'SeatMissed').flatMap((ended) => byFeeInstead(h, ended)),
    ...shows(h, 'R11', 'kept', ['ClientEnded']),
    ...shows(
      h,
      'R11',
      'kept',
      ['SeatReleased'],
      ({ because }) => because === 'client-ended' || because === 'participant-left',
    ),
    ...byDispute(h),
    ...(['R1', 'T1', 'T3'] as const).flatMap((clause) => shows(h, clause, 'alleged', ['SessionNotProvided'])),
    ...shows(h, 'C5', 'kept', ['SeatAttended', 'GoalAgreed', 'GoalReviewed', 'JointGoalAgreed', 'JointGoalReviewed']),
    ...byTakingPart(h),
    ...byUninformed(h),
    ...shows(h, 'R4', 'kept', ['SessionStarted'], ({ present }) => present.length > 0),
    ...shows(h, 'R4', 'breached', ['SessionHeldWhileBarred']),
  ];
}

const isSeat =
  (session: string, participant: string): Fits =>
  (said) =>
    said.session === session && said.participant === participant;
const isSession =
  (session: string): Fits =>
  (said) =>
    said.session === session;

/** C3: by the promised noon a seat is confirmed or cancelled, unless it was booked too late to promise one. */
function bySayingSo(h: History, booking: Told, participant: string): readonly Judged[] {
  const { session, deadline, reported } = booking.said;
  const of = isSeat(session, participant);
  // What the agency called off counts against nobody (rule 7).
  if (h.after(booking, ['SessionCancelledByAgency'], isSession(session)).some(({ said }) => hasSeat(said, participant)))
    return [];
  const say = h.after(booking, ['SeatConfirmed', 'SeatCancelled'], of);
  const words = [
    ...say
      .filter(({ said }) => said.because !== 'rescheduled-with')
      .map(({ type, said }) => judged('C3', said.late ? 'breached' : 'kept', type, participant)),
    ...h.after(booking, ['SeatUnconfirmed'], of).map(({ type }) => judged('C3', 'breached', type, participant)),
  ];
  const over = h.after(booking, ['SeatAttended', 'SeatMissed', 'SeatReleased', 'SeatCancelled'], of).length > 0;
  const notProvided = h
    .after(booking, ['SessionNotProvided'], isSession(session))
    .some(({ said }) => hasSeat(said, participant));
  const waits = deadline !== undefined && !reported && words.length === 0 && !over && !notProvided;
  return waits ? [judged('C3', 'open', booking.type, participant)] : words;
}

const hasSeat = (said: Said, participant: string): boolean =>
  said.seats.some((seat) => seat.participant === participant);

/** C4: a session's fee is paid, arranged or waived before it. */
function byPaying(h: History, booking: Told, { participant, charge }: SeatSaid): readonly Judged[] {
  const session = booking.said.session;
  const of = isSeat(session, participant);
  const takenBack = takenBackOf(h, charge);
  const unpaid = h.after(booking, ['SessionHeldUnpaid'], of);
  if (unpaid.length > 0 && !takenBack) return [judged('C4', 'breached', 'SessionHeldUnpaid', participant)];
  const started = h.after(
    booking,
    ['SessionStarted'],
    (said) => said.session === session && said.present.includes(participant),
  );
  const attended = h.after(booking, ['SeatAttended'], of);
  if (unpaid.length === 0 && started.length + attended.length > 0)
    return [judged('C4', 'kept', 'SessionStarted', participant)];
  const gone =
    h.after(booking, ['SeatCancelled', 'SeatReleased', 'SeatMissed'], of).length > 0 ||
    h
      .after(booking, ['SessionCancelledByAgency', 'SessionNotProvided'], isSession(session))
      .some(({ said }) => hasSeat(said, participant));
  return gone || unpaid.length > 0 ? [] : [judged('C4', 'open', booking.type, participant)];
}

const takenBackOf = (h: History, charge: string): boolean =>
  h.of('ChargeReversed').some(({ said }) => said.charge === charge) ||
  h.of('DisputeDecided').some(({ said }) => said.charge === charge && said.outcome === 'taken-back');

/** C4: the fee that takes the place of a session's is owed until it is receipted or forgiven. */
function byFeeInstead(h: History, { said, at }: Told): readonly Judged[] {
  const { feeCharge, participant } = said;
  if (feeCharge === undefined) return [];
  const about = h.between(
    at,
    Number.POSITIVE_INFINITY,
    ['ReceiptIssued', 'FeeWaived', 'WrittenOff'],
    (other) => other.charge === feeCharge,
  );
  if (about.some(({ type }) => type === 'ReceiptIssued')) return [judged('C4', 'kept', 'ReceiptIssued', participant)];
  return about.length > 0 || takenBackOf(h, feeCharge) ? [] : [judged('C4', 'open', 'late or missed fee', participant)];
}

/** C4: a disputed charge waits for its answer. */
const byDispute = (h: History): readonly Judged[] =>
  h
    .of('ChargeDisputed')
    .filter((each) => h.after(each, ['DisputeDecided'], same(each.said, 'charge')).length === 0)
    .map(({ type, said }) => judged('C4', 'open', type, said.participant));

/** C5: a concern is alleged until it is settled; a note that it was hard says nothing. */
function byTakingPart(h: History): readonly Judged[] {
  const easy = ['took-part', 'worked-between-sessions', 'tried-something-new', 'asked-for-what-helps'];
  return h.of('ParticipationNoted').flatMap((noted) => {
    const { concern, how, participant } = noted.said;
    if (concern)
      return h.after(noted, ['ConcernSettled'], same(noted.said, 'note')).length > 0
        ? []
        : [judged('C5', 'alleged', noted.type, participant)];
    return easy.includes(how) ? [judged('C5', 'kept', noted.type, participant)] : [];
  });
}

/** R3, R7 and T2: a session that somebody sat in before they were given what comes first. */
function byUninformed(h: History): readonly Judged[] {
  return h.of('SessionHeldUninformed').flatMap(({ said, type }) => {
    const missing = said.missing;
    const breach = (clause: 'R3' | 'R7' | 'T2') => judged(clause, 'breached', type, said.participant);
    return [
      ...(missing.includes('policy') ? [breach('R3'), breach('R7')] : []),
      ...(missing.includes('fee') ? [breach('R3')] : []),
      ...(missing.includes('explanation') || missing.includes('consent') ? [breach('T2')] : []),
    ];
  });
}
