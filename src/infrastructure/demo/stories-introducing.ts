import { publishesApproach } from './agency.js';
import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** Qualifications and approach: nothing is explained that was never published, and a register that is read out. */
export function planIntroducing(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, of } = scriptOf(month);
  const told = () => ({ ...of('teodor'), how: 'in-person', questionsInvited: true });
  does(
    '2026-02-05T15:50',
    'quill',
    'explains his approach, which he has not written down yet: that is on record, and it stays due',
    'explain-approach',
    told,
  );
  agenda.at('2026-02-05T16:00', () => publishesApproach(stage, 'quill'));
  refused(
    '2026-02-05T16:20',
    'manager',
    'records a certificate without saying in which technique',
    'certified-technique-needed',
    'record-qualification',
    () => ({ therapist: stage.person('quill'), kind: 'technique', from: '2025-11-01', title: 'A weekend course' }),
  );
  does(
    '2026-03-04T09:30',
    'manager',
    'records that rhea was trained in emotionally focused couple therapy',
    'record-qualification',
    () => ({
      therapist: stage.person('rhea'),
      kind: 'training',
      from: '2026-02-28',
      title: 'Emotionally focused couple therapy, core skills',
    }),
  );
  sees('2026-03-10T18:30', 'anselm', 'reads what was shown and told to him of his therapist', () => {
    return `/views/introductions?case=${stage.id('case of anselm')}`;
  });
}

/** Questions: answered; left unanswered with the reason and opened again; forgotten until the clock says so. */
export function planQuestions(month: Month): void {
  const { stage } = month;
  const { does, refused, sees, of, id } = scriptOf(month);
  does(
    '2026-03-11T19:20',
    'anselm',
    'asks how long this usually takes',
    'ask-question',
    () => ({ ...of('anselm'), words: 'How long does this usually take?' }),
    'question of anselm',
  );
  refused(
    '2026-03-12T08:50',
    'rhea',
    'answers the question of somebody else’s client',
    'not-found',
    'answer-question',
    () => ({
      ...of('anselm'),
      question: id('question of anselm'),
      how: 'telephone',
      answer: 'It depends.',
    }),
  );
  does('2026-03-24T09:10', 'ottoline', 'answers it in the session', 'answer-question', () => ({
    ...of('anselm'),
    question: id('question of anselm'),
    how: 'in-person',
    answer: 'Often eight to twelve sessions; we look at it together after the fifth.',
  }));
  does(
    '2026-03-12T20:05',
    'cosmo',
    'asks who else comes on Thursdays',
    'ask-question',
    () => ({ ...of('cosmo'), words: 'Who is it that I meet in the waiting room every week?' }),
    'question of cosmo',
  );
  const ofCosmo = () => ({ ...of('cosmo'), question: id('question of cosmo') });
  does(
    '2026-03-19T14:00',
    'ottoline',
    'leaves it unanswered and says why: it is about another client',
    'leave-question-unanswered',
    () => ({ ...ofCosmo(), reason: 'It is about another client, of whom nothing is said.' }),
  );
  does(
    '2026-03-20T18:40',
    'cosmo',
    'opens it again: then he would rather come at another hour',
    'reopen-question',
    () => ({
      ...ofCosmo(),
      words: 'Then may I come when nobody waits?',
    }),
  );
  does('2026-03-26T14:05', 'ottoline', 'answers: a quarter of an hour later', 'answer-question', () => ({
    ...ofCosmo(),
    how: 'in-person',
    answer: 'Come a quarter of an hour later; nobody waits then.',
  }));
  does(
    '2026-03-23T21:15',
    'fenna',
    'asks what becomes of her notes when she moves; nobody answers for weeks',
    'ask-question',
    () => ({ ...of('fenna'), words: 'What becomes of my notes when I move away?' }),
    'question of fenna',
  );
  sees('2026-04-10T09:00', 'officer', 'sees which questions wait too long', () => '/views/questions');
  does('2026-04-10T09:20', 'officer', 'answers fenna by e-mail, late and on record as late', 'answer-question', () => ({
    ...of('fenna'),
    question: id('question of fenna'),
    how: 'e-mail',
    answer: 'They are kept for ten years here; you may have a copy whenever you ask in writing.',
  }));
  refused(
    '2026-04-10T09:25',
    'officer',
    'answers a question that nobody asked',
    'question-not-found',
    'answer-question',
    () => ({
      ...of('fenna'),
      question: id('question of cosmo'),
      how: 'e-mail',
      answer: 'It was answered.',
    }),
  );
  sees('2026-04-10T18:00', 'fenna', 'reads the answer', () => `/views/questions?case=${stage.id('case of fenna')}`);
}
