import { copyFacts } from '../domain/person/requests-copies-facts.js';
import { correctionFacts } from '../domain/person/requests-corrections-facts.js';
import { requestFacts } from '../domain/person/requests-facts.js';
import { wholeRequests } from './record-requests-whole.js';
import { put, set, view } from './view.js';

/** Rows that stand under the row of their request: answers, and recipients to be told. */
const under = (request: string, what: string): string => `${request} ${what}`;

/** True of a refusal that went out when nothing was left to refuse: it changes nothing of how the request stands. */
const wasOver = ({ against }: { readonly against?: readonly string[] }): boolean =>
  against?.includes('request-over') ?? false;

/** Every request about the record: one row a request, with how it stands and everything that was answered. */
export const recordRequestsView = view({
  name: 'record-requests',
  title: 'Requests about the record',
  says: 'Copies and corrections asked for: when received and due, extended, priced, verified, what was given and what was withheld on which ground, what was corrected and who is told of it, and until when one may complain to the Commissioner.',
  column: 'clinical',
  scopes: ['client', 'agency'],
  persons: ['person', 'requester', 'recipient'],
  staff: ['answeredBy'],
  combines: true,
  columns: {
    person: { kind: 'text', says: 'Whose record.', indexed: true },
    request: { kind: 'text', says: 'Which request.' },
    part: { kind: 'text', says: 'request, answer or telling, before they are put together.' },
    kind: { kind: 'text', says: 'copy or correction.' },
    state: {
      kind: 'text',
      says: 'open, answered, refused, withdrawn, abandoned; or deemed-refused while the silence lasts.',
    },
    requester: { kind: 'text', says: 'Who asks.' },
    how: { kind: 'text', says: 'written or oral; no clock runs for an oral one.' },
    scope: { kind: 'text', says: 'whole-record, cases, entries or period.' },
    cases: { kind: 'json', says: 'Which cases.' },
    entries: { kind: 'json', says: 'Which entries are to be copied or corrected.' },
    from: { kind: 'text', says: 'First day of the period asked for.' },
    until: { kind: 'text', says: 'Last day of the period asked for.' },
    format: { kind: 'text', says: 'In what form it is asked for.' },
    receivedAt: { kind: 'text', says: 'When it was received.' },
    due: { kind: 'text', says: 'The last instant to answer that is in time.' },
    daysLeft: { kind: 'integer', says: 'Days left to answer, while it is open.' },
    extendedDays: { kind: 'integer', says: 'By how many days the time was extended.' },
    extendedBecause: { kind: 'text', says: 'Why.' },
    notExtended: { kind: 'json', says: 'The last notice of an extension that extended nothing, and why not.' },
    notExtendedReasons: { kind: 'box', says: 'The reasons in that notice.' },
    deemedRefusedAt: { kind: 'text', says: 'When the law took the silence for a refusal.' },
    verifiedAs: { kind: 'text', says: 'Who was verified to ask: themselves or representative.' },
    verifiedBy: { kind: 'text', says: 'By what.' },
    askedBackAt: { kind: 'text', says: 'When the agency last asked back, unless it was told since.' },
    feeCents: { kind: 'integer', says: 'The fee estimated for a copy.' },
    tariffCents: { kind: 'integer', says: 'The most that the tariff allows.' },
    pages: { kind: 'integer', says: 'For how many pages.' },
    fee: { kind: 'text', says: 'estimated or waived.' },
    answeredAt: { kind: 'text', says: 'When it was first answered whole.' },
    answeredBy: { kind: 'text', says: 'Who answered last.' },
    released: { kind: 'integer', says: 'How many entries were given.' },
    withheld: { kind: 'json', says: 'What was withheld and not given since: how much on which ground.' },
    notes: { kind: 'integer', says: 'How many of the person’s own notes went with what was given.' },
    answers: { kind: 'json', says: 'Every answer: when, what, and in which words.' },
    tellings: { kind: 'json', says: 'Who is to be told of a correction, and whether they were.' },
    complainUntil: { kind: 'text', says: 'The last instant to complain to the Commissioner.' },
    recourse: { kind: 'text', says: 'open, before-commissioner, or over.' },
    commissioner: { kind: 'text', says: 'before while a complaint is there; then how it ended.' },
    at: { kind: 'text', says: 'When an answer was given.' },
    outcome: { kind: 'text', says: 'What an answer was, or what became of a telling.' },
    what: { kind: 'json', says: 'What an answer says openly.' },
    recipient: { kind: 'text', says: 'Who is to be told.' },
    words: { kind: 'box', says: 'What was asked for, in words.' },
    clarified: { kind: 'box', says: 'What was asked back, or told, last.' },
    verification: { kind: 'box', says: 'What was noted of the verification.' },
    extension: { kind: 'box', says: 'The reasons for more time.' },
    reference: { kind: 'box', says: 'The Commissioner’s file number.' },
    answer: { kind: 'box', says: 'The words of an answer: reasons, or the corrected text.' },
    fact: { kind: 'text', says: 'Fact that shows how it stands.' },
  },
  order: ['receivedAt', 'position'],
  present: wholeRequests,
  follows: { ...requestFacts, ...copyFacts, ...correctionFacts },
  on: {
    RecordRequested: ({ id, open, sealed, happenedAt }) => [
      put(open.request, {
        ...{ person: open.person, request: open.request, part: 'request', kind: 'copy', state: 'open' },
        ...{ requester: open.requester, how: open.how, scope: open.scope, format: open.format },
        cases: open.cases,
        entries: open.entries,
        from: open.from ?? null,
        until: open.until ?? null,
        receivedAt: happenedAt,
        due: open.dueBy ?? null,
        words: sealed['asking'] ?? null,
        fact: id,
      }),
    ],
    CorrectionRequested: ({ id, open, sealed, happenedAt }) => [
      put(open.request, {
        ...{ person: open.person, request: open.request, part: 'request', kind: 'correction', state: 'open' },
        ...{ requester: open.requester, how: open.how },
        entries: open.entries,
        receivedAt: happenedAt,
        due: open.dueBy ?? null,
        words: sealed['asking'] ?? null,
        fact: id,
      }),
    ],
    RequesterVerified: ({ open, sealed }) => [
      set(open.request, { verifiedAs: open.as, verifiedBy: open.by, verification: sealed['verification'] ?? null }),
    ],
    RequestClarified: ({ open, sealed, happenedAt }) => [
      set(open.request, {
        askedBackAt: open.step === 'asked-back' ? happenedAt : null,
        clarified: sealed['asking'] ?? null,
      }),
    ],
    RequestExtended: ({ open, sealed }) => [
      set(open.request, {
        due: open.dueBy,
        extendedDays: open.days,
        extendedBecause: open.because,
        extension: sealed['answer'] ?? null,
      }),
    ],
    ExtensionWithoutEffect: ({ open, sealed, happenedAt }) => [
      set(open.request, {
        notExtended: {
          at: happenedAt,
          days: open.days,
          because: open.because,
          noticeBy: open.noticeBy,
          against: open.against,
        },
        notExtendedReasons: sealed['answer'] ?? null,
      }),
    ],
    RequestWithdrawn: ({ id, open }) => [set(open.request, { state: 'withdrawn', fact: id })],
    RequestAbandoned: ({ id, open, sealed, actor, happenedAt }) => [
      set(open.request, { state: 'abandoned', answeredBy: actor.person, fact: id }),
      put(under(open.request, id), {
        ...{ person: open.person, request: open.request, part: 'answer', outcome: 'abandoned' },
        at: happenedAt,
        complainUntil: open.complainUntil,
        what: { last: true },
        answer: sealed['answer'] ?? null,
        fact: id,
      }),
    ],
    DeemedRefused: ({ open }) => [
      set(open.request, { deemedRefusedAt: open.dueBy, complainUntil: open.complainUntil }),
    ],
    CommissionerComplaintReported: ({ open, sealed }) => [
      set(open.request, { commissioner: 'before', reference: sealed['answer'] ?? null }),
    ],
    CommissionerComplaintEnded: ({ open }) => [set(open.request, { commissioner: open.outcome })],
    // That the window is over is told by its last instant; the fact says that nobody was known to have used it.
    RecourseLapsed: ({ open }) => [set(open.request, { recourse: open.complainUntil })],
    CopyFeeEstimated: ({ open, happenedAt }) => [
      set(open.request, {
        ...{ feeCents: open.cents, tariffCents: open.tariffCents, pages: open.pages, fee: 'estimated' },
        askedBackAt: happenedAt,
      }),
    ],
    CopyFeeWaived: ({ open }) => [set(open.request, { fee: 'waived' })],
    RecordReleased: ({ id, open, sealed, actor, happenedAt }) => {
      const { person, request, recipient, complainUntil, ...what } = open;
      return [
        set(request, { answeredBy: actor.person, ...(open.last && { state: 'answered', fact: id }) }),
        put(under(request, id), {
          ...{ person, request, part: 'answer', outcome: 'released', recipient, at: happenedAt, what },
          complainUntil: complainUntil ?? null,
          answer: sealed['answer'] ?? null,
          fact: id,
        }),
      ];
    },
    RecordRefused: ({ id, open, sealed, actor, happenedAt }) => {
      const { person, request, complainUntil, ...what } = open;
      const over = wasOver(open);
      return [
        ...(over ? [] : [set(request, { state: 'refused', answeredBy: actor.person, fact: id })]),
        put(under(request, id), {
          ...{ person, request, part: 'answer', outcome: 'refused', at: happenedAt, complainUntil },
          what: { ...what, last: !over },
          answer: sealed['answer'] ?? null,
          fact: id,
        }),
      ];
    },
    CorrectionGranted: ({ id, open, sealed, actor, happenedAt }) => {
      const { person, request, toTell, ...what } = open;
      return [
        set(request, { answeredBy: actor.person, ...(open.last && { state: 'answered', fact: id }) }),
        put(under(request, id), {
          ...{ person, request, part: 'answer', outcome: 'granted', at: happenedAt, what },
          answer: sealed['answer'] ?? null,
          fact: id,
        }),
        ...toTell.map(({ recipient }) =>
          put(under(request, recipient), { person, request, part: 'telling', recipient, outcome: 'to-tell', fact: id }),
        ),
      ];
    },
    CorrectionRefused: ({ id, open, sealed, actor, happenedAt }) => {
      const { person, request, complainUntil, ...said } = open;
      const over = wasOver(open);
      const what = { ...said, last: said.last && !over };
      return [
        ...(over ? [] : [set(request, { answeredBy: actor.person, ...(open.last && { state: 'refused', fact: id }) })]),
        put(under(request, id), {
          ...{ person, request, part: 'answer', outcome: 'refused', at: happenedAt, complainUntil, what },
          answer: sealed['answer'] ?? null,
          fact: id,
        }),
      ];
    },
    RecipientToldOfCorrection: ({ id, open, happenedAt }) => [
      set(under(open.request, open.recipient), {
        outcome: open.outcome,
        at: happenedAt,
        what: { how: open.how },
        fact: id,
      }),
    ],
  },
});
