import type { ParametersState } from '../domain/agency/agency.js';
import { linkedWith, spanOf } from '../domain/agency/linked-persons.js';
import { type HoldSources, holdsOn } from '../domain/case/holds-on-case.js';
import { lastInteraction } from '../domain/case/interaction.js';
import {
  birthsOf,
  mayBeDestroyed,
  type RetentionFlag,
  type RetentionOf,
  retentionOf,
  retentionYearsOn,
} from '../domain/case/retention.js';
import { addDays } from '../domain/language/business-time.js';
import type { PresentedAt, PresentedRow } from './view.js';

const text = (row: PresentedRow, column: string): string => String(row[column]);
const ids = (row: PresentedRow, column: string): readonly string[] => (row[column] ?? []) as readonly string[];
const of = (rows: readonly PresentedRow[], what: string) => rows.filter((row) => row['what'] === what);

function groupedBy(rows: readonly PresentedRow[], column: string): ReadonlyMap<string, readonly PresentedRow[]> {
  const groups = new Map<string, PresentedRow[]>();
  for (const row of rows) {
    const key = text(row, column);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The published parameters, as decisions look them up. */
function parametersIn(rows: readonly PresentedRow[]): ParametersState {
  const values = [...groupedBy(of(rows, 'years'), 'by')].map(([parameter, published]) => {
    const versions = published.map((row) => ({ value: Number(row['count']), effectiveFrom: text(row, 'value') }));
    return [parameter, versions] as const;
  });
  return { agency: undefined, values: new Map(values), feeSchedules: [] };
}

/** Requests of a person that hold their record: open, before the Commissioner, or still open to recourse. */
function requestsOf(rows: readonly PresentedRow[]): HoldSources['requests'] {
  const untilOf = new Map<string, string | undefined>();
  for (const row of of(rows, 'window')) {
    const known = untilOf.get(text(row, 'by'));
    const until = text(row, 'until');
    untilOf.set(text(row, 'by'), known === undefined || until > known ? until : known);
  }
  for (const row of [...of(rows, 'before'), ...of(rows, 'request')]) {
    if (row['what'] === 'before' || row['value'] === 'open') untilOf.set(text(row, 'by'), undefined);
  }
  return [...untilOf].map(([request, until]) => ({ request, until }));
}

/** Everything that holds one case, from wherever it is known. */
function holdsOf(
  caseId: string,
  participants: readonly string[],
  own: readonly PresentedRow[],
  all: {
    readonly complaints: readonly PresentedRow[];
    readonly breaches: readonly PresentedRow[];
    readonly more: ReadonlyMap<string, readonly PresentedRow[]>;
    readonly requests: ReadonlyMap<string, readonly PresentedRow[]>;
  },
): HoldSources {
  const concerned = (rows: readonly PresentedRow[]): boolean => {
    const cases = rows.flatMap((row) => ids(row, 'cases'));
    return cases.length > 0
      ? cases.includes(caseId)
      : rows.some((row) => ids(row, 'persons').some((person) => participants.includes(person)));
  };
  return {
    placed: of(own, 'held').map((row) => ({
      hold: text(row, 'by'),
      because: row['value'] as HoldSources['placed'][number]['because'],
    })),
    complaints: all.complaints.filter((row) => concerned([row])).map((row) => ({ complaint: text(row, 'by') })),
    requests: participants.flatMap((person) => requestsOf(all.requests.get(person) ?? [])),
    breaches: all.breaches
      .filter((row) => concerned([row, ...(all.more.get(text(row, 'by')) ?? [])]))
      .map((row) => ({ breach: text(row, 'by') })),
  };
}

/** One row a case: until when it is kept, by which rule, what holds it. */
export function retentionSchedule(
  rows: readonly PresentedRow[],
  { now, monthOf }: Pick<PresentedAt, 'now' | 'monthOf'>,
): readonly PresentedRow[] {
  // The day before today in UTC has ended in every zone.
  const today = addDays(now.slice(0, 10), -1);
  const years = retentionYearsOn({ parameters: parametersIn(rows) }, today);
  const born = new Map(of(rows, 'born').map((row) => [row['participant'], row['value']]));
  const colleges = new Map(of(rows, 'college').map((row) => [row['therapist'], row['value']]));
  const closed = new Set(of(rows, 'closed').map((row) => row['by']));
  const all = {
    complaints: of(rows, 'complaint'),
    breaches: of(rows, 'breach').filter((row) => !closed.has(row['by'])),
    more: groupedBy(of(rows, 'more'), 'by'),
    requests: groupedBy([...of(rows, 'request'), ...of(rows, 'before'), ...of(rows, 'window')], 'participant'),
  };
  const links = linksIn(rows);
  return [...groupedBy(rows, 'stream').values()].flatMap((own) => {
    const opened = of(own, 'case')[0];
    if (opened === undefined) return [];
    const participants = of(own, 'participant').map((row) => text(row, 'participant'));
    const months = of(own, 'contact').map((row) => text(row, 'value'));
    const last = lastInteraction(months, now, monthOf);
    const kept = retentionOf(
      {
        lastInteraction: last.day,
        attended: of(own, 'attended').length > 0,
        bornIn: participants.flatMap((person) =>
          birthsOf(linkedWith(links, person), (one) => (born.get(one) ?? undefined) as string | undefined),
        ),
        colleges: of(own, 'therapist').map((row) => colleges.get(row['therapist']) as RetentionOf['colleges'][number]),
        flags: of(own, 'flag').map((row) => row['value'] as RetentionFlag),
      },
      years,
    );
    // What a person is held for under one registration holds what is kept under every other (rule 46).
    const holds = holdsOn(holdsOf(text(opened, 'case'), spanOf(links, participants), own, all), now);
    return [
      {
        case: opened['case'],
        participants,
        lastInteraction: last.month,
        until: kept.until ?? 'birth date unknown: keep',
        rule: kept.rule,
        years: kept.years ?? null,
        // Which complaint it is, is not for whoever sees the schedule.
        holds: holds.map(({ because, by, until }) => ({
          because,
          ...(because !== 'complaint' && { by }),
          until: until ?? null,
        })),
        state:
          of(own, 'destroyed').length > 0
            ? 'destroyed'
            : mayBeDestroyed(kept, holds, today)
              ? 'over'
              : holds.length > 0
                ? 'held'
                : 'kept',
      },
    ];
  });
}

/** Registrations that are one person's. */
function linksIn(rows: readonly PresentedRow[]): { readonly tied: Map<string, Set<string>> } {
  const tied = new Map<string, Set<string>>();
  for (const row of of(rows, 'linked'))
    for (const person of ids(row, 'persons'))
      tied.set(person, new Set([...(tied.get(person) ?? []), ...ids(row, 'persons')]));
  return { tied };
}
