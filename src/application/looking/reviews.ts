import type { Grant } from '../access/policy.js';
import type { ViewRow } from '../ports.js';

/** Columns that say how a look came under review and what was said of it behind the reader's back. */
const BETWEEN_OFFICERS = { rule: null, count: null, decideBy: null, audit: null, reasons: null } as const;
const SEALED = { question: null, explanation: null, reasons: null } as const;

/**
 * A look under review as somebody is shown it: whole by a privacy officer, without its words by an auditor, and by whoever
 * looked, the privacy officer too, only once they were asked, without who or what flagged it.
 */
export function reviewShownTo(row: ViewRow, reader: string, grant: Grant): ViewRow | undefined {
  if (grant.reach === 'all' && row['actor'] !== reader)
    return grant.role === 'privacy-officer' ? row : { ...row, ...SEALED };
  return row['actor'] === reader && row['explainBy'] != null ? { ...row, ...BETWEEN_OFFICERS } : undefined;
}
