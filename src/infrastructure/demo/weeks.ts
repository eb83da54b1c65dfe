import { confirmationDeadline, proposeClosures } from '../../domain/language/business-time.js';
import { timeZone } from '../time/zone.js';
import { admit, GIVEN_FIRST, type Tokens } from './agency.js';
import { type Agenda, plus } from './agenda.js';
import { CLIENTS, WEEKS, type Weekly } from './cast.js';
import { introduces, writesNote } from './notes.js';
import { dayOf, type Stage, ZONE } from './stage.js';

/** One session of one case, as the courses below speak of it. */
export interface Meeting {
  readonly weekly: Weekly;
  readonly start: string;
  /** Name under which its id is kept. */
  readonly session: string;
  /** Name under which its case's id is kept. */
  readonly case: string;
  readonly first: boolean;
}

/** How a session goes once it is booked; those without a course of their own go the ordinary way. */
export type Course = (month: Month, meeting: Meeting) => void;

/** What every course needs. */
export interface Month {
  readonly stage: Stage;
  readonly agenda: Agenda;
  readonly random: () => number;
  /** By session name. */
  readonly courses: ReadonlyMap<string, Course>;
}

/** Name of the case of a weekly place, and of one of its sessions. */
export const caseOf = (key: string): string => `case of ${key}`;
export const sessionOf = (key: string, start: string): string => `session of ${key} on ${start.slice(5, 10)}`;

/** How long a session of each kind is, in minutes. */
const MINUTES: Readonly<Record<Weekly['kind'], number>> = { individual: 50, couple: 75, family: 75, group: 90 };

const FEES: Readonly<Record<Weekly['kind'], number>> = {
  individual: 14_000,
  couple: 17_000,
  family: 18_000,
  group: 24_000,
};
/** A sliding scale agreed during the month: from which start on one pays less. */
const REDUCED = { key: 'yuki', from: '2026-02-13', cents: 7_000 } as const;
const CALENDAR = {
  version: '2026-1',
  weekend: ['saturday', 'sunday'],
  closures: [...proposeClosures(2026), ...proposeClosures(2027)],
} as const;
const when = (local: string): string => `${dayOf(local)} ${local.slice(11)}`;

/** How a line speaks of who meets. */
const called = ({ key, kind }: Weekly): string => (kind === 'individual' ? key : `the ${key}`);

/** The noon promised for a session, as a local time. */
export const noonFor = (start: string): string =>
  confirmationDeadline(start, CALENDAR, timeZone(ZONE)).local.slice(0, 16);

/** Shares of a fee in whole cents, the first ones taking what does not divide. */
export const shares = (cents: number, among: number): readonly number[] =>
  Array.from({ length: among }, (_, i) => Math.floor(cents / among) + (i < cents % among ? 1 : 0));

/** What a session costs all who take part. */
export const feeFor = ({ weekly, start }: Meeting): number =>
  weekly.key === REDUCED.key && start >= REDUCED.from ? REDUCED.cents : FEES[weekly.kind];

/** Puts every intake on the agenda; each books its first session, which puts on the rest. */
export function planMonth(month: Month, tokens: Tokens): void {
  for (const [i, weekly] of WEEKS.entries()) {
    month.agenda.at(plus('2026-02-02T09:00', i * 12), () => intake(month, weekly, tokens));
  }
}

async function intake(month: Month, weekly: Weekly, tokens: Tokens): Promise<void> {
  const { stage } = month;
  const parts = CLIENTS.filter(({ key }) => weekly.participants.includes(key));
  const names = parts.map(({ name }) => name).join(', ');
  await stage.does('desk', `takes in ${names}: registered, given what comes first, told the fee`, async (as) => {
    for (const part of parts) stage.players.set(part.key, await admit(as, part, 'identity-document', tokens));
    const participants = weekly.participants.map(stage.person);
    const therapist = stage.person(weekly.therapist);
    const { id = '' } = await as('open-case', { kind: weekly.kind, participants, therapist });
    stage.ids.set(caseOf(weekly.key), id);
    for (const participant of participants) {
      for (const policy of policiesDue(stage, '2026-02-02'))
        await as('give-policy', { case: id, participant, policy, how: 'in-person' });
      await as('tell-fee', { case: id, participant, service: weekly.kind, how: 'in-person' });
    }
  });
  for (const key of weekly.participants) {
    await stage.does(key, 'acknowledges the limits of confidentiality', (as) =>
      as('acknowledge-policy', {
        case: stage.id(caseOf(weekly.key)),
        participant: stage.person(key),
        policy: stage.id('limits-of-confidentiality'),
      }),
    );
  }
  const [first] = weekly.starts;
  if (first !== undefined) await book(month, weekly, first, true);
}

/** The versions of the policies that come before a first session, as they are on a day. */
export const policiesDue = (stage: Stage, day: string): readonly string[] =>
  GIVEN_FIRST.map((kind) => stage.id(kind === 'fee-policy' && day >= '2026-03-01' ? 'fee-policy from March' : kind));

