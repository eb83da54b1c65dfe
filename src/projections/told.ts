import { nameFacts } from '../domain/person/names.js';
import { personFacts } from '../domain/person/person.js';
import { INTAKE_TOPICS, tellingFacts, topicKey } from '../domain/person/telling.js';
import { type PresentedRow, put, set, view } from './view.js';

const { PersonRegistered } = personFacts;
const { PronounsChanged } = nameFacts;

/** What a client told, declined to tell, was asked, and what is unknown because nobody asked: never the same thing. */
export const toldView = view({
  name: 'told',
  title: 'What the client decided to tell',
  says: 'Every topic of the intake list and the client’s own: told, declined, asked, or unknown because it was never asked. Declining has no consequence.',
  column: 'clinical',
  scopes: ['client'],
  persons: ['person'],
  combines: true,
  columns: {
    person: { kind: 'text', says: 'Whose.', indexed: true },
    topic: { kind: 'text', says: 'A topic of the intake list, or own.' },
    own: { kind: 'text', says: 'Which of the person’s own topics.' },
    state: { kind: 'text', says: 'told, declined, asked or unknown.' },
    declined: { kind: 'integer', says: '1 while it is declined.' },
    told: { kind: 'integer', says: '1 when something was told.' },
    since: { kind: 'text', says: 'Since when it stands like this.' },
    pressedAt: { kind: 'text', says: 'When it was last reported that the client was pressed about it.' },
    label: { kind: 'box', says: 'What a topic of the person’s own is.' },
    words: { kind: 'box', says: 'What was told.' },
    pressed: { kind: 'box', says: 'What was reported.' },
    identity: { kind: 'box', says: 'What was told at registration, or of pronouns, as far as it is a topic.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['person', 'topic'],
  present: (rows) => topicsOf(rows),
  follows: { ...tellingFacts, PersonRegistered, PronounsChanged },
  on: {
    PersonRegistered: ({ id, open, sealed, happenedAt }) => [
      put('registered', {
        person: open.person,
        topic: 'registered',
        told: open.bornIn === undefined ? 0 : 1,
        since: happenedAt,
        identity: sealed['identity'] ?? null,
        fact: id,
      }),
    ],
    PronounsChanged: ({ id, open, sealed, happenedAt }) => [
      put('pronouns said', {
        person: open.person,
        topic: 'pronouns-said',
        told: open.told === 'told' ? 1 : 0,
        since: happenedAt,
        identity: sealed['identity'] ?? null,
        fact: id,
      }),
    ],
    TopicAsked: ({ id, open, sealed, happenedAt }) => [
      put(topicKey(open), {
        person: open.person,
        topic: open.topic,
        own: open.own ?? null,
        since: happenedAt,
        label: sealed['topic'] ?? null,
        fact: id,
      }),
    ],
    TopicAnswered: ({ id, open, sealed, happenedAt }) => [
      put(`${topicKey(open)} told`, {
        person: open.person,
        topic: open.topic,
        own: open.own ?? null,
        told: 1,
        since: happenedAt,
        words: sealed['topic'] ?? null,
        fact: id,
      }),
    ],
    TopicDeclined: ({ id, open, sealed, happenedAt }) => [
      put(`${topicKey(open)} declined`, {
        person: open.person,
        topic: open.topic,
        own: open.own ?? null,
        declined: 1,
        since: happenedAt,
        label: sealed['topic'] ?? null,
        fact: id,
      }),
    ],
    DeclineLifted: ({ id, open, happenedAt }) => [
      set(`${topicKey(open)} declined`, { declined: 0, since: happenedAt, fact: id }),
    ],
    TopicPressed: ({ id, open, sealed, happenedAt }) => [
      put(`${topicKey(open)} pressed ${open.report}`, {
        person: open.person,
        topic: open.topic,
        own: open.own ?? null,
        pressedAt: happenedAt,
        pressed: sealed['topic'] ?? null,
        fact: id,
      }),
    ],
  },
});

const at = (row: PresentedRow | undefined, column: string): unknown => row?.[column] ?? null;
const isAsked = (row: PresentedRow): boolean =>
  ['told', 'declined', 'pressedAt'].every((column) => at(row, column) === null);

/** One row a topic: what was said last decides, and a topic of which nothing was said is unknown. */
export function topicsOf(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  return [...new Set(rows.map((row) => String(row['person'])))].flatMap((person) => {
    const theirs = rows.filter((row) => row['person'] === person);
    const owns = new Set(theirs.map((row) => at(row, 'own')).filter((own) => own !== null));
    return [
      ...INTAKE_TOPICS.map((topic) => oneTopic(person, topic, null, theirs)),
      ...[...owns].map((own) => oneTopic(person, 'own', String(own), theirs)),
    ];
  });
}

function oneTopic(person: string, topic: string, own: string | null, theirs: readonly PresentedRow[]): PresentedRow {
  const of = theirs.filter((row) => row['topic'] === topic && at(row, 'own') === own);
  const registered = atRegistration(topic, theirs);
  const told = of.find((row) => row['told'] === 1);
  const lifted = of.find((row) => row['declined'] === 0);
  const declined = of.find((row) => row['declined'] === 1);
  const asked = of.find(isAsked);
  const pressed = of.filter((row) => at(row, 'pressedAt') !== null);
  const [state, shown] = declined
    ? (['declined', declined] as const)
    : told
      ? (['told', told] as const)
      : registered
        ? (['told', registered] as const)
        : asked
          ? (['asked', asked] as const)
          : (['unknown', undefined] as const);
  return {
    person,
    topic,
    own,
    state,
    since: shown?.['since'] ?? null,
    label: textIn([asked, declined, lifted, told], 'label') ?? textIn([told], 'words', 'label'),
    words: told === undefined ? null : textIn([told], 'words', 'words'),
    pressedAt: pressed.at(-1)?.['pressedAt'] ?? null,
    pressed: pressed.map((row) => textIn([row], 'pressed', 'what')),
    fact: shown?.['fact'] ?? null,
  };
}

/** The row by which a birth date or pronouns are known from registration, if they are. */
function atRegistration(topic: string, theirs: readonly PresentedRow[]): PresentedRow | undefined {
  const registered = theirs.find((row) => row['topic'] === 'registered');
  if (topic === 'birth-date') return registered?.['told'] === 1 ? registered : undefined;
  if (topic !== 'pronouns') return undefined;
  const said = theirs.find((row) => row['topic'] === 'pronouns-said');
  if (said !== undefined) return said['told'] === 1 ? said : undefined;
  const identity = registered?.['identity'] as { readonly pronouns?: unknown } | null | undefined;
  return typeof identity?.pronouns === 'string' ? registered : undefined;
}

/** A word out of the first opened box that has it; the box itself when it stayed shut. */
function textIn(rows: readonly (PresentedRow | undefined)[], column: string, field = 'label'): unknown {
  for (const row of rows) {
    const box = row?.[column] as Readonly<Record<string, unknown>> | null | undefined;
    if (box?.['withheld'] !== undefined) return box;
    if (box?.[field] !== undefined) return box[field];
  }
  return null;
}
