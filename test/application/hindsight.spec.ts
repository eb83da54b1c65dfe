import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decisions } from '../../src/application/access/decisions.js';
import { Hindsight } from '../../src/application/access/hindsight.js';
import { AccessPolicy } from '../../src/application/access/policy.js';
import { Relations } from '../../src/application/access/relations.js';
import { StreamStates } from '../../src/application/kernel/stream-states.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { policiesIn } from '../../src/infrastructure/policies/policy-files.js';
import { timeZone } from '../../src/infrastructure/time/zone.js';
import { accepted, agency, application } from '../support/application.js';

const hour = (n: number): string => new Date(Date.parse('2026-03-10T12:00:00.000Z') + n * 3_600_000).toISOString();
const LOOKED_FOR = 48;

/** Three cases of two therapists, and who would look at them. */
async function practice() {
  const where = new Map<string, string[]>();
  const app = await application({ at: hour(-200), whereabouts: async (person) => where.get(person) ?? [] });
  const people = await agency(app);
  const [ana, ben] = [await people.register('Ana'), await people.register('Ben')];
  const opened = async (participants: string[], therapist: string) => {
    const kind = participants.length === 1 ? 'individual' : 'couple';
    const id = accepted(await app.act('OpenCase', { kind, participants, therapist }, people.frontDesk)).id as string;
    for (const one of participants) where.set(one, [...(where.get(one) ?? []), `case-${id}`]);
    return { id, participants, therapist };
  };
  const cases = [
    await opened([ana], people.therapist),
    await opened([ben], people.therapist),
    await opened([ana, ben], people.otherTherapist),
  ] as const;
  const policies = policiesIn();
  const hindsight = new Hindsight(
    app.store,
    (store, clock) =>
      new AccessPolicy(
        new Relations(new StreamStates(store), clock, timeZone),
        async (person) => where.get(person) ?? [],
        new Decisions(policies, app.digests),
      ),
  );
  return { app, people, ana, ben, cases, hindsight };
}

type Practice = Awaited<ReturnType<typeof practice>>;

/** A look that was allowed when it was made: at a case by its therapist, or at its bookings by the front desk. */
interface Look {
  readonly at: number;
  readonly case: number;
  readonly by: 'therapist' | 'front-desk' | 'privacy-officer';
}
/** Something that was so from an hour on, entered after all looks. */
type Late = { readonly from: number } & (
  | { readonly kind: 'instruction'; readonly of: 0 | 1; readonly covers: 'case' | 'file'; readonly against: number }
  | { readonly kind: 'therapist'; readonly case: number }
  | { readonly kind: 'role'; readonly of: 0 | 1 }
  | { readonly kind: 'complaint'; readonly by: 0 | 1; readonly against: 0 | 1; readonly named: boolean }
);

const anHour = fc.integer({ min: 0, max: LOOKED_FOR });
const bit = fc.constantFrom(0 as const, 1 as const);
const looks = fc.array(
  fc.record<Look>({
    at: anHour,
    case: fc.nat(2),
    by: fc.constantFrom('therapist', 'front-desk', 'privacy-officer'),
  }),
  { maxLength: 10 },
);
const late: fc.Arbitrary<Late> = fc.oneof(
  fc.record({
    from: anHour,
    kind: fc.constant('instruction' as const),
    of: bit,
    covers: fc.constantFrom('case' as const, 'file' as const),
    against: fc.nat(4),
  }),
  fc.record({ from: anHour, kind: fc.constant('therapist' as const), case: fc.nat(2) }),
  fc.record({ from: anHour, kind: fc.constant('role' as const), of: bit }),
  fc.record({ from: anHour, kind: fc.constant('complaint' as const), by: bit, against: bit, named: fc.boolean() }),
);

const readerOf = ({ people, cases }: Practice, look: Look): string =>
  look.by === 'therapist'
    ? (cases[look.case]?.therapist as string)
    : look.by === 'front-desk'
      ? people.frontDesk
      : people.privacyOfficer;

/** The look as the service records it. */
async function record(on: Practice, look: Look): Promise<void> {
  const { app, cases } = on;
  const of = cases[look.case] as Practice['cases'][number];
  app.clock.moveTo(hour(look.at));
  await app.accessLog.looked(
    { person: readerOf(on, look), role: look.by, purpose: 'TREAT' },
    {
      ...{ how: 'view', view: 'sessions', rows: 1, boxes: 0, compartments: [], staff: [], decisions: [] },
      information: look.by === 'front-desk' ? 'booking' : 'clinical',
      persons: of.participants,
      streams: [`case-${of.id}`],
    },
  );
}

