import { AccessLog } from '../../src/application/access/access-log.js';
import { DecisionLog } from '../../src/application/access/decision-log.js';
import { Decisions } from '../../src/application/access/decisions.js';
import { AccessPolicy, type Whereabouts } from '../../src/application/access/policy.js';
import { Relations, SYSTEM } from '../../src/application/access/relations.js';
import type { Outcome, Receipt } from '../../src/application/kernel/outcome.js';
import { FactWriter } from '../../src/application/kernel/state-facts.js';
import { StreamStates } from '../../src/application/kernel/stream-states.js';
import { Worlds } from '../../src/application/kernel/worlds.js';
import { PerformAction, PerformActionHandler, type Performing } from '../../src/application/perform-action.js';
import type { EventStore, KeyRing } from '../../src/application/ports.js';
import { openMemoryEventStore } from '../../src/infrastructure/event-store/memory-event-store.js';
import { canonical } from '../../src/infrastructure/integrity/canonical.js';
import { Sha256Digests, sha256 } from '../../src/infrastructure/integrity/digests.js';
import { UuidIds } from '../../src/infrastructure/integrity/ids.js';
import { policiesIn } from '../../src/infrastructure/policies/policy-files.js';
import { MovableClock } from '../../src/infrastructure/time/clocks.js';
import { timeZone } from '../../src/infrastructure/time/zone.js';
import { memoryKeyRing } from './keys.js';

/** The whole application without doors or views, on real adapters, with a clock that stands still until it is moved. */
export async function application(
  options: {
    readonly at?: string;
    readonly store?: EventStore;
    readonly keys?: KeyRing;
    /** Where a person is the subject, when there is a view that knows. */
    readonly whereabouts?: Whereabouts;
    /** True to keep each decision in the access log, as the service does. */
    readonly keepsDecisions?: boolean;
  } = {},
) {
  const clock = new MovableClock(options.at ?? '2026-01-05T15:00:00.000Z', false);
  const store = options.store ?? openMemoryEventStore();
  const keys = options.keys ?? (await memoryKeyRing());
  const ids = new UuidIds(clock);
  const digests = Object.assign(new Sha256Digests(), { canonical: (value: unknown) => canonical(value) });
  const states = new StreamStates(store);
  const relations = new Relations(states, clock, timeZone);
  const policies = policiesIn();
  const log = new DecisionLog(store, digests, ids, clock);
  const policy = new AccessPolicy(
    relations,
    options.whereabouts ?? (async () => []),
    options.keepsDecisions
      ? new Decisions(policies, digests, (situation, decided) => log.keep(policies, situation, decided))
      : new Decisions(policies, digests),
  );
  const accessLog = new AccessLog(store, digests, ids, clock, ids.fresh(), keys);
  const performing: Performing = {
    store,
    states,
    policy,
    accessLog,
    writer: new FactWriter(store, keys, digests, ids),
    worlds: new Worlds(states, timeZone, sha256),
    digests,
    ids,
    clock,
  };
  const handler = new PerformActionHandler(performing);
  const act = (
    name: string,
    body: object,
    person: string = SYSTEM,
    more: PerformAction['options'] = {},
  ): Promise<Outcome> => handler.execute(new PerformAction(name, body, person, more));
  return { clock, store, keys, ids, digests, states, relations, policy, accessLog, handler, act, performing };
}

export type Application = Awaited<ReturnType<typeof application>>;

/** The receipt of an outcome that must be accepted; what it was instead when it was not. */
export function accepted(outcome: Outcome): Receipt {
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome.receipt;
}

/** Makes somebody who was given a role at the agency one whom it opens something to: trained, and sworn to confidence. */
export async function cleared({ act }: Pick<Application, 'act'>, person: string, on = '2020-01-01'): Promise<string> {
  accepted(await act('RecordTraining', { person, topic: 'privacy', on }));
  accepted(await act('RecordUndertaking', { person, version: '2020-1', on }));
  return person;
}

/** An agency with one of each role, one therapist in good standing, and policies, ready for cases. */
export async function agency(app: Pick<Application, 'act'>) {
  const { act } = app;
  accepted(await act('EstablishAgency', { name: 'Example Counselling', zone: 'America/Toronto' }));
  const register = async (name: string, by: string = SYSTEM): Promise<string> =>
    accepted(
      await act(
        'RegisterPerson',
        {
          name,
          contacts: [{ channel: 'e-mail', value: `${name.toLowerCase().replaceAll(' ', '.')}@example.org` }],
          permittedChannels: ['e-mail'],
          revealAgency: true,
        },
        by,
      ),
    ).id as string;
  const staff = async (name: string, role: string, trainedOn?: string): Promise<string> => {
    const person = await register(name);
    accepted(await act('GrantRole', { person, role, from: '2020-01-01' }));
    return cleared(app, person, trainedOn);
  };
  const privacyOfficer = await staff('Pat Privacy', 'privacy-officer', '2026-01-05');
  // Tests move their clock by decades: what lapses on the way is for those that are about it.
  accepted(
    await act(
      'PublishLegalParameter',
      {
        parameter: 'training-months',
        value: 1_200,
        citation: 'A test',
        effectiveFrom: '1900-01-01',
        confirmedByCounsel: false,
      },
      privacyOfficer,
    ),
  );
  await cleared(app, privacyOfficer);
  const frontDesk = await staff('Fran Desk', 'front-desk');
  const manager = await staff('Max Manager', 'manager');
  const auditor = await staff('Audrey Auditor', 'auditor');
  const complaintsOfficer = await staff('Casey Complaints', 'complaints-officer');
  const therapist = await staff('Theo Therapist', 'therapist');
  const otherTherapist = await staff('Thea Therapist', 'therapist');
  for (const [t, nameOnRegister, number] of [
    [therapist, 'Theo Therapist', '001234'],
    [otherTherapist, 'Thea Therapist', '005678'],
  ] as const) {
    accepted(
      await act(
        'RegisterTherapist',
        { therapist: t, title: 'RP', college: 'CRPO', from: '2020-01-01', nameOnRegister, number },
        manager,
      ),
    );
  }
  const policy = async (kind: string, requiredBefore: string): Promise<string> =>
    accepted(
      await act(
        'PublishPolicy',
        {
          version: '2026-1',
          kind,
          title: kind,
          effectiveFrom: '2026-01-01',
          requiredBefore,
          text: `The text of ${kind}.`,
        },
        manager,
      ),
    ).id as string;
  const policies = {
    limits: await policy('limits-of-confidentiality', 'first-session'),
    cancellation: await policy('cancellation-policy', 'first-session'),
    fees: await policy('fee-policy', 'first-session'),
  };
  accepted(
    await act(
      'PublishCalendar',
      {
        kind: 'business',
        version: '2026-1',
        effectiveFrom: '2020-01-01',
        weekend: ['saturday', 'sunday'],
        closures: [{ date: '2026-02-16', reason: 'Family Day' }],
      },
      manager,
    ),
  );
  accepted(
    await act(
      'PublishFeeSchedule',
      {
        version: '2026-1',
        effectiveFrom: '2026-01-01',
        fees: [{ service: 'individual', cents: 12_000, minutes: 50 }],
        lateCancellationBasisPoints: 5_000,
        missedBasisPoints: 10_000,
      },
      manager,
    ),
  );
  return {
    privacyOfficer,
    frontDesk,
    manager,
    auditor,
    complaintsOfficer,
    therapist,
    otherTherapist,
    policies,
    register,
  };
}
