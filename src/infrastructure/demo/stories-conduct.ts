import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

type Review = { readonly report: string; readonly by: string; readonly findings: readonly string[] };

/** How people were treated: reports that no complaint's clock runs for; the one reported sees only what is served. */
export function planConduct(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, seesNothing, id, person } = scriptOf(month);
  const on = (name: string) => ({ complaint: id(name) });
  const report = (at: string, who: string, what: string, name: string, body: () => object): void =>
    agenda.at(at, async () => {
      const receipt = await stage.does(who, what, (as) => as('report-conduct', body()));
      stage.ids.set(name, receipt.id ?? '');
      stage.ids.set(`${name}: what was said`, receipt.facts.find(({ type }) => type === 'ConductReported')?.id ?? '');
    });
  const finds = (
    at: string,
    { report: name, by, findings }: Review,
    measures: readonly string[],
    reasons: string,
  ): void =>
    agenda.at(at, async () => {
      const matters = await stage.sees(by, '', `/views/complaint-file?complaint=${id(name)}&row=allegation`);
      await stage.does(by, `records what was found: ${findings.join(', ')}; ${measures.join(', ')}`, async (as) => {
        for (const [i, { what: matter }] of matters.entries())
          await as('record-conduct-finding', {
            ...on(name),
            matter,
            finding: findings[i] ?? findings[0],
            reasons,
            ...(i === 0 && { measures }),
          });
        await as('close-conduct-report', { ...on(name), because: 'findings-made' });
      });
    });
  report('2026-05-04T18:40', 'leontyne', 'reports that rhea laughed when she wept', 'report on rhea', () => ({
    about: 'therapist',
    standing: 'client',
    reported: person('rhea'),
    statement: 'I was laughed at when I wept.',
  }));
  const file = (name: string) => () => `/views/conduct-reports?complaint=${id(name)}`;
  seesNothing('2026-05-05T09:00', 'rhea', 'finds nothing of it', file('report on rhea'));
  refused(
    '2026-05-05T10:00',
    'odile',
    'would let rhea review it',
    'reviewer-not-independent',
    'take-up-conduct-report',
    () => ({
      ...on('report on rhea'),
      reviewer: person('rhea'),
    }),
  );
  does('2026-05-05T10:10', 'odile', 'takes it up herself', 'take-up-conduct-report', () => on('report on rhea'));
  does('2026-05-06T09:00', 'odile', 'serves what was said on rhea', 'serve-conduct-report', () => ({
    ...on('report on rhea'),
    served: [id('report on rhea: what was said')],
  }));
  sees('2026-05-06T12:00', 'rhea', 'reads what was served on her, and no more', file('report on rhea'));
  does('2026-05-07T12:10', 'rhea', 'answers', 'answer-conduct-report', () => ({
    ...on('report on rhea'),
    answer: 'I smiled, out of helplessness, and was sorry at once.',
  }));
  finds(
    '2026-05-12T14:00',
    { report: 'report on rhea', by: 'odile', findings: ['founded'] },
    ['talk', 'apology'],
    'Both accounts agree on what was seen.',
  );
  report('2026-06-09T11:40', 'desk', 'reports that ewart shouted at her over the counter', 'report on ewart', () => ({
    about: 'client',
    standing: 'staff',
    reported: person('ewart'),
    statement: 'He shouted that we are all liars, and threw the terminal’s stylus.',
  }));
  does('2026-06-10T09:00', 'cora', 'takes it up', 'take-up-conduct-report', () => on('report on ewart'));
  does('2026-06-10T09:10', 'cora', 'serves it on ewart, who may answer', 'serve-conduct-report', () => ({
    ...on('report on ewart'),
    served: [id('report on ewart: what was said')],
  }));
  does('2026-06-10T20:00', 'ewart', 'answers: he had been charged twice', 'answer-conduct-report', () => ({
    ...on('report on ewart'),
    answer: 'My card was charged twice. I am sorry about the stylus.',
  }));
  finds(
    '2026-06-12T10:00',
    { report: 'report on ewart', by: 'cora', findings: ['founded'] },
    ['talk'],
    'He says so himself.',
  );
  report('2026-07-08T17:05', 'lucian', 'reports that nikolai mocked him in the group', 'report on nikolai', () => ({
    about: 'client',
    standing: 'client',
    reported: person('nikolai'),
    statement: 'He imitated how I speak, and the others laughed.',
  }));
  does('2026-07-09T10:00', 'cora', 'takes it up', 'take-up-conduct-report', () => on('report on nikolai'));
  refused(
    '2026-07-09T10:10',
    'cora',
    'would close it without a finding',
    'findings-missing',
    'close-conduct-report',
    () => ({
      ...on('report on nikolai'),
      because: 'findings-made',
    }),
  );
  seesNothing('2026-07-10T18:00', 'nikolai', 'finds nothing of it', file('report on nikolai'));
  finds(
    '2026-07-16T15:00',
    { report: 'report on nikolai', by: 'cora', findings: ['inconclusive'] },
    ['practice-changed'],
    'Four accounts, no two alike; the group agreed on a rule.',
  );
}

