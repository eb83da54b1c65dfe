import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** Goals are agreed on and looked at again; what is noted about taking part can be answered. */
export function planParticipation(month: Month): void {
  const { does, refused, sees, of, id } = scriptOf(month);
  const goal = () => ({ ...of('wilma'), goal: id('goal of wilma') });
  does(
    '2026-03-10T09:40',
    'wilma',
    'agrees on a goal: to sleep through the night',
    'agree-goal',
    () => ({ ...of('wilma'), words: 'To sleep through the night.' }),
    'goal of wilma',
  );
  does(
    '2026-04-21T16:20',
    'gaspard',
    'agrees with marguerite on a goal of both',
    'agree-goal',
    () => ({ case: id('case of second couple'), words: 'To finish a quarrel on the day it began.' }),
    'goal of the second couple',
  );
  does('2026-06-02T09:45', 'naomi', 'looks with wilma at how far it has come', 'review-goal', () => ({
    ...goal(),
    progress: 'closer',
    words: 'Four nights of seven.',
  }));
  does('2026-11-03T09:45', 'wilma', 'says that it is reached', 'review-goal', () => ({
    ...goal(),
    progress: 'reached',
  }));
  const note = () => ({ ...of('anselm'), note: id('note on anselm') });
  does(
    '2026-05-05T10:00',
    'ottoline',
    'notes with concern that anselm came late three times',
    'note-participation',
    () => ({ ...of('anselm'), how: 'came-late', concern: true, words: 'Twenty minutes, for the third time.' }),
    'note on anselm',
  );
  refused(
    '2026-05-05T18:50',
    'anselm',
    'notes a concern about himself',
    'concern-by-therapist',
    'note-participation',
    () => ({
      ...of('anselm'),
      how: 'came-late',
      concern: true,
    }),
  );
  does('2026-05-05T19:00', 'anselm', 'answers: the bus of nine no longer runs', 'answer-participation', () => ({
    ...note(),
    words: 'The bus of half past eight was taken away in April.',
  }));
  does('2026-05-19T09:20', 'ottoline', 'talks it over; the concern is settled', 'settle-concern', note);
  does('2026-05-19T19:00', 'anselm', 'notes that he kept the diary between sessions', 'note-participation', () => ({
    ...of('anselm'),
    how: 'worked-between-sessions',
    words: 'I kept the diary.',
  }));
  sees('2026-11-03T10:00', 'wilma', 'reads her goals', () => `/views/goals?case=${id('case of wilma')}`);
  sees(
    '2026-05-19T19:05',
    'anselm',
    'reads the note, with his answer beside it',
    () => `/views/participation?case=${id('case of anselm')}`,
  );
}
