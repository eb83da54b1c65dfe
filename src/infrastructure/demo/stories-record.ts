import { coSigns, noteOf } from './notes.js';
import { scriptOf } from './script.js';
import { instantOf } from './stage.js';
import type { Month } from './weeks.js';

/** Days on which quill's notes are gone through and signed beside. */
const SUPERVISION_DAYS = [
  ...['2026-02-09', '2026-02-18', '2026-03-02', '2026-03-20', '2026-04-02', '2026-04-17', '2026-05-01', '2026-05-15'],
  ...[
    '2026-05-29',
    '2026-06-12',
    '2026-06-26',
    '2026-07-10',
    '2026-07-24',
    '2026-08-07',
    '2026-08-21',
    '2026-09-11',
    '2026-09-18',
  ],
] as const;

/** The clinical record: draft, signature, amendment, paper, incident, supervision, and a signature that was forgotten. */
export function planRecord(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, of, id } = scriptOf(month);
  const session = (name: string) => id(`session of ${name}`);
  const entry = (name: string) => ({ entry: id(noteOf(`session of ${name}`)) });
  for (const [i, day] of SUPERVISION_DAYS.entries())
    agenda.at(`${day}T16:45`, async () => {
      await coSigns(stage, 'naomi', ['teodor', 'yuki']);
      if (i === 0) await stage.does('naomi', 'signs beside quill’s notes of the week', async () => {});
    });
  refused(
    '2026-02-10T11:30',
    'naomi',
    'would sign quill’s note as if it were hers',
    'only-the-author-signs',
    'sign-entry',
    () => ({
      case: id('case of teodor'),
      ...entry('teodor on 02-06'),
    }),
  );
  refused('2026-02-10T11:40', 'desk', 'drafts a clinical note', 'clinical-entry-by-therapist', 'draft-entry', () => ({
    ...of('wilma'),
    kind: 'note',
    content: 'She looked tired.',
  }));
  agenda.at('2026-03-02T16:50', () =>
    stage.does('naomi', 'writes the supervision of quill’s case into it, and signs', async (as) => {
      const theCase = { case: id('case of teodor') };
      const content = 'Went through the plan; safety was asked about and answered.';
      const { id: written } = await as('note-supervision', { ...theCase, content });
      await as('sign-entry', { ...theCase, entry: written });
    }),
  );
  const wilma = () => ({ ...of('wilma'), kind: 'note', session: session('wilma on 03-10') });
  does(
    '2026-03-10T09:55',
    'naomi',
    'begins the note of wilma’s session: a draft is hers alone',
    'draft-entry',
    () => ({ ...wilma(), content: 'One sister; sleeps badly.' }),
    'note of wilma on 03-10',
  );
  agenda.at('2026-03-10T17:40', () =>
    stage.does('naomi', 'finishes the draft and signs it', async (as) => {
      const draft = entry('wilma on 03-10');
      await as('write-entry', { ...wilma(), ...draft, content: 'One sister, in Thunder Bay. Sleeps four hours.' });
      await as('sign-entry', { case: id('case of wilma'), ...draft });
    }),
  );
  const amended = {
    content: 'One sister, in Thunder Bay. Sleeps four hours, and rests in the afternoon.',
    change: 'The afternoon had been left out.',
  };
  refused(
    '2026-03-12T12:00',
    'rhea',
    'changes a note in somebody else’s case',
    'entry-not-found',
    'amend-entry',
    () => ({
      case: id('case of wilma'),
      ...entry('wilma on 03-10'),
      ...amended,
    }),
  );
  agenda.at('2026-03-12T12:10', () =>
    stage.does('naomi', 'amends it beside the original, says what changed, signs again', async (as) => {
      const amending = { case: id('case of wilma'), ...entry('wilma on 03-10') };
      await as('amend-entry', { ...amending, ...amended });
      await as('sign-entry', amending);
    }),
  );
  does(
    '2026-04-01T09:20',
    'tomas',
    'enters the paper note of Wed 25 March, when the power was out: late and marked as late',
    'write-entry',
    () => ({
      ...of('bram'),
      kind: 'note',
      session: session('bram on 03-25'),
      contactAt: instantOf('2026-03-25T15:00'),
      content: 'Written by hand that evening: the father’s house is sold.',
      happenedAt: instantOf('2026-03-25T18:10'),
      precision: 'minute',
      channel: 'paper',
      evidence: 'notebook 4, page 31',
    }),
    'note of bram on 03-25',
  );
  does('2026-04-01T09:25', 'tomas', 'signs it', 'sign-entry', () => ({
    case: id('case of bram'),
    ...entry('bram on 03-25'),
  }));
  agenda.at('2026-05-13T16:50', () =>
    stage.does('ottoline', 'writes down an incident, and signs: somebody fainted in the group', async (as) => {
      const theCase = { case: id('case of group') };
      const content = 'One participant fainted at 15:40; was well after ten minutes; a friend was called with consent.';
      const { id: written } = await as('write-entry', { ...theCase, kind: 'incident', content });
      await as('sign-entry', { ...theCase, entry: written });
    }),
  );
  sees('2026-07-17T09:00', 'rhea', 'finds that her note of theda was never signed', () => {
    return `/views/record?case=${id('case of theda')}`;
  });
  does('2026-07-20T09:10', 'rhea', 'signs it: late, and the record says how late', 'sign-entry', () => ({
    case: id('case of theda'),
    ...entry('theda on 07-07'),
  }));
}
