import type { Asks } from './connection.js';

/** Takes a duty over: the next fencing number. What is written under an earlier one is refused from now on. */
export async function takeOver(client: Asks, duty: string): Promise<number> {
  const { rows } = await client.query<{ number: string }>(
    `INSERT INTO ledger.leadership AS l (duty, number) VALUES ($1, 1)
     ON CONFLICT (duty) DO UPDATE SET number = l.number + 1 RETURNING number`,
    [duty],
  );
  return Number(rows[0]?.number);
}
