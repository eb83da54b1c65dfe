import { recordFacts } from '../../domain/case/record-facts.js';
import { nothing, put, set } from '../view.js';
import { deadlinePart } from './part.js';

/** Drafts to be finished, entries to be signed by their author, and by the supervisor of a Qualifying one. */
export const recordDeadlines = deadlinePart({
  follows: recordFacts,
  on: {
    EntryDrafted: ({ id, open, happenedAt }) => [
      put(`finish-draft ${open.entry}`, {
        kind: 'finish-draft',
        due: open.finishBy,
        from: happenedAt,
        state: 'open',
        participant: open.participant ?? null,
        session: open.session ?? null,
        thing: open.entry,
        fact: id,
      }),
    ],
    EntryWritten: ({ id, open, happenedAt }) => [
      set(`finish-draft ${open.entry}`, { state: 'met', settledAt: happenedAt }),
      put(`sign-entry ${open.entry}`, {
        kind: 'sign-entry',
        due: open.signBy,
        from: open.contactAt,
        state: 'open',
        participant: open.participant ?? null,
        session: open.session ?? null,
        thing: open.entry,
        fact: id,
      }),
    ],
    EntrySigned: ({ id, open, happenedAt }) =>
      open.first
        ? [
            set(`sign-entry ${open.entry}`, { state: open.daysLate > 0 ? 'missed' : 'met', settledAt: happenedAt }),
            ...(open.coSignBy === undefined
              ? []
              : [
                  put(`co-sign-entry ${open.entry}`, {
                    kind: 'co-sign-entry',
                    due: open.coSignBy,
                    from: happenedAt,
                    state: 'open',
                    participant: open.participant ?? null,
                    thing: open.entry,
                    fact: id,
                  }),
                ]),
          ]
        : [],
    EntryAmended: nothing,
    EntryCoSigned: ({ open, happenedAt }) =>
      open.first
        ? [set(`co-sign-entry ${open.entry}`, { state: open.daysLate > 0 ? 'missed' : 'met', settledAt: happenedAt })]
        : [],
    SignatureMissed: ({ open, happenedAt }) => [
      set(`${open.signature === 'author' ? 'sign' : 'co-sign'}-entry ${open.entry}`, {
        state: 'missed',
        settledAt: happenedAt,
      }),
    ],
    SessionCircumstancesNoted: nothing,
  },
});
