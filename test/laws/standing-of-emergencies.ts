import { type History, type Judged, judged, same, type Told } from './standing-history.js';

/** R7: each emergency access waits for a second person, who finds it justified or not; a review out of time is a breach of its own. */
export const byEmergencies = (h: History): readonly Judged[] => [
  ...h.of('EmergencyAccessOpened').flatMap((opened) => {
    const last = h.after(opened, ['EmergencyAccessReviewed'], same(opened.said, 'emergency')).at(-1);
    if (last === undefined) return ofEach(opened, 'open');
    return ofEach(last, last.said['outcome'] === 'justified' ? 'kept' : 'breached');
  }),
  ...h
    .of('EmergencyAccessReviewed')
    .filter(({ said }) => said.late)
    .flatMap((late) => ofEach(late, 'breached')),
  ...h.of('EmergencyReviewOverdue').flatMap((overdue) => ofEach(overdue, 'breached')),
];

const ofEach = ({ type, said }: Told, word: Judged['word']): readonly Judged[] =>
  (said.participants ?? []).map((one) => judged('R7', word, type, one));
