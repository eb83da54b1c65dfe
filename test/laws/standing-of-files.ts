import { type History, type Judged, judged, same, shows } from './standing-history.js';

/** R2, R6, R7 and C2: what people say of themselves in their file and in their registration. */
export function byFiles(h: History): readonly Judged[] {
  return [...byNeeds(h), ...byTelling(h), ...byInstructions(h), ...byContact(h), ...byDuties(h)];
}

const DONE = ['AccommodationProvided', 'NeedProvidedFor'];
const ANSWERED = [...DONE, 'AccommodationDeclined'];

/** R2: a need waits for an answer each time it is said; what was agreed, until it is done. */
function byNeeds(h: History): readonly Judged[] {
  return [
    ...shows(h, 'R2', 'kept', DONE),
    ...h
      .of('AccommodationDeclined')
      .filter((no) => h.after(no, ['AccommodationAgreed', 'NeedProvidedFor'], same(no.said, 'need')).length === 0)
      .map(({ type, said }) => judged('R2', 'alleged', type, said.person)),
    ...h.of('NeedStated').flatMap((need) => {
      const steps = ['NeedChanged', 'NeedWithdrawn', 'AccommodationAgreed', ...ANSWERED];
      const last = h.after(need, steps, same(need.said, 'need')).at(-1)?.type ?? need.type;
      return last === 'NeedWithdrawn' || ANSWERED.includes(last) ? [] : [judged('R2', 'open', last, need.said.person)];
    }),
    ...shows(h, 'R2', 'alleged', ['NeedNotMet']),
  ];
}

const byTelling = (h: History): readonly Judged[] => [
  ...shows(h, 'R6', 'kept', ['TopicDeclined']),
  ...shows(h, 'R6', 'alleged', ['TopicPressed']),
];

/** R7: looks made before an instruction was entered are alleged until they are reviewed. */
const byInstructions = (h: History): readonly Judged[] => [
  ...h.of('LooksQuestioned').flatMap((looks) => {
    const review = h.after(looks, ['LooksReviewed'], same(looks.said, 'instruction')).at(-1);
    if (review === undefined) return [judged('R7', 'alleged', looks.type, looks.said.person)];
    return review.said.outcome === 'unauthorised' ? [judged('R7', 'breached', review.type, looks.said.person)] : [];
  }),
  ...shows(h, 'R7', 'breached', ['BreachTold']),
];

/** C2: a change that was told; and what is in doubt until somebody says what is right. */
const byContact = (h: History): readonly Judged[] => [
  ...shows(h, 'C2', 'kept', ['ContactChanged', 'ContactPermitted', 'ContactEnded', 'ContactConfirmed']),
  ...shows(h, 'C2', 'kept', ['LegalNameChanged', 'NameInUseTold']),
  ...h
    .of('ContactDoubted')
    .filter(
      (each) =>
        h.after(each, ['ContactConfirmed', 'ContactChanged', 'ContactEnded'], same(each.said, 'channel')).length === 0,
    )
    .map(({ type, said }) => judged('C2', 'open', type, said.person)),
];

/** R7: a duty to report, round by round: each is settled by a report, or by a reason that the law knows. */
function byDuties(h: History): readonly Judged[] {
  const rounds = h.of('ReportingDutyConsidered', 'ReportingDutyConsideredAgain').flatMap((round) => {
    const of = same(round.said, 'round');
    const settled = h
      .after(round, ['MandatoryReportMade', 'MandatoryReportNotMade'], of)
      .filter(({ type, said }) => type === 'MandatoryReportMade' || said.ends);
    if (settled.length > 0) return settled.map(({ type, said }) => judged('R7', said.late ? 'breached' : 'kept', type));
    const goesOn = round.said.obligation !== 'none' && h.after(round, ['ReportingDutyConsideredAgain']).length === 0;
    return goesOn ? [judged('R7', 'open', round.type)] : [];
  });
  return [
    ...rounds,
    ...shows(h, 'R7', 'breached', ['MandatoryReportOverdue']),
    ...shows(h, 'R7', 'breached', ['MandatoryReportMade'], (said) => said.naming === 'without-consent'),
    ...shows(h, 'R7', 'open', ['MandatoryReportMade'], (said) => said.told === 'not-first'),
    ...h
      .of('ClientToldOfDuty')
      .filter((each) => h.after(each, [each.type], same(each.said, 'client')).length === 0)
      .map(({ type, said }) =>
        judged('R7', said.first === true && said.outcome !== 'not-told' ? 'kept' : 'open', type),
      ),
  ];
}
