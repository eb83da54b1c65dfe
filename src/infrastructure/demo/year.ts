import { ontarioLegalHolidays, proposeClosures } from '../../domain/language/business-time.js';
import { admit, type Tokens } from './agency.js';
import { plus } from './agenda.js';
import { CLIENTS, WEEKS, type Weekly } from './cast.js';
import { introduces, writesNote } from './notes.js';
import { HELD_SESSIONS, TOLD_SESSIONS } from './told-sessions.js';
import { caseOf, feeFor, type Meeting, type Month, noonFor, policiesDue, seatOf, sessionOf, shares } from './weeks.js';

/** A case of the ordinary year: the same day and time every week or every other week, until it ends. */
interface Rhythm {
  readonly key: string;
  readonly kind: Weekly['kind'];
  readonly participants: readonly string[];
  readonly therapist: string;
  /** Local time of the first session. */
  readonly first: string;
  readonly everyDays: 7 | 14;
  readonly sessions: number;
}

const alone = (
  key: string,
  therapist: string,
  first: string,
  everyDays: Rhythm['everyDays'],
  sessions: number,
): Rhythm => ({ key, kind: 'individual', participants: [key], therapist, first, everyDays, sessions });

/** Those of the month who go on, every other week. */
const GO_ON: readonly Rhythm[] = [
  ['wilma', '2026-03-10T09:00', 22],
  ['osric', '2026-03-10T11:00', 12],
  ['petra', '2026-03-12T10:00', 18],
  ['bram', '2026-03-11T15:00', 9],
  ['teodor', '2026-03-13T10:00', 14],
  ['hollis', '2026-03-11T10:00', 20],
  ['leontyne', '2026-03-12T09:00', 16],
].flatMap(([key, first, sessions]) => {
  const weekly = WEEKS.find((each) => each.key === key);
  return weekly ? [{ ...weekly, first: String(first), everyDays: 14 as const, sessions: Number(sessions) }] : [];
});

/** Those who come during the year. */
const COME: readonly Rhythm[] = [
  alone('anselm', 'ottoline', '2026-03-10T09:00', 14, 20),
  alone('birgitta', 'ottoline', '2026-03-10T10:30', 14, 12),
  alone('cosmo', 'ottoline', '2026-03-12T13:00', 7, 16),
  alone('dagny', 'desmond', '2026-03-10T09:00', 14, 18),
  alone('ewart', 'desmond', '2026-03-10T10:30', 14, 8),
  alone('fenna', 'desmond', '2026-03-19T14:00', 7, 12),
  {
    key: 'second couple',
    kind: 'couple',
    participants: ['gaspard', 'marguerite'],
    therapist: 'rhea',
    first: '2026-04-07T16:00',
    everyDays: 14,
    sessions: 14,
  },
  alone('hedda', 'naomi', '2026-04-09T09:00', 14, 18),
  alone('isidore', 'naomi', '2026-04-16T11:00', 14, 10),
  {
    key: 'group',
    kind: 'group',
    participants: ['jocasta', 'kerstin', 'lucian', 'nikolai'],
    therapist: 'ottoline',
    first: '2026-04-15T15:00',
    everyDays: 14,
    sessions: 16,
  },
  alone('oriel', 'tomas', '2026-05-05T10:00', 14, 14),
  alone('percival', 'tomas', '2026-05-07T14:00', 14, 10),
  alone('rosamund', 'desmond', '2026-05-21T09:00', 14, 14),
  alone('silvan', 'ottoline', '2026-06-02T13:00', 14, 12),
  alone('theda', 'rhea', '2026-06-09T13:00', 14, 12),
  {
    key: 'third couple',
    kind: 'couple',
    participants: ['ulrich', 'verena'],
    therapist: 'naomi',
    first: '2026-07-07T14:00',
    everyDays: 14,
    sessions: 10,
  },
  alone('xanthe', 'tomas', '2026-09-08T09:00', 14, 9),
  alone('zenobia', 'ottoline', '2026-09-10T09:00', 14, 8),
  alone('tobias', 'desmond', '2026-09-15T15:00', 14, 7),
];

