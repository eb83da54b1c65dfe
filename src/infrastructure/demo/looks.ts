import type { Month } from './weeks.js';

/** Who looks at what, who may not, and the client who asks who looked. */
export function planLooks({ stage, agenda }: Month): void {
  const caseOf = (key: string) => stage.id(`case of ${key}`);
  agenda.at('2026-02-02T10:05', async () => {
    await stage.isRefused(
      'desk',
      'opens a case with quill, who is qualifying',
      'therapist-without-supervision',
      'open-case',
      {
        kind: 'individual',
        participants: [stage.person('wilma')],
        therapist: stage.person('quill'),
      },
    );
    await stage.does('manager', 'records that naomi supervises quill from today', (as) =>
      as('start-supervision', {
        therapist: stage.person('quill'),
        supervisor: stage.person('naomi'),
        from: '2026-02-02',
      }),
    );
  });
  agenda.at('2026-02-05T17:00', () =>
    stage.sees('naomi', 'reads wilma’s timeline', `/views/timeline?case=${caseOf('wilma')}&limit=500`),
  );
  agenda.at('2026-02-06T09:00', () =>
    stage.seesNothing('rhea', 'opens the case of somebody else’s client', `/views/timeline?case=${caseOf('wilma')}`),
  );
  agenda.at('2026-02-06T09:10', () =>
    stage.seesNothing('desk', 'opens a client’s consents', `/views/consents?case=${caseOf('wilma')}`),
  );
  agenda.at('2026-02-09T16:30', () =>
    stage.sees('naomi', 'reads quill’s case as his supervisor', `/views/timeline?case=${caseOf('teodor')}&limit=500`),
  );
  agenda.at('2026-02-23T09:40', () =>
    stage.does('manager', 'publishes a new fee policy from March: everybody is due a notice', async (as) => {
      const { id = '' } = await as('publish-policy', {
        version: '2026-2',
        kind: 'fee-policy',
        title: 'Fees from March',
        effectiveFrom: '2026-03-01',
        requiredBefore: 'first-session',
        text: 'Each session is paid before it begins. Receipts come by e-mail from March on.',
      });
      stage.ids.set('fee-policy from March', id);
    }),
  );
  agenda.at('2026-02-26T18:30', async () => {
    const path = `/views/looks?client=${stage.person('wilma')}&limit=1000`;
    await stage.sees('wilma', 'asks who looked at her record: staff by name, with purpose', path);
  });
  agenda.at('2026-02-27T16:00', () =>
    stage.sees('naomi', 'sees how the twenty clauses stand for wilma', `/views/standing?case=${caseOf('wilma')}`),
  );
  agenda.at('2026-02-27T16:10', () =>
    stage.sees('manager', 'reads the month’s figures, small cells suppressed', '/views/figures'),
  );
  agenda.at('2026-02-27T16:12', () =>
    stage.seesNothing('manager', 'opens a client’s timeline', `/views/timeline?case=${caseOf('wilma')}`),
  );
  agenda.at('2026-02-27T16:30', () =>
    stage.sees(
      'auditor',
      'replays osric’s case, sealed contents withheld',
      `/replay?case=${caseOf('osric')}&limit=1000`,
    ),
  );
  agenda.at('2026-02-27T17:00', () =>
    stage.sees('officer', 'reviews a day of looks', '/views/looks?from=2026-02-26T00:00:00-05:00&limit=1000'),
  );
}
