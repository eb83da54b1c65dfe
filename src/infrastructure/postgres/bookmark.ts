import type { Pool } from 'pg';
import type { Bookmark } from '../../application/reactions/reactor.js';

/**
 * A row that says how far the reactions to a log are, whichever instance leads them. What belongs to another log or lies beyond
 * the head counts as the start: reactions are idempotent, so that only costs time.
 */
export function bookmarkRow(pool: Pool, logId: string, head: () => Promise<bigint>, of: string): Bookmark {
  return {
    load: async () => {
      const { rows } = await pool.query<{ position: string }>(
        'SELECT position FROM ledger.bookmarks WHERE duty = $1 AND log_id = $2',
        [of, logId],
      );
      const position = BigInt(rows[0]?.position ?? 0);
      return position <= (await head()) ? position : 0n;
    },
    save: async (position) => {
      await pool.query(
        `INSERT INTO ledger.bookmarks (duty, log_id, position) VALUES ($1, $2, $3)
         ON CONFLICT (duty) DO UPDATE SET log_id = excluded.log_id, position = excluded.position`,
        [of, logId, String(position)],
      );
    },
  };
}