/** A report that its reporter makes a complaint of: now the clocks run. */
export function planReportTurned(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, id, person, seesNothing } = scriptOf(month);
  const reported = () => ({ complaint: id('report on ottoline') });
  const on = () => ({ complaint: id('the second complaint') });
  does(
    '2026-08-04T19:00',
    'cosmo',
    'reports that ottoline spoke of him in the corridor',
    'report-conduct',
    () => ({
      about: 'therapist',
      standing: 'client',
      reported: person('ottoline'),
      statement: 'She spoke of my prayers in the corridor, with my name.',
    }),
    'report on ottoline',
  );
  const turning = () => ({
    ...reported(),
    tracks: ['agency'],
    clients: [person('cosmo')],
    cases: [id('case of cosmo')],
    statement: 'She spoke of my prayers in the corridor, with my name.',
    notInvolved: true,
  });
  refused(
    '2026-08-06T09:30',
    'cora',
    'would make a complaint of it without cosmo',
    'reporter-consent-needed',
    'turn-report-into-complaint',
    turning,
  );
  agenda.at('2026-08-10T18:20', async () => {
    const receipt = await stage.does('cosmo', 'makes a complaint of it', (as) =>
      as('turn-report-into-complaint', turning()),
    );
    stage.ids.set('the second complaint', receipt.id ?? '');
    stage.ids.set('what was lodged second', receipt.facts.find(({ type }) => type === 'ComplaintLodged')?.id ?? '');
  });
  seesNothing(
    '2026-08-11T09:00',
    'ottoline',
    'opens cosmo’s case: closed to her at once',
    () => `/views/timeline?case=${id('case of cosmo')}`,
  );
  agenda.at('2026-08-11T09:30', () =>
    stage.does('cora', 'gives a receipt, acknowledges, takes it herself, tells ottoline', async (as) => {
      await as('give-complaint-receipt', on());
      await as('acknowledge-complaint', on());
      await as('assign-complaint', { ...on(), assignee: person('cora') });
      await as('notify-respondent', {
        ...on(),
        respondent: person('ottoline'),
        served: [id('what was lodged second')],
      });
    }),
  );
  does(
    '2026-08-18T16:00',
    'ottoline',
    'answers: it was so, and it will not happen again',
    'respond-to-complaint',
    () => ({
      ...on(),
      answer: 'It was so. I apologise.',
    }),
  );
  agenda.at('2026-08-25T10:00', async () => {
    const path = `/views/complaint-file?complaint=${id('the second complaint')}&row=allegation`;
    const allegations = await stage.sees('cora', '', path);
    await stage.does('cora', 'finds it founded, decides, delivers the decision to both', async (as) => {
      const reasons = 'She says so herself.';
      for (const { what } of allegations) {
        const allegation = String(what);
        stage.ids.set('second allegation', allegation);
        await as('record-finding', {
          ...on(),
          allegation,
          finding: 'founded',
          evidenceRelied: [],
          remedy: 'apology',
          reasons,
        });
      }
      await as('decide-complaint', { ...on(), reasons });
      for (const key of ['cosmo', 'ottoline'])
        await as('deliver-decision', { ...on(), of: 'complaint', party: person(key), how: 'e-mail' });
    });
  });
  does('2026-08-28T11:00', 'cora', 'reports that the apology was given', 'report-remedy-done', () => ({
    ...on(),
    allegation: id('second allegation'),
  }));
  does('2026-10-15T10:00', 'cora', 'closes the track: nobody appealed in time', 'close-complaint-track', () => ({
    ...on(),
    track: 'agency',
  }));
}
