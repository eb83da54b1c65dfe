import { createHash } from 'node:crypto';
import { instantOf } from './stage.js';
import { book, type Month } from './weeks.js';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A complaint with the agency and the College: the respondent loses access at once, one decides, another hears the appeal. */
export function planComplaint(month: Month): void {
  planLodging(month);
  planHearing(month);
  planAppeal(month);
  planCollege(month);
}

function planLodging({ stage, agenda, ...month }: Month): void {
  const on = () => ({ complaint: stage.id('the complaint') });
  const timeline = () => `/views/timeline?case=${stage.id('case of saoirse')}`;
  agenda.at('2026-02-10T20:15', async () => {
    const receipt = await stage.does('saoirse', 'complains about tomas to the agency and the College', (as) =>
      as('lodge-complaint', {
        kind: 'complaint',
        tracks: ['agency', 'CRPO'],
        standing: 'client',
        respondents: [stage.person('tomas')],
        cases: [stage.id('case of saoirse')],
        allegations: [
          { clause: 'T1', text: 'I was spoken to with contempt.' },
          { clause: 'R2', text: 'My faith was made light of.' },
        ],
        notInvolved: true,
        outcomeSought: 'An apology, and another therapist.',
      }),
    );
    stage.ids.set('the complaint', receipt.id ?? '');
    stage.ids.set('what was lodged', receipt.facts.find(({ type }) => type === 'ComplaintLodged')?.id ?? '');
  });
  agenda.at('2026-02-11T08:50', () => stage.seesNothing('tomas', 'opens saoirse’s case', timeline()));
  agenda.at('2026-02-11T08:55', () =>
    stage.does('desk', 'cancels saoirse’s session with tomas and assigns naomi', async (as) => {
      const theCase = { case: stage.id('case of saoirse') };
      await as('cancel-by-agency', {
        ...theCase,
        session: stage.id('session of saoirse on 02-11'),
        because: 'therapist-unavailable',
      });
      await as('assign-therapist', { ...theCase, therapist: stage.person('naomi') });
    }),
  );
  agenda.at('2026-02-11T09:10', () =>
    stage.does('cora', 'gives a receipt, acknowledges, and offers another therapist', async (as) => {
      await as('give-complaint-receipt', on());
      await as('acknowledge-complaint', on());
      await as('take-interim-measure', {
        ...on(),
        kind: 'another-therapist-offered',
        respondent: stage.person('tomas'),
      });
    }),
  );
  agenda.at('2026-02-11T09:30', () =>
    stage.does('saoirse', 'says that she filed with the College today', (as) =>
      as('report-college-complaint', { ...on(), filedOn: '2026-02-11' }),
    ),
  );
  agenda.at('2026-02-12T11:10', () =>
    book(
      { stage, agenda, ...month },
      {
        key: 'saoirse',
        kind: 'individual',
        participants: ['saoirse'],
        therapist: 'naomi',
        starts: ['2026-02-13T11:00', '2026-02-20T11:00'],
      },
      '2026-02-13T11:00',
      true,
    ),
  );
}

function planHearing({ stage, agenda }: Month): void {
  const on = () => ({ complaint: stage.id('the complaint') });
  const assign = (key: string) => ({ ...on(), assignee: stage.person(key) });
  agenda.at('2026-02-12T11:00', async () => {
    await stage.isRefused(
      'cora',
      'would give it to tomas himself',
      'not-independent',
      'assign-complaint',
      assign('tomas'),
    );
    await stage.does('cora', 'declares that the manager works closely with him', (as) =>
      as('declare-conflict', { ...on(), person: stage.person('manager'), about: 'works-closely' }),
    );
    await stage.isRefused(
      'cora',
      'would give it to the manager',
      'not-independent',
      'assign-complaint',
      assign('manager'),
    );
    await stage.does('cora', 'takes it herself', (as) => as('assign-complaint', assign('cora')));
  });
  agenda.at('2026-02-12T11:30', () =>
    stage.does('cora', 'tells tomas and serves on him what was lodged', (as) =>
      as('notify-respondent', { ...on(), respondent: stage.person('tomas'), served: [stage.id('what was lodged')] }),
    ),
  );
  agenda.at('2026-02-12T12:10', () =>
    stage.sees('tomas', 'reads what was served on him', `/views/complaint-file?complaint=${stage.id('the complaint')}`),
  );
  agenda.at('2026-02-17T10:00', () =>
    stage.does('tomas', 'answers the complaint', (as) =>
      as('respond-to-complaint', { ...on(), answer: 'I remember that hour differently.' }),
    ),
  );
  const find = async (clause: string, finding: string, remedy: string, reasons: string): Promise<void> => {
    const path = `/views/complaint-file?complaint=${stage.id('the complaint')}&row=allegation`;
    const allegation = (await stage.sees('cora', '', path)).find((row) => row['clause'] === clause);
    await stage.does('cora', `records a finding about ${clause}: ${finding}`, (as) =>
      as('record-finding', {
        ...on(),
        allegation: String(allegation?.['what']),
        finding,
        evidenceRelied: [],
        remedy,
        reasons,
      }),
    );
    stage.ids.set(`allegation ${clause}`, String(allegation?.['what']));
  };
  const decide = () => ({ ...on(), reasons: 'One finding is founded, the other is not.' });
  agenda.at('2026-02-18T14:00', async () => {
    await find('T1', 'founded', 'apology', 'Both accounts agree on the words used.');
    await stage.isRefused('cora', 'decides', 'finding-missing', 'decide-complaint', decide());
    await find('R2', 'not-founded', 'none', 'Nothing supports it.');
  });
  agenda.at('2026-02-19T10:00', () =>
    stage.does('cora', 'decides, with reasons: partly founded', (as) => as('decide-complaint', decide())),
  );
  agenda.at('2026-02-19T10:30', () =>
    stage.does(
      'cora',
      'delivers the decision to both, with evidence of receipt: the time to appeal runs',
      async (as) => {
        const receivedAt = instantOf('2026-02-19T10:30');
        const common = { ...on(), of: 'complaint', receivedAt };
        await as('deliver-decision', {
          ...common,
          party: stage.person('saoirse'),
          how: 'portal',
          evidence: 'portal receipt 118',
        });
        await as('deliver-decision', {
          ...common,
          party: stage.person('tomas'),
          how: 'in-person',
          evidence: 'signed copy',
        });
      },
    ),
  );
}