/** The first case of one client: where an instruction or a complaint names one. */
const ownCase = ({ cases }: Practice, client: 0 | 1) => cases[client];
const AGAINST = [
  { against: 'person', whom: 'therapist' },
  { against: 'person', whom: 'frontDesk' },
  { against: 'role', role: 'therapist' },
  { against: 'role', role: 'front-desk' },
  { against: 'everyone' },
] as const;

/** Enters what was so earlier, as staff do, and answers the fact that says it. */
async function enter(on: Practice, said: Late): Promise<RecordedFact> {
  const { app, people, ana, ben, cases } = on;
  const clients = [ana, ben] as const;
  const earlier = { happenedAt: hour(said.from), channel: 'mail', evidence: 'letter 7' };
  const therapists = [people.therapist, people.otherTherapist] as const;
  const act = async (name: string, body: object, by: string, type: string): Promise<RecordedFact> => {
    const { facts } = accepted(await app.act(name, { ...body, ...earlier }, by));
    const stated = facts.find((one) => one.type === type);
    const stream = await app.store.readStream('facts', String(stated?.stream));
    return stream.find((one) => one.id === stated?.id) as RecordedFact;
  };
  switch (said.kind) {
    case 'instruction': {
      const { whom, ...shut } = { whom: undefined, ...AGAINST[said.against] };
      const body = {
        ...{ person: clients[said.of], covers: said.covers, ...shut },
        ...(said.covers === 'case' && { case: ownCase(on, said.of).id }),
        ...(whom && { whom: people[whom] }),
      };
      return act('GiveInstruction', body, people.privacyOfficer, 'InstructionGiven');
    }
    case 'therapist': {
      const of = cases[said.case] as Practice['cases'][number];
      const therapist = therapists.find((one) => one !== of.therapist);
      return act('AssignTherapist', { case: of.id, therapist }, people.manager, 'TherapistAssigned');
    }
    case 'role': {
      const [person, role] = [[people.therapist, 'therapist'] as const, [people.frontDesk, 'front-desk'] as const][
        said.of
      ] as readonly [string, string];
      return act('EndRole', { person, role }, people.privacyOfficer, 'RoleEnded');
    }
    case 'complaint': {
      const complaint = {
        ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', complainant: clients[said.by] },
        ...{ respondents: [therapists[said.against]], notInvolved: true },
        cases: said.named ? [ownCase(on, said.by).id] : [],
        allegations: [{ clause: 'R1', text: 'I was laughed at.' }],
      };
      return act('LodgeComplaint', complaint, people.complaintsOfficer, 'ComplaintRegistered');
    }
  }
}

/** Whose information a look would not have shown, worked out from the rules alone. */
function keptBack(on: Practice, said: Late, look: Look): readonly string[] {
  const { people, ana, ben, cases } = on;
  const of = cases[look.case] as Practice['cases'][number];
  const reader = readerOf(on, look);
  if (look.at < said.from) return [];
  switch (said.kind) {
    case 'instruction': {
      const whose = [ana, ben][said.of] as string;
      const covered = of.participants.includes(whose) && (said.covers === 'file' || of === ownCase(on, said.of));
      const shut = [
        reader === people.therapist,
        reader === people.frontDesk,
        look.by === 'therapist',
        look.by === 'front-desk',
        look.by !== 'privacy-officer',
      ][said.against];
      return covered && shut ? [whose] : [];
    }
    case 'therapist':
      return look.case === said.case && look.by === 'therapist' ? of.participants : [];
    case 'role': {
      const ended = [people.therapist, people.frontDesk][said.of];
      return reader === ended ? of.participants : [];
    }
    case 'complaint': {
      const respondent = [people.therapist, people.otherTherapist][said.against];
      const about = said.named ? of === ownCase(on, said.by) : of.participants.includes([ana, ben][said.by] as string);
      return about && reader === respondent ? of.participants : [];
    }
  }
}

describe('R7: what late knowledge makes questionable (rule 11)', () => {
  it('R7: of any looks and anything entered late, exactly those are questioned that the rules would have kept back', async () => {
    await fc.assert(
      fc.asyncProperty(looks, late, async (made, said) => {
        const on = await practice();
        const ordered = [...made].sort((a, b) => a.at - b.at);
        for (const look of ordered) await record(on, look);
        on.app.clock.moveTo(hour(LOOKED_FOR + 1));
        const fact = await enter(on, said);
        const expected = new Map<string, number>();
        for (const look of ordered)
          for (const person of keptBack(on, said, look)) {
            const key = `${person} ${readerOf(on, look)}`;
            expected.set(key, (expected.get(key) ?? 0) + 1);
          }
        const questioned = await on.hindsight.lookedInBetween(fact);
        expect(new Map(questioned.map((one) => [`${one.person} ${one.reader}`, one.count]))).toEqual(expected);
        expect(await on.hindsight.lookedInBetween(fact)).toEqual(questioned);
      }),
      { numRuns: 40 },
    );
  }, 100_000);
});
