import { rosterFacts } from '../domain/case/roster.js';
import { TECHNIQUE_PARTS, techniqueFacts } from '../domain/case/techniques-facts.js';
import { type PresentedRow, put, set, view } from './view.js';

const { TherapistAssigned } = rosterFacts;

const useFor = (use: string, participant: string): string => `${use} ${participant}`;
const saidOf = (technique: string, participant: string): string => `${technique} ${participant}`;

/** Techniques proposed, what each participant was told and said of each, and every use. */
export const techniquesView = view({
  name: 'techniques',
  title: 'Techniques',
  says: 'Techniques that need a consent of their own: proposed, explained to whom, consented to or not, used with whose consent.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant'],
  staff: ['therapist'],
  columns: {
    kind: { kind: 'text', says: 'proposed, said, used, refused or reported.' },
    technique: { kind: 'text', says: 'Which proposal.', indexed: true },
    called: { kind: 'text', says: 'EMDR, hypnosis, exposure, touch or other.' },
    participant: { kind: 'text', says: 'Whose explanation and consent, or with whom it was used.', indexed: true },
    state: {
      kind: 'text',
      says: 'explained, explained-in-part, consented, refused, withdrawn, spent by an instance of touch, or due-again with another therapist; of a use: with or without-consent, or questioned.',
    },
    explainedAt: { kind: 'text', says: 'When it was explained in full.' },
    covered: { kind: 'json', says: 'What the explanation covered.' },
    since: { kind: 'text', says: 'Since when it stands so.' },
    how: { kind: 'text', says: 'How it was said.' },
    session: { kind: 'text', says: 'In which session it was used.' },
    therapist: { kind: 'text', says: 'Who proposed it.' },
    words: { kind: 'box', says: 'What it is called and why, what was asked, or what happened.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['since'],
  combines: true,
  present: (rows) => asTheyStand(rows),
  follows: { ...techniqueFacts, TherapistAssigned },
  on: {
    TherapistAssigned: ({ id, happenedAt }) => [put('therapist', { kind: 'therapist', since: happenedAt, fact: id })],
    TechniqueProposed: ({ id, open, sealed, happenedAt }) => [
      put(open.technique, {
        kind: 'proposed',
        technique: open.technique,
        called: open.kind,
        state: 'proposed',
        since: happenedAt,
        therapist: open.therapist,
        words: sealed['technique'] ?? null,
        fact: id,
      }),
    ],
    TechniqueExplained: ({ id, open, sealed, happenedAt }) => [
      put(saidOf(open.technique, open.participant), {
        kind: 'said',
        technique: open.technique,
        participant: open.participant,
        state:
          open.questionsAnswered && TECHNIQUE_PARTS.every((one) => open.covered.includes(one))
            ? 'explained'
            : 'explained-in-part',
        explainedAt: happenedAt,
        covered: open.covered,
        since: happenedAt,
        words: sealed['technique'] ?? null,
        fact: id,
      }),
    ],
    TechniqueConsentGiven: ({ id, open, happenedAt }) => [
      set(saidOf(open.technique, open.participant), { state: 'consented', since: happenedAt, how: open.how, fact: id }),
    ],
    TechniqueConsentRefused: ({ id, open, happenedAt }) => [
      put(saidOf(open.technique, open.participant), {
        kind: 'said',
        technique: open.technique,
        participant: open.participant,
        state: 'refused',
        since: happenedAt,
        how: open.how,
        fact: id,
      }),
    ],
    TechniqueConsentWithdrawn: ({ id, open, happenedAt }) => [
      set(saidOf(open.technique, open.participant), { state: 'withdrawn', since: happenedAt, how: open.how, fact: id }),
    ],
    // Whose consent was missing is each participant's own matter: a row for each.
    TechniqueUsed: ({ id, open, happenedAt }) =>
      open.participants.map((participant) =>
        put(useFor(open.use, participant), {
          kind: 'used',
          technique: open.technique,
          participant,
          session: open.session,
          state: 'with-consent',
          since: happenedAt,
          fact: id,
        }),
      ),
    TechniqueUseRefused: ({ id, open, happenedAt }) =>
      open.withoutConsentOf.map((participant) =>
        put(useFor(`refused ${id}`, participant), {
          kind: 'refused',
          technique: open.technique,
          participant,
          session: open.session,
          state: 'without-consent',
          since: happenedAt,
          fact: id,
        }),
      ),
    TechniqueUseReported: ({ id, open, sealed, happenedAt }) =>
      open.participants.map((participant) =>
        put(useFor(open.use, participant), {
          kind: 'reported',
          technique: open.technique ?? null,
          called: open.kind,
          participant,
          session: open.session,
          state: open.withoutConsentOf.includes(participant) ? 'without-consent' : 'with-consent',
          since: happenedAt,
          words: sealed['technique'] ?? null,
          fact: id,
        }),
      ),
    TechniqueUseQuestioned: ({ id, open }) => [
      set(useFor(open.use, open.participant), { state: 'questioned', fact: id }),
    ],
  },
});

/** What was said before another therapist came is due again; a consent to touch is spent by the instance after it. */
export function asTheyStand(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const [of, after] = [
    (row: PresentedRow, other: PresentedRow) => row['stream'] === other['stream'],
    (row: PresentedRow, other: PresentedRow) => String(other['since']) >= String(row['since']),
  ];
  const changes = rows.filter((row) => row['kind'] === 'therapist');
  const touches = new Set(rows.filter((row) => row['called'] === 'touch').map((row) => row['technique']));
  const uses = rows.filter((row) => row['kind'] === 'used' || row['kind'] === 'reported');
  return rows
    .filter((row) => row['kind'] !== 'therapist')
    .map((row) => {
      if (row['kind'] !== 'said' || (row['state'] !== 'consented' && row['state'] !== 'explained')) return row;
      if (changes.some((change) => of(row, change) && after(row, change))) return { ...row, state: 'due-again' };
      const used = (use: PresentedRow) =>
        use['technique'] === row['technique'] &&
        use['participant'] === row['participant'] &&
        of(row, use) &&
        after(row, use);
      const spent = row['state'] === 'consented' && touches.has(row['technique']) && uses.some(used);
      return spent ? { ...row, state: 'spent' } : row;
    });
}
