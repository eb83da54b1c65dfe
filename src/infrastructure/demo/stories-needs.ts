import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** What clients need: agreed and done, not done and reported, declined with another offer. */
export function planNeeds(month: Month): void {
  const { does, sees, seesNothing, who, id } = scriptOf(month);
  const need = (key: string) => ({ ...who(key), need: id(`need of ${key}`) });
  does(
    '2026-03-05T18:10',
    'anselm',
    'says that he needs an interpreter',
    'state-need',
    () => ({ ...who('anselm'), kind: 'language', words: 'My English is not enough for this; Frisian or Dutch.' }),
    'need of anselm',
  );
  does(
    '2026-03-06T09:00',
    'desk',
    'records that an interpreter was there on the telephone, before anything was agreed',
    'provide-accommodation',
    () => need('anselm'),
  );
  does(
    '2026-03-06T10:30',
    'ottoline',
    'agrees to an interpreter and says what the desk does',
    'agree-accommodation',
    () => ({
      ...need('anselm'),
      what: 'An interpreter by telephone, bound to secrecy, in every session.',
      deskDoes: 'Book the interpreter line for each session.',
    }),
  );
  sees('2026-03-09T08:45', 'desk', 'sees what is to be done, and no reason for it', () => '/views/accommodations');
  does('2026-03-10T09:05', 'desk', 'records that the interpreter was there', 'provide-accommodation', () => ({
    ...need('anselm'),
    note: 'On the line from the beginning.',
  }));
  does(
    '2026-03-03T17:20',
    'birgitta',
    'says that she cannot climb stairs',
    'state-need',
    () => ({ ...who('birgitta'), kind: 'access', words: 'A room without stairs.' }),
    'need of birgitta',
  );
  does('2026-03-04T09:10', 'ottoline', 'agrees to sessions on the ground floor', 'agree-accommodation', () => ({
    ...need('birgitta'),
    what: 'Sessions on the ground floor.',
    deskDoes: 'Book room 1.',
  }));
  does('2026-03-24T12:10', 'birgitta', 'reports that it was upstairs again', 'report-need-not-met', () => ({
    ...need('birgitta'),
    what: 'The session was upstairs again; I had to be helped.',
  }));
  does('2026-04-07T10:35', 'desk', 'records that room 1 was booked this time', 'provide-accommodation', () =>
    need('birgitta'),
  );
  does(
    '2026-03-09T20:00',
    'cosmo',
    'asks for an hour that leaves Friday noon free, for prayer',
    'state-need',
    () => ({ ...who('cosmo'), kind: 'religion', words: 'Friday noon is for prayer; I would come at eight instead.' }),
    'need of cosmo',
  );
  does(
    '2026-03-11T12:00',
    'ottoline',
    'declines eight o’clock, with the reason, and offers Thursdays',
    'decline-accommodation',
    () => ({
      ...need('cosmo'),
      reason: 'The house opens at nine.',
      instead: 'Thursdays at one o’clock.',
    }),
  );
  does(
    '2026-03-24T18:00',
    'wilma',
    'says that she hears badly on one side',
    'state-need',
    () => ({ ...who('wilma'), kind: 'ability', words: 'I hear nothing on the left; please sit on my right.' }),
    'need of wilma',
  );
  does('2026-03-25T09:00', 'naomi', 'agrees to change the chairs', 'agree-accommodation', () => ({
    ...need('wilma'),
    what: 'The chairs change places before each session.',
  }));
  does('2026-04-07T09:55', 'wilma', 'says that it was done', 'provide-accommodation', () => need('wilma'));
  seesNothing('2026-03-11T12:30', 'desk', 'opens what clients said they need', () => '/views/needs');
  sees('2026-03-31T16:00', 'officer', 'sees which needs wait and which were not met', () => '/views/needs');
}

/** What one tells and what not: nothing depends on it, and it is not asked again. */
export function planTelling(month: Month): void {
  const { does, refused, sees, who, person } = scriptOf(month);
  does('2026-03-10T09:12', 'desmond', 'asks dagny about her work', 'ask-topic', () => ({
    ...who('dagny'),
    topic: 'occupation',
  }));
  does('2026-03-10T09:14', 'dagny', 'tells of her work', 'tell-topic', () => ({
    ...who('dagny'),
    topic: 'occupation',
    words: 'I keep the books of a shipyard.',
  }));
  does(
    '2026-03-10T09:16',
    'dagny',
    'would rather not tell who lives with her; no reason is asked',
    'decline-to-tell',
    () => ({
      ...who('dagny'),
      topic: 'household',
    }),
  );
  refused('2026-03-24T09:10', 'desmond', 'asks about it again', 'topic-declined', 'ask-topic', () => ({
    ...who('dagny'),
    topic: 'household',
  }));
  does('2026-03-24T19:00', 'dagny', 'reports that she was pressed all the same', 'report-pressing', () => ({
    ...who('dagny'),
    topic: 'household',
    what: 'He came back to it twice.',
  }));
  does(
    '2026-04-07T09:40',
    'dagny',
    'declines to speak of her brother: a topic of her own',
    'decline-to-tell',
    () => ({ ...who('dagny'), topic: 'own', label: 'My brother' }),
    'own topic of dagny',
  );
  does('2026-06-02T09:10', 'dagny', 'lets the household be asked about again', 'lift-decline', () => ({
    ...who('dagny'),
    topic: 'household',
  }));
  does('2026-03-24T09:20', 'wilma', 'tells of her work, of her own accord', 'tell-topic', () => ({
    ...who('wilma'),
    topic: 'occupation',
    words: 'I drive a night bus.',
  }));
  sees('2026-06-02T09:12', 'desmond', 'sees what was told and what not', () => `/views/told?client=${person('dagny')}`);
}
