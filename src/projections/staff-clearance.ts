import { staffFacts } from '../domain/agency/agency.js';
import { clearanceFacts } from '../domain/agency/clearance-facts.js';
import { type PresentedRow, put, set, view } from './view.js';

/** Whether each person with a role is trained and has signed: without both the role opens nothing about anybody. */
export const staffClearance = view({
  name: 'staff-clearance',
  title: 'Who is cleared',
  says: 'For everybody who was trained, signed or holds a role: until when their training in privacy counts, which undertaking they signed when, their roles, and whether these open anything today.',
  column: 'agency',
  scopes: ['agency'],
  staff: ['person'],
  columns: {
    what: { kind: 'text', says: 'role, training or undertaking.' },
    person: { kind: 'text', says: 'Which member of staff.', indexed: true },
    which: { kind: 'text', says: 'Which role, topic or version.' },
    from: { kind: 'text', says: 'First day.' },
    until: { kind: 'text', says: 'Last day on which a training counts; when a role ended.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['person', 'position'],
  combines: true,
  present: (rows, { now, dayOf }) => clearedOn(rows, dayOf(now)),
  follows: { ...clearanceFacts, ...staffFacts },
  on: {
    TrainingCompleted: ({ id, open }) => [
      put(`training ${id}`, {
        what: 'training',
        person: open.person,
        which: open.topic,
        from: open.on,
        until: open.validUntil,
        fact: id,
      }),
    ],
    UndertakingSigned: ({ id, open }) => [
      put(`undertaking ${id}`, {
        what: 'undertaking',
        person: open.person,
        which: open.version,
        from: open.on,
        fact: id,
      }),
    ],
    RoleGranted: ({ id, open }) => [
      put(`role ${open.person} ${open.role}`, {
        what: 'role',
        person: open.person,
        which: open.role,
        from: open.from,
        fact: id,
      }),
    ],
    RoleEnded: ({ open, happenedAt }) => [set(`role ${open.person} ${open.role}`, { until: happenedAt })],
  },
});

/** One row a person: what they hold, what they completed and signed, and whether that opens anything on a day. */
export function clearedOn(rows: readonly PresentedRow[], day: string): readonly PresentedRow[] {
  const byPerson = new Map<string, PresentedRow[]>();
  for (const row of rows) {
    const person = String(row['person']);
    const theirs = byPerson.get(person) ?? [];
    theirs.push(row);
    byPerson.set(person, theirs);
  }
  return [...byPerson].map(([person, theirs]) => {
    const of = (what: string) => theirs.filter((row) => row['what'] === what && String(row['from']) <= day);
    const roles = of('role').flatMap((row) => (row['until'] ? [] : [String(row['which'])]));
    const trainings = of('training').sort((a, b) => (String(a['until']) < String(b['until']) ? -1 : 1));
    const privacy = trainings.filter((row) => row['which'] === 'privacy').at(-1);
    const undertaking = of('undertaking').at(-1);
    const trained = privacy !== undefined && day <= String(privacy['until']);
    return {
      person,
      roles: [...new Set(roles)],
      trainings: trainings.map((row) => ({ topic: row['which'], on: row['from'], until: row['until'] })),
      trainedUntil: privacy?.['until'] ?? null,
      undertaking: undertaking?.['which'] ?? null,
      signedOn: undertaking?.['from'] ?? null,
      cleared: trained && undertaking !== undefined ? 'yes' : 'no',
      missing: [...(trained ? [] : ['training']), ...(undertaking ? [] : ['undertaking'])],
    };
  });
}
