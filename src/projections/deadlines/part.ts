import { part, put, set, type ViewDefinition } from '../view.js';

export const deadlineColumns = {
  kind: {
    kind: 'text',
    says: 'What is due: confirm, hold, refund, destroy-recording, an answer to a question, a copy or correction of the record, or a clock of a complaint.',
    indexed: true,
  },
  due: { kind: 'text', says: 'The last instant that is in time.', indexed: true },
  state: { kind: 'text', says: 'open, overdue, met, missed or ended.', indexed: true },
  from: { kind: 'text', says: 'From when it runs.' },
  settledAt: { kind: 'text', says: 'When it was met, missed or ended.' },
  participant: { kind: 'text', says: 'Whose it is.' },
  person: { kind: 'text', says: 'Whose answer or right it is, in a complaint; whose record is asked about.' },
  session: { kind: 'text', says: 'Which session.' },
  thing: { kind: 'text', says: 'Which refund, recording, question, entry or request.' },
  local: { kind: 'text', says: 'The local time promised.' },
  calendar: { kind: 'text', says: 'Version of the calendar it was computed with.' },
  why: { kind: 'json', says: 'Days passed over on the way, with the reason for each.' },
  fact: { kind: 'text', says: 'Fact that set it running.' },
} as const satisfies ViewDefinition['columns'];

/** A clock set running, unless its instant is unknown. */
export const clock = (kind: string, due: string | undefined, from: string, fact: string, person?: string) =>
  due === undefined
    ? []
    : [put(person ? `${kind} ${person}` : kind, { kind, due, from, state: 'open', person: person ?? null, fact })];
/** The clock is met. */
export const met = (kind: string, at: string, person?: string) => [
  set(person ? `${kind} ${person}` : kind, { state: 'met', settledAt: at }),
];

/** Clocks that stop because what they ran for is over. */
export const ended = (ends: readonly { readonly kind: string; readonly person?: string }[], at: string) =>
  ends.map(({ kind, person }) => set(person ? `${kind} ${person}` : kind, { state: 'ended', settledAt: at }));

/** Declares what one group of topics sets running, meets and ends. */
export const deadlinePart = part<typeof deadlineColumns>();
