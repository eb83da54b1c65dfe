import { copyFacts } from '../../domain/person/requests-copies-facts.js';
import { correctionFacts } from '../../domain/person/requests-corrections-facts.js';
import { requestFacts } from '../../domain/person/requests-facts.js';
import { drop, nothing, put, set } from '../view.js';
import { deadlinePart } from './part.js';

type Stated<Open> = { readonly id: string; readonly happenedAt: string; readonly open: Open };
interface Asked {
  readonly person: string;
  readonly request: string;
}

/** A clock that was missed leaves its key: no later answer makes it met. */
const due = (kind: 'copy' | 'correction', request: string) => `${kind}-due ${request}`;
const both = (request: string) => [due('copy', request), due('correction', request)];
const window = (request: string) => `commissioner-window ${request}`;

const runs = (kind: 'copy' | 'correction', f: Stated<Asked & { readonly dueBy?: string }>) => {
  const { id, open, happenedAt } = f;
  if (open.dueBy === undefined) return [];
  const { person, request: thing } = open;
  return [
    put(due(kind, thing), {
      kind: `${kind}-due`,
      due: open.dueBy,
      from: happenedAt,
      state: 'open',
      person,
      thing,
      fact: id,
    }),
  ];
};
const settled = (state: 'met' | 'ended', f: Stated<Asked>) =>
  both(f.open.request).map((key) => set(key, { state, settledAt: f.happenedAt }));
/** True of a refusal that went out when nothing was left to refuse. */
const wasOver = ({ open }: Stated<{ readonly against?: readonly string[] }>): boolean =>
  open.against?.includes('request-over') ?? false;
/** What is refused may be complained of to the Commissioner. */
const opens = ({ id, open, happenedAt }: Stated<Asked & { readonly complainUntil?: string }>) =>
  open.complainUntil === undefined
    ? []
    : [
        put(window(open.request), {
          kind: 'commissioner-window',
          due: open.complainUntil,
          from: happenedAt,
          state: 'open',
          person: open.person,
          thing: open.request,
          fact: id,
        }),
      ];

/** The legal time to answer a written request, and the window to complain of a refusal, by silence too. */
export const recordRequestDeadlines = deadlinePart({
  follows: { ...requestFacts, ...copyFacts, ...correctionFacts },
  on: {
    RecordRequested: (f) => runs('copy', f),
    CorrectionRequested: (f) => runs('correction', f),
    RequesterVerified: nothing,
    RequestClarified: nothing,
    // Extended after it was answered, it stays met.
    RequestExtended: ({ open }) => both(open.request).map((key) => set(key, { due: open.dueBy })),
    ExtensionWithoutEffect: nothing,
    RequestWithdrawn: (f) => settled('ended', f),
    RequestAbandoned: (f) => [...settled('ended', f), ...opens(f)],
    DeemedRefused: (f) => [
      drop(due(f.open.kind, f.open.request)),
      put(`${due(f.open.kind, f.open.request)} missed`, {
        kind: `${f.open.kind}-due`,
        due: f.open.dueBy,
        from: f.open.receivedAt,
        state: 'missed',
        settledAt: f.happenedAt,
        person: f.open.person,
        thing: f.open.request,
        fact: f.id,
      }),
      ...opens(f),
    ],
    CommissionerComplaintReported: ({ open, happenedAt }) => [
      set(window(open.request), { state: 'met', settledAt: happenedAt }),
    ],
    CommissionerComplaintEnded: nothing,
    RecourseLapsed: ({ open, happenedAt }) => [set(window(open.request), { state: 'ended', settledAt: happenedAt })],
    CopyFeeEstimated: nothing,
    CopyFeeWaived: nothing,
    RecordReleased: (f) => [...(f.open.last ? settled('met', f) : []), ...opens(f)],
    RecordRefused: (f) => [...(wasOver(f) ? [] : settled('met', f)), ...opens(f)],
    CorrectionGranted: (f) => (f.open.last ? settled('met', f) : []),
    CorrectionRefused: (f) => [...(f.open.last && !wasOver(f) ? settled('met', f) : []), ...opens(f)],
    RecipientToldOfCorrection: nothing,
  },
});