function planAppeal({ stage, agenda }: Month): void {
  const on = () => ({ complaint: stage.id('the complaint') });
  agenda.at('2026-02-20T09:00', () =>
    stage.does('saoirse', 'appeals: a witness was not heard', async (as) => {
      const { id = '' } = await as('appeal-decision', { ...on(), grounds: 'The witness was not heard.' });
      stage.ids.set('the appeal', id);
    }),
  );
  agenda.at('2026-02-20T09:30', async () => {
    await stage.isRefused('cora', 'would hear the appeal herself', 'not-independent', 'assign-complaint', {
      ...on(),
      assignee: stage.person('cora'),
    });
    await stage.does('cora', 'gives the appeal to odile, who had no part in it', (as) =>
      as('assign-complaint', { ...on(), assignee: stage.person('odile') }),
    );
  });
  agenda.at('2026-02-25T15:00', () =>
    stage.does('odile', 'decides the appeal: varied, the apology is to be in writing', async (as) => {
      await as('decide-appeal', {
        ...on(),
        appeal: stage.id('the appeal'),
        outcome: 'varied',
        reasons: 'The witness was heard; the apology is to be in writing.',
      });
      for (const key of ['saoirse', 'tomas'])
        await as('deliver-decision', { ...on(), of: 'appeal', party: stage.person(key), how: 'e-mail' });
    }),
  );
  agenda.at('2026-02-26T14:00', () =>
    stage.does('odile', 'reports that the written apology was given', (as) =>
      as('report-remedy-done', { ...on(), allegation: stage.id('allegation T1') }),
    ),
  );
  agenda.at('2026-02-26T14:10', () =>
    stage.isRefused('odile', 'closes the agency’s track', 'recourse-open', 'close-complaint-track', {
      ...on(),
      track: 'agency',
    }),
  );
}

function planCollege({ stage, agenda }: Month): void {
  const on = () => ({ complaint: stage.id('the complaint') });
  const give = (to: string, more: object) => ({
    ...on(),
    to,
    case: stage.id('case of saoirse'),
    clients: [stage.person('saoirse')],
    content: ['attendance'],
    entries: [],
    what: 'Dates of the sessions held.',
    ...more,
  });
  agenda.at('2026-02-19T12:00', () =>
    stage.does('tomas', 'reports that the College told him on Wed 18', (as) =>
      as('report-college-notice', { ...on(), receivedOn: '2026-02-18' }),
    ),
  );
  agenda.at('2026-02-23T09:00', () =>
    stage.does('officer', 'keeps the College’s notice apart and records its investigator’s demand', async (as) => {
      await as('keep-college-paper', { ...on(), kind: 'notice', digest: digestOf('notice'), dated: '2026-02-18' });
      const { id = '' } = await as('receive-college-demand', {
        ...on(),
        authority: 'RHPA-76',
        appointmentLetter: digestOf('appointment letter'),
        cases: [stage.id('case of saoirse')],
        scope: ['attendance'],
        due: '2026-03-09',
      });
      stage.ids.set('the demand', id);
    }),
  );
  agenda.at('2026-02-23T09:20', () =>
    stage.isRefused(
      'officer',
      'would give the College notes it did not demand',
      'beyond-demand',
      'disclose-for-proceeding',
      give('College', { demand: stage.id('the demand'), content: ['clinical-notes'] }),
    ),
  );
  agenda.at('2026-02-23T09:30', () =>
    stage.does('officer', 'gives the College what it demanded: no consent is asked', (as) =>
      as('disclose-for-proceeding', give('College', { demand: stage.id('the demand') })),
    ),
  );
  agenda.at('2026-02-24T11:00', () =>
    stage.isRefused(
      'officer',
      'answers a lawyer’s letter that is no order',
      'letter-is-no-order',
      'disclose-for-proceeding',
      give('lawyer', {}),
    ),
  );
}
