import type { PresentedRow } from '../view.js';

/** One value of a channel, or a permission without one, for the days it holds. */
interface Held {
  readonly channel: unknown;
  readonly from: string;
  until: string | null;
  readonly mayUse: number;
  readonly mayLeaveVoicemail: number;
  readonly revealAgency: number;
  readonly contact: unknown;
  doubt: { readonly because: unknown; readonly at: unknown } | undefined;
  readonly row: PresentedRow;
}

interface Contact {
  readonly channel: string;
}

const allowed = (row: PresentedRow) => ({
  mayUse: Number(row['mayUse'] ?? 0),
  mayLeaveVoicemail: Number(row['mayLeaveVoicemail'] ?? 0),
  revealAgency: Number(row['revealAgency'] ?? 0),
});

/** What a person gave when they were registered: a row a value; one shut row when the reader may not see them. */
function registered(row: PresentedRow, from: string): readonly Held[] {
  const permitted = (row['permittedChannels'] ?? []) as readonly string[];
  const held = { from, until: null, doubt: undefined, row, revealAgency: Number(row['revealAgency'] ?? 0) };
  const { contacts } = (row['contact'] ?? {}) as { readonly contacts?: readonly Contact[] };
  const mayLeaveVoicemail = permitted.includes('voicemail') ? 1 : 0;
  if (contacts === undefined) {
    return [{ ...held, channel: null, mayUse: 0, mayLeaveVoicemail, contact: row['contact'] ?? null }];
  }
  return contacts.map(({ channel, ...contact }) => ({
    ...held,
    channel,
    mayUse: permitted.includes(channel) ? 1 : 0,
    mayLeaveVoicemail,
    contact,
  }));
}

/** Ends what holds on a channel on a day; what was to begin later never does. */
function end(held: readonly Held[], channel: unknown, from: string): readonly Held[] {
  const open = held.filter((one) => one.channel === channel && (one.until === null || one.until > from));
  for (const one of open) one.until = from;
  return open;
}

function say(held: Held[], row: PresentedRow): void {
  const { channel, contact = null } = row as { channel?: unknown; contact?: unknown };
  const from = String(row['from']);
  const newest = () => held.filter((one) => one.channel === channel && one.until === null);
  switch (row['said']) {
    case 'changed':
      end(held, channel, from);
      held.push({ channel, from, until: null, ...allowed(row), contact, doubt: undefined, row });
      return;
    case 'permitted': {
      // The values are as they were; without one, the permission stands alone.
      const before = newest();
      end(held, channel, from);
      const values = before.length > 0 ? before.map((one) => one.contact) : [null];
      for (const value of values) {
        held.push({ channel, from, until: null, ...allowed(row), contact: value, doubt: before[0]?.doubt, row });
      }
      return;
    }
    case 'ended':
      end(held, channel, from);
      return;
    default: {
      const doubt = row['said'] === 'doubted' ? { because: row['because'], at: row['at'] } : undefined;
      for (const one of newest()) one.doubt = doubt;
    }
  }
}

/** The versions of one person's contacts as they follow from what was said, in the order it was said. */
export function contactHistory(
  rows: readonly PresentedRow[],
  today: string,
  dayOf: (instant: string) => string,
): readonly PresentedRow[] {
  return [...new Set(rows.map((row) => row['person']))].flatMap((person) => {
    const held: Held[] = [];
    const theirs = rows.filter((row) => row['person'] === person);
    for (const row of [...theirs].sort((a, b) => Number(a['revision']) - Number(b['revision']))) {
      if (row['said'] === 'registered') held.push(...registered(row, dayOf(String(row['at']))));
      else say(held, row);
    }
    return held.map(({ row, doubt, ...one }) => ({
      person,
      ...one,
      state: one.until !== null && one.until <= today ? 'former' : one.from > today ? 'coming' : 'current',
      doubtfulSince: doubt?.at ?? null,
      because: doubt?.because ?? null,
      at: row['at'],
      fact: row['fact'],
    }));
  });
}
