import type { Stage } from './stage.js';
import type { Meeting } from './weeks.js';

/** Notes that a story tells in its own way, and one that its author forgets to sign. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['note of wilma on 03-10', 'note of bram on 03-25']);
const FORGOTTEN: ReadonlySet<string> = new Set(['note of theda on 07-07']);
/** Who practises under supervision, so that somebody signs beside them. */
const SUPERVISED: ReadonlySet<string> = new Set(['quill']);

/** Name under which the note of a session is kept. */
export const noteOf = (session: string): string => session.replace('session of', 'note of');

/** The note of a session, written and signed on its day; of several participants it is communal. */
export async function writesNote(stage: Stage, { weekly, case: caseName, session }: Meeting): Promise<void> {
  const name = noteOf(session);
  if (TOLD_ELSEWHERE.has(name)) return;
  const [first = ''] = weekly.participants;
  const theCase = { case: stage.id(caseName) };
  const { id = '' } = await stage.quietly(weekly.therapist, 'write-entry', {
    ...theCase,
    kind: 'note',
    ...(weekly.participants.length === 1 && { participant: stage.person(first) }),
    session: stage.id(session),
    content: 'What was talked about, what was agreed on, and what comes next.',
  });
  stage.ids.set(name, id);
  if (!FORGOTTEN.has(name)) await stage.quietly(weekly.therapist, 'sign-entry', { ...theCase, entry: id });
  if (SUPERVISED.has(weekly.therapist)) stage.ids.set(`to co-sign: ${name}`, id);
}

/** The supervisor signs beside every note that waits for it. */
export async function coSigns(stage: Stage, supervisor: string, keys: readonly string[]): Promise<void> {
  for (const key of keys)
    for (const [name, entry] of [...stage.ids]) {
      if (!name.startsWith(`to co-sign: note of ${key} `)) continue;
      await stage.quietly(supervisor, 'co-sign-entry', { case: stage.id(`case of ${key}`), entry });
      stage.ids.delete(name);
    }
}

/** What a therapist shows and tells before a first session: qualifications, approach, availability. */
export async function introduces(
  stage: Stage,
  caseName: string,
  { participants, therapist }: { readonly participants: readonly string[]; readonly therapist: string },
): Promise<void> {
  for (const key of participants) {
    const told = {
      case: stage.id(caseName),
      participant: stage.person(key),
      how: 'in-person',
      questionsInvited: true,
    };
    await stage.quietly(therapist, 'show-qualifications', told);
    await stage.quietly(therapist, 'explain-approach', told);
    await stage.quietly(therapist, 'explain-availability', {
      ...told,
      waitingDays: 14,
      bookedBy: ['telephone', 'in-person'],
    });
  }
}
