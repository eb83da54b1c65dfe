import { needFacts } from '../domain/person/needs.js';
import { daysBetween } from './ages.js';
import { drop, nothing, type PresentedRow, put, set, view } from './view.js';

const reported = (report: string): string => `report ${report}`;

/** What clients need, what was answered, and what waits for an answer since when. */
export const needsView = view({
  name: 'needs',
  title: 'Needs',
  says: 'What clients said they need, what the agency agreed, provided or declined and why, and what still waits; reports that a need was not met stand beside them.',
  column: 'clinical',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Whose need.', indexed: true },
    need: { kind: 'text', says: 'Which need.' },
    kind: { kind: 'text', says: 'Ability, age, class, culture, gender, religion, language or access.' },
    state: {
      kind: 'text',
      says: 'unanswered, agreed, provided, declined, withdrawn; or reported-not-met.',
      indexed: true,
    },
    since: { kind: 'text', says: 'Since when it is said like this, or when it was reported.' },
    daysWaiting: { kind: 'integer', says: 'Days it has waited for an answer, while it does.' },
    answeredAt: { kind: 'text', says: 'When it was agreed or declined.' },
    providedAt: { kind: 'text', says: 'When what was agreed was last done.' },
    words: { kind: 'box', says: 'The need, or the report, in words.' },
    answer: { kind: 'box', says: 'What was agreed; or why it was declined and what was offered instead.' },
    desk: { kind: 'box', says: 'What the front desk does about it.' },
    note: { kind: 'box', says: 'What was noted when it was done.' },
    fact: { kind: 'text', says: 'Fact that shows how it stands.' },
  },
  order: ['since'],
  present: (rows, { now }) =>
    rows.map(
      (row): PresentedRow => ({
        ...row,
        daysWaiting: row['state'] === 'unanswered' ? daysBetween(String(row['since']), now) : null,
      }),
    ),
  follows: needFacts,
  on: {
    NeedStated: ({ id, open, sealed, happenedAt }) => [
      put(open.need, {
        person: open.person,
        need: open.need,
        kind: open.kind,
        state: 'unanswered',
        since: happenedAt,
        words: sealed['need'] ?? null,
        fact: id,
      }),
    ],
    NeedChanged: ({ id, open, sealed, happenedAt }) => [
      put(open.need, {
        person: open.person,
        need: open.need,
        kind: open.kind,
        state: 'unanswered',
        since: happenedAt,
        words: sealed['need'] ?? null,
        fact: id,
      }),
    ],
    NeedWithdrawn: ({ id, open }) => [set(open.need, { state: 'withdrawn', fact: id })],
    AccommodationAgreed: ({ id, open, sealed, happenedAt }) => [
      set(open.need, {
        state: 'agreed',
        answeredAt: happenedAt,
        answer: sealed['need'] ?? null,
        desk: sealed['desk'] ?? null,
        fact: id,
      }),
    ],
    AccommodationProvided: ({ id, open, sealed, happenedAt }) => [
      set(open.need, { state: 'provided', providedAt: happenedAt, note: sealed['need'] ?? null, fact: id }),
    ],
    // What was taken back stays so, whatever was done about it before or since.
    NeedProvidedFor: ({ id, open, sealed, happenedAt }) => [
      set(open.need, {
        ...(open.was !== 'withdrawn' && { state: 'provided', fact: id }),
        providedAt: happenedAt,
        note: sealed['need'] ?? null,
      }),
    ],
    AccommodationDeclined: ({ id, open, sealed, happenedAt }) => [
      set(open.need, {
        state: 'declined',
        answeredAt: happenedAt,
        answer: sealed['need'] ?? null,
        desk: null,
        fact: id,
      }),
    ],
    NeedNotMet: ({ id, open, sealed, happenedAt }) => [
      put(reported(open.report), {
        person: open.person,
        need: open.need ?? null,
        state: 'reported-not-met',
        since: happenedAt,
        words: sealed['need'] ?? null,
        fact: id,
      }),
    ],
  },
});

/** What the front desk does for somebody, without why. */
export const accommodationsView = view({
  name: 'accommodations',
  title: 'Accommodations',
  says: 'What was agreed that the front desk does for somebody: no reason, and no kind of need but language and access unless the client lets it be known.',
  column: 'booking',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'For whom.', indexed: true },
    need: { kind: 'text', says: 'For which need, by its id.' },
    kind: { kind: 'text', says: 'What kind of need it is, where the front desk may know.' },
    agreedAt: { kind: 'text', says: 'Since when it is agreed.' },
    providedAt: { kind: 'text', says: 'When it was last done.' },
    desk: { kind: 'box', says: 'What to do.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['agreedAt'],
  follows: needFacts,
  on: {
    NeedStated: nothing,
    NeedChanged: ({ open }) => [drop(open.need)],
    NeedWithdrawn: ({ open }) => [drop(open.need)],
    AccommodationAgreed: ({ id, open, sealed, happenedAt }) =>
      sealed['desk'] === undefined && open.deskKind === undefined
        ? [drop(open.need)]
        : [
            put(open.need, {
              person: open.person,
              need: open.need,
              kind: open.deskKind ?? null,
              agreedAt: happenedAt,
              desk: sealed['desk'] ?? null,
              fact: id,
            }),
          ],
    AccommodationProvided: ({ open, happenedAt }) => [set(open.need, { providedAt: happenedAt })],
    // The front desk is told nothing of a need about which nothing was agreed.
    NeedProvidedFor: nothing,
    AccommodationDeclined: ({ open }) => [drop(open.need)],
    NeedNotMet: nothing,
  },
});