const CLOSED = new Set([...proposeClosures(2026), ...proposeClosures(2027)].map(({ date }) => date));
/** Nothing ordinary happens after the last day of the year that is told. */
const LAST_DAY = '2027-01-22';
/** When the day's attendance is recorded. */
const DAY_ENDS = 'T17:30';
const MONTH_ENDS = [
  ...['2026-03-31', '2026-04-30', '2026-05-29', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30'],
  ...['2026-10-30', '2026-11-30', '2026-12-31', '2027-01-29'],
] as const;
/** Of a hundred seats, how many are given up in time. */
const CANCELLED_IN_TIME = 6;

/** Starts of a rhythm: what falls on a closed day is left out. */
const startsOf = ({ first, everyDays, sessions }: Rhythm): readonly string[] =>
  Array.from({ length: sessions }, (_, i) => plus(first, i * everyDays * 1_440)).filter(
    (start) => !CLOSED.has(start.slice(0, 10)) && start.slice(0, 10) <= LAST_DAY,
  );

/** The ordinary year around the stories: quiet, but every bit as real. */
export function planYear(month: Month, tokens: Tokens): void {
  const { agenda, stage } = month;
  agenda.at('2026-12-01T09:00', () =>
    stage.does('manager', 'publishes the calendars of 2027', async (as) => {
      const common = { version: '2027-1', effectiveFrom: '2026-12-01' };
      const closures = [...proposeClosures(2026), ...proposeClosures(2027)];
      await as('publish-calendar', { ...common, kind: 'business', weekend: ['saturday', 'sunday'], closures });
      const legal = [...ontarioLegalHolidays(2026), ...ontarioLegalHolidays(2027)];
      await as('publish-calendar', { ...common, kind: 'statutory', weekend: ['sunday'], closures: legal });
    }),
  );
  for (const end of MONTH_ENDS) agenda.at(`${end}T18:00`, async () => stage.sayMonth(end.slice(0, 7)));
  for (const rhythm of GO_ON) {
    const [first] = startsOf(rhythm);
    if (first !== undefined) agenda.at(plus(first, -7 * 1_440), () => bookQuietly(month, rhythm, first, false));
  }
  for (const [i, rhythm] of COME.entries()) {
    // Taken in a week before the first session, during the morning.
    const day = plus(rhythm.first, -7 * 1_440).slice(0, 10);
    agenda.at(plus(`${day}T09:15`, i), () => comes(month, rhythm, tokens));
  }
}

/** A new case: registered, informed, booked. */
async function comes(month: Month, rhythm: Rhythm, tokens: Tokens): Promise<void> {
  const { stage } = month;
  const parts = CLIENTS.filter(({ key }) => rhythm.participants.includes(key));
  const named = parts.map(({ name }) => name).join(', ');
  await stage.does('desk', `takes in ${named}: registered, given what comes first, told the fee`, async (as) => {
    for (const part of parts) stage.players.set(part.key, await admit(as, part, 'identity-document', tokens));
    const participants = rhythm.participants.map(stage.person);
    const therapist = stage.person(rhythm.therapist);
    const { id = '' } = await as('open-case', { kind: rhythm.kind, participants, therapist });
    stage.ids.set(caseOf(rhythm.key), id);
    for (const participant of participants) {
      for (const policy of policiesDue(stage, rhythm.first.slice(0, 10)))
        await as('give-policy', { case: id, participant, policy, how: 'in-person' });
      await as('tell-fee', { case: id, participant, service: rhythm.kind, how: 'in-person' });
    }
  });
  await bookQuietly(month, rhythm, rhythm.first, true);
}

async function bookQuietly(month: Month, rhythm: Rhythm, start: string, first: boolean): Promise<void> {
  const { stage } = month;
  const session = sessionOf(rhythm.key, start);
  const { id = '' } = await stage.quietly('desk', 'book-session', {
    case: stage.id(caseOf(rhythm.key)),
    therapist: stage.person(rhythm.therapist),
    startLocal: start,
    modality: 'in-person',
    service: rhythm.kind,
    participants: rhythm.participants.map(stage.person),
  });
  stage.ids.set(session, id);
  const weekly = { ...rhythm, starts: startsOf(rhythm) };
  goes(month, rhythm, { weekly, start, session, case: caseOf(rhythm.key), first });
}

/** How an ordinary session goes: confirmed or given up by telephone before noon, paid, held, recorded at the day's end. */
function goes(month: Month, rhythm: Rhythm, meeting: Meeting): void {
  const { stage, agenda, random } = month;
  const { start } = meeting;
  const told = TOLD_SESSIONS.has(meeting.session);
  const mayFail = !meeting.first && rhythm.kind === 'individual';
  const givenUp = mayFail && random() * 100 < CANCELLED_IN_TIME && !HELD_SESSIONS.has(meeting.session);
  const telephone = (key: string) => ({
    ...seatOf(stage, meeting, key),
    channel: 'telephone',
    informant: stage.person(key),
  });
  agenda.at(`${noonFor(start).slice(0, 10)}T09:30`, async () => {
    if (told) return;
    for (const key of rhythm.participants)
      await stage.quietly('desk', givenUp ? 'cancel-seat' : 'confirm-seat', telephone(key));
  });
  const end = `${start.slice(0, 10)}${DAY_ENDS}`;
  if (told) stage.counted('told above', start);
  else if (givenUp) stage.counted('given up in time', start);
  else {
    agenda.at(start, () => isHeld(month, rhythm, meeting));
    agenda.at(end, () => isRecorded(month, rhythm, meeting));
  }
  const next = meeting.weekly.starts[meeting.weekly.starts.indexOf(start) + 1];
  if (next !== undefined) agenda.at(end, () => bookQuietly(month, rhythm, next, false));
}

async function isHeld(month: Month, rhythm: Rhythm, meeting: Meeting): Promise<void> {
  const { stage, random } = month;
  const theCase = { case: stage.id(meeting.case) };
  const parts = shares(feeFor(meeting), rhythm.participants.length);
  if (meeting.first) await introduces(stage, meeting.case, rhythm);
  for (const [i, key] of rhythm.participants.entries()) {
    const method = random() < 0.3 ? 'e-transfer' : 'card';
    const participant = stage.person(key);
    await stage.quietly('desk', 'record-payment', { ...theCase, participant, cents: parts[i], method });
    if (!meeting.first) continue;
    await stage.quietly(rhythm.therapist, 'explain-counselling', {
      ...theCase,
      participant,
      covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
      questionsAnswered: true,
      notes: 'What counselling is and is not was talked through.',
    });
    await stage.quietly(key, 'consent-to-counselling', { ...theCase, participant, how: 'portal' });
  }
  await stage.quietly(rhythm.therapist, 'start-session', {
    ...theCase,
    session: stage.id(meeting.session),
    present: rhythm.participants.map(stage.person),
  });
}

async function isRecorded({ stage }: Month, rhythm: Rhythm, meeting: Meeting): Promise<void> {
  const theCase = { case: stage.id(meeting.case) };
  const session = stage.id(meeting.session);
  const attended = rhythm.participants.map(stage.person);
  await stage.quietly(rhythm.therapist, 'record-attendance', { ...theCase, session, attended, missed: [] }, true);
  for (const key of rhythm.participants) {
    const charge = await stage.charge(meeting.session, meeting.case, key);
    await stage.quietly('desk', 'issue-receipt', { ...theCase, participant: stage.person(key), charge });
  }
  await writesNote(stage, meeting);
  stage.counted('held', meeting.start);
}
