import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM } from '../src/application/access/relations.js';
import type { Receipt } from '../src/application/kernel/outcome.js';
import { PerformAction } from '../src/application/perform-action.js';
import { openLedger, prepareLedger } from '../src/compose.js';
import { configurationFrom } from '../src/configuration.js';
import { addDays } from '../src/domain/language/business-time.js';
import type { Ledger } from '../src/ledger.js';

/** An agency to measure: cases whose clients are ready to be booked, and a way to act that must be accepted. */
export interface BusyAgency {
  readonly ledger: Ledger;
  readonly directory: string;
  readonly frontDesk: string;
  readonly cases: readonly { readonly case: string; readonly client: string; readonly therapist: string }[];
  readonly act: (name: string, body: object, person: string) => Promise<Receipt>;
  readonly remove: () => Promise<void>;
}

/** Opens a ledger on disk in a directory of its own and fills it with therapists and cases. */
export async function busyAgency(therapists: number, casesEach: number): Promise<BusyAgency> {
  const directory = mkdtempSync(join(process.env['ALLIANCE_BENCH_DIRECTORY'] ?? tmpdir(), 'alliance-bench-'));
  const configuration = configurationFrom({ ALLIANCE_DATA: directory, ALLIANCE_LOG_LEVEL: 'silent' });
  prepareLedger(configuration);
  const ledger = await openLedger(configuration);
  const act = async (name: string, body: object, person: string): Promise<Receipt> => {
    const outcome = await ledger.perform(new PerformAction(name, body, person));
    if (outcome.kind !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return outcome.receipt;
  };
  await act('EstablishAgency', { name: 'Measured Counselling', zone: 'America/Toronto' }, SYSTEM);
  const register = async (name: string, by: string): Promise<string> =>
    (await act('RegisterPerson', { name, contacts: [], permittedChannels: [], revealAgency: true }, by)).id as string;
  const lately = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const staff = async (name: string, role: string): Promise<string> => {
    const person = await register(name, SYSTEM);
    await act('GrantRole', { person, role, from: '2020-01-01' }, SYSTEM);
    await act('RecordTraining', { person, topic: 'privacy', on: lately }, SYSTEM);
    await act('RecordUndertaking', { person, version: '2026-1', on: lately }, SYSTEM);
    return person;
  };
  const frontDesk = await staff('Fran Desk', 'front-desk');
  const manager = await staff('Max Manager', 'manager');
  await act(
    'PublishCalendar',
    { kind: 'business', version: '1', effectiveFrom: '2020-01-01', weekend: ['saturday', 'sunday'], closures: [] },
    manager,
  );
  await act(
    'PublishFeeSchedule',
    {
      version: '1',
      effectiveFrom: '2020-01-01',
      fees: [{ service: 'individual', cents: 12_000, minutes: 50 }],
      lateCancellationBasisPoints: 5_000,
      missedBasisPoints: 10_000,
    },
    manager,
  );
  const cases: { case: string; client: string; therapist: string }[] = [];
  for (let t = 0; t < therapists; t++) {
    const therapist = await staff(`Therapist ${t}`, 'therapist');
    await act(
      'RegisterTherapist',
      {
        therapist,
        title: 'RP',
        college: 'CRPO',
        from: '2020-01-01',
        nameOnRegister: `Therapist ${t}`,
        number: String(t),
      },
      manager,
    );
    await Promise.all(
      Array.from({ length: casesEach }, async (_unused, c) => {
        const client = await register(`Client ${t} ${c}`, frontDesk);
        const { id } = await act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk);
        cases.push({ case: id as string, client, therapist });
      }),
    );
  }
  return {
    ledger,
    directory,
    frontDesk,
    cases,
    act,
    remove: async () => {
      await ledger.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The nth hour of working days at least two weeks ahead, as a local start: no two of a therapist overlap. */
export function hourAhead(n: number): string {
  const day = addDays(new Date().toISOString().slice(0, 10), 14 + Math.floor(n / 10));
  return `${day}T${String(8 + (n % 10)).padStart(2, '0')}:00`;
}
