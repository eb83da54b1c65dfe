import type { ViewRow } from '../ports.js';
import type { Relations } from './relations.js';

/** Kind of information under which a look at a duty to report is on record. */
export const OF_DUTY = 'mandatory-report';

/** True for the stream of a duty to report. */
export const isOfDuty = (stream: string): boolean => stream.startsWith(`${OF_DUTY}-`);

/**
 * The rows of one look, in what is recorded as looks of their own: duties to report, and complaints and conduct reports about
 * the very person asked for. On record for the privacy officer, they tell that person of nothing (rule 72).
 */
export async function partsOfLook(
  rows: readonly ViewRow[],
  client: string | undefined,
  relations: Relations,
): Promise<{
  readonly duties: readonly ViewRow[];
  readonly about: readonly ViewRow[];
  readonly others: readonly ViewRow[];
}> {
  const duties: ViewRow[] = [];
  const about: ViewRow[] = [];
  const others: ViewRow[] = [];
  for (const row of rows) {
    if (isOfDuty(row.stream)) duties.push(row);
    else if (client !== undefined && (await isAbout(row.stream, client, relations))) about.push(row);
    else others.push(row);
  }
  return { duties, about, others };
}

async function isAbout(stream: string, client: string, relations: Relations): Promise<boolean> {
  if (!stream.startsWith('complaint-')) return false;
  return (await relations.toComplaint(client, stream.slice('complaint-'.length))).respondent;
}

/** True for a look or a denial that would tell of a duty to report: shown to whoever sees all looks, and to who looked. */
export const tellsOfDuty = (row: ViewRow, reader: string): boolean =>
  row['actor'] !== reader && (row['information'] === OF_DUTY || String(row['view']).startsWith(`${OF_DUTY}s`));

/** Why a line of who looked is not shown to whom it is about. */
export const WITHHELD_GROUNDS = {
  /** PHIPA s. 52(1)(e): it could endanger somebody, or identify who was required or expected to keep it in confidence. */
  'could-endanger': 'Telling of it could reasonably be expected to result in harm to somebody (PHIPA s. 52(1)(e))',
  /** PHIPA s. 23(1)2: counselling in which a child took part on their own is the child's alone. */
  'own-counselling': 'It is about counselling in which the child took part on their own (PHIPA s. 23(1))',
} as const;
export type WithheldGround = keyof typeof WITHHELD_GROUNDS;

/** A line of who looked as somebody sees it who does not see all of them: where it came from would tell what else there is. */
export const cutForReport = (row: ViewRow): ViewRow => ({ ...row, streams: null, searched: null });
