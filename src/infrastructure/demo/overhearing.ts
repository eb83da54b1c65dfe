import type { EventStore } from '../../application/ports.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import type { Stage } from './stage.js';

/** What is worth a line of what the service says by itself. */
const WORTH: Readonly<Record<string, (fact: RecordedFact, who: string) => string>> = {
  SeatUnconfirmed: (_fact, who) => `no word from ${who} by noon: unconfirmed, neither cancelled nor lost`,
  SlotReleased: () => 'the therapist’s time is free again',
  NoticeDue: ({ open }, who) => `${who} is to be told: ${String(open['about']).replaceAll('-', ' ')}`,
  RefundDue: ({ open }, who) => `${Number(open['cents']) / 100} dollars are due back to ${who}`,
  QuestionOverdue: (_fact, who) => `the question of ${who} has no answer by its day`,
  SignatureMissed: ({ open }) =>
    open['signature'] === 'author' ? 'an entry is not signed by its day' : 'an entry is not signed by its supervisor',
  DeemedRefused: (_fact, who) => `no answer to ${who} by the day of the law: refused by silence`,
  BreachFound: ({ open }) =>
    open['kind'] === 'disclosed'
      ? 'a disclosure that consent did not cover is to be reviewed as a breach'
      : 'what somebody saw is to be reviewed as a breach',
  AccessQuestioned: ({ open }) => `questioned: ${open['count']} looks by one person, who would have been denied`,
  AccessFlagged: ({ open }) => `a look is flagged: ${String(open['rule']).replaceAll('-', ' ')}`,
  AccessReviewOverdue: () => 'a look under review was not settled by its day',
  PossibleMatchNoticed: ({ open }) =>
    `two registrations may be one person’s: same ${(open['on'] as readonly string[]).join(' and ')}`,
  EmergencyReviewOverdue: () => 'nobody has reviewed an emergency access by its day',
  DestructionDue: () => 'a record’s retention is over and nothing holds it: it is due to be destroyed',
  DestructionCertified: () => 'the keys are destroyed, and a certificate says so',
  MandateEnded: () => 'a mandate’s last day has passed',
  BreachDeadlinePassed: ({ open }) => `a limit of a breach passed: ${open['limit']}`,
  MandatoryReportOverdue: () => 'a report that the law wants is overdue',
  ComplaintDeadlinePassed: ({ open }) => `a limit of the complaint passed: ${open['kind']}`,
};

/** Lines for one kind of fact at most, at one time; the rest is counted. */
const LINES_AT_MOST = 3;

/** Follows the log while the year is played and prints what nobody asked for: deadlines and follow-ups. */
export function overhearing(store: Pick<EventStore, 'readAll'>): (stage: Stage) => Promise<void> {
  let after = 0n;
  return async (stage) => {
    const names = new Map([...stage.players.values()].map(({ id, key }) => [id, key]));
    const heard = new Map<string, { at: string; line: string }[]>();
    for (;;) {
      const facts = await store.readAll('facts', after, 500);
      for (const fact of facts) {
        after = fact.position;
        const line =
          fact.actor.role === 'system'
            ? WORTH[fact.type]?.(fact, names.get(String(fact.open['participant'] ?? fact.open['person'])) ?? 'somebody')
            : undefined;
        if (line === undefined) continue;
        const kind = `${fact.type} ${fact.happenedAt}`;
        heard.set(kind, [...(heard.get(kind) ?? []), { at: fact.happenedAt, line }]);
      }
      if (facts.length === 0) break;
    }
    for (const lines of heard.values()) {
      const shown = lines.length > LINES_AT_MOST ? lines.slice(0, LINES_AT_MOST - 1) : lines;
      for (const { at, line } of shown) stage.clockSays(at, line);
      if (shown.length < lines.length) stage.clockSays(lines[0]?.at ?? '', `and ${lines.length - shown.length} more`);
    }
  };
}
