import { alliance } from './alliance.js';

/** Begins a ledger in a data directory and returns its privacy officer. */
export async function begun(data: string): Promise<string> {
  const { code, err, json } = await alliance([
    ...['init', '--data', data, '--name', 'Example Counselling', '--officer-name', 'Pat Example', '--json'],
  ]);
  if (code !== 0) throw new Error(err);
  return json.privacyOfficer;
}

/** A line of an import file. */
export const line = (action: string, as: unknown, body: object, more: object = {}): string =>
  JSON.stringify({ action, as, body, ...more });

/** A line that registers somebody. */
export const registering = (name: string, as: unknown, more: object = {}): string =>
  line('RegisterPerson', as, { name, contacts: [], permittedChannels: [], revealAgency: true }, more);

/** Lines that record what access asks of somebody given a role: a training that counts today, and the undertaking. */
export const clearing = (person: unknown, officer: string): readonly string[] => {
  const on = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  return [
    line('RecordTraining', officer, { person, topic: 'privacy', on }),
    line('RecordUndertaking', officer, { person, version: '2026-1', on }),
  ];
};