/** The desk books a session, and its course begins. */
export async function book(month: Month, weekly: Weekly, start: string, first = false): Promise<void> {
  const { stage } = month;
  const session = sessionOf(weekly.key, start);
  await stage.does(
    'desk',
    `books ${called(weekly)} for ${when(start)} with ${stage.player(weekly.therapist).name}`,
    async (as) => {
      const { id = '' } = await as('book-session', {
        case: stage.id(caseOf(weekly.key)),
        therapist: stage.person(weekly.therapist),
        startLocal: start,
        modality: 'in-person',
        service: weekly.kind,
        participants: weekly.participants.map(stage.person),
      });
      stage.ids.set(session, id);
    },
  );
  const course = month.courses.get(session) ?? ordinary;
  course(month, { weekly, start, session, case: caseOf(weekly.key), first });
}

/** Puts the booking of the session after this one on the agenda. */
export function bookNext(month: Month, { weekly, start }: Meeting, at: string): void {
  const next = weekly.starts[weekly.starts.indexOf(start) + 1];
  if (next !== undefined) month.agenda.at(at, () => book(month, weekly, next));
}

/** Confirmed in time, paid before, explained and consented to the first time, started, held, receipted. */
export const ordinary: Course = (month, meeting) => {
  confirms(month, meeting);
  pays(month, meeting);
  meets(month, meeting);
};

/** Each participant confirms some hours before noon, or in person at once when noon has passed. */
export function confirms({ stage, agenda, random }: Month, meeting: Meeting): void {
  const noon = noonFor(meeting.start);
  for (const key of meeting.weekly.participants) {
    const before = plus(noon, -Math.floor(5 + random() * 170));
    const byDesk = random() < 0.4;
    agenda.at(before, () =>
      stage.does(
        byDesk ? 'desk' : key,
        `confirms ${byDesk ? `for ${key}, by telephone, ` : ''}${when(meeting.start)}`,
        (as) =>
          as('confirm-seat', {
            ...seatOf(stage, meeting, key),
            ...(byDesk && { channel: 'telephone', informant: stage.person(key) }),
          }),
      ),
    );
  }
}

/** Each participant pays their share before the session. */
export function pays({ stage, agenda, random }: Month, meeting: Meeting): void {
  const { weekly, start } = meeting;
  const parts = shares(feeFor(meeting), weekly.participants.length);
  for (const [i, key] of weekly.participants.entries()) {
    const transfer = random() < 0.3;
    const at = transfer ? plus(start, -60 - Math.floor(random() * 30)) : plus(start, -20);
    agenda.at(at, () =>
      stage.does('desk', `takes ${key}’s payment for ${when(start)}`, (as) =>
        as('record-payment', {
          case: stage.id(meeting.case),
          participant: stage.person(key),
          cents: parts[i],
          method: transfer ? 'e-transfer' : 'card',
        }),
      ),
    );
  }
}

/** The session itself: explained and consented to the first time, started, held, the next one booked, receipts given. */
export function meets(month: Month, meeting: Meeting): void {
  const { stage, agenda } = month;
  const { weekly, start } = meeting;
  if (meeting.first) agenda.at(plus(start, -10), () => explains(stage, meeting.case, weekly));
  agenda.at(start, () => starts(stage, meeting));
  const over = plus(start, MINUTES[weekly.kind]);
  agenda.at(over, () => attended(stage, meeting));
  bookNext(month, meeting, plus(over, 5));
  agenda.at(plus(over, 10), () => receipts(stage, meeting));
}

/** The therapist explains counselling; each participant consents. */
export async function explains(
  stage: Stage,
  caseName: string,
  { participants, therapist }: Pick<Weekly, 'participants' | 'therapist'>,
): Promise<void> {
  await introduces(stage, caseName, { participants, therapist });
  await stage.does(therapist, 'explains counselling, its risks and alternatives', async (as) => {
    for (const key of participants) {
      await as('explain-counselling', {
        case: stage.id(caseName),
        participant: stage.person(key),
        covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
        questionsAnswered: true,
        notes: 'Asked how long it usually takes; answered.',
      });
    }
  });
  for (const key of participants) {
    await stage.does(key, 'consents to counselling', (as) =>
      as('consent-to-counselling', { case: stage.id(caseName), participant: stage.person(key), how: 'portal' }),
    );
  }
}

export const starts = (stage: Stage, { weekly, ...meeting }: Meeting): Promise<unknown> =>
  stage.does(weekly.therapist, `starts the session with ${called(weekly)}`, (as) =>
    as('start-session', {
      case: stage.id(meeting.case),
      session: stage.id(meeting.session),
      present: weekly.participants.map(stage.person),
    }),
  );

export async function attended(stage: Stage, meeting: Meeting): Promise<void> {
  const { weekly } = meeting;
  await stage.does(weekly.therapist, `records that ${called(weekly)} attended`, (as) =>
    as('record-attendance', {
      case: stage.id(meeting.case),
      session: stage.id(meeting.session),
      attended: weekly.participants.map(stage.person),
      missed: [],
    }),
  );
  await writesNote(stage, meeting);
}

/** A receipt for each participant, numbered. */
export async function receipts(stage: Stage, meeting: Meeting): Promise<void> {
  for (const key of meeting.weekly.participants) {
    const charge = await stage.charge(meeting.session, meeting.case, key);
    await stage.does('desk', `issues ${key}’s receipt`, (as) =>
      as('issue-receipt', { case: stage.id(meeting.case), participant: stage.person(key), charge }),
    );
  }
}

/** How one seat is named in an action. */
export const seatOf = (stage: Stage, meeting: Pick<Meeting, 'case' | 'session'>, key: string) => ({
  case: stage.id(meeting.case),
  session: stage.id(meeting.session),
  participant: stage.person(key),
});
