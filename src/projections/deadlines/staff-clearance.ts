import { clearanceFacts } from '../../domain/agency/clearance-facts.js';
import { nothing, put } from '../view.js';
import { deadlinePart } from './part.js';

/** Until when a training counts: the newest of a topic; once it is over the person's roles open nothing. */
export const clearanceDeadlines = deadlinePart({
  follows: clearanceFacts,
  on: {
    TrainingCompleted: ({ id, open, happenedAt }) =>
      open.longest
        ? [
            put(`training-ends ${open.person} ${open.topic}`, {
              kind: 'training-ends',
              due: open.endsAt,
              from: happenedAt,
              state: 'open',
              person: open.person,
              thing: open.topic,
              fact: id,
            }),
          ]
        : [],
    UndertakingSigned: nothing,
  },
});
