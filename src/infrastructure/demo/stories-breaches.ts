import { scriptOf } from './script.js';
import { instantOf, type Stage } from './stage.js';
import type { Month } from './weeks.js';

/** A breach and what is said of it. */
interface Settling {
  readonly breach: string;
  readonly apply: readonly (typeof GROUNDS)[number][];
  readonly reasons: string;
  readonly notice: string;
  readonly measures: string;
}

const GROUNDS = [
  'knew-without-authority',
  'stolen',
  'further-use',
  'pattern',
  'college-notice',
  'as-if-member',
  'significant',
] as const;
/** How the officers deal with a breach that somebody's look was: assessed, each person told, the Commissioner too where a ground applies, closed. */
export async function settlesBreach(
  stage: Stage,
  { breach, apply, reasons, notice, measures }: Settling,
): Promise<void> {
  const rows = await stage.sees('officer', '', '/views/breaches?row=breach');
  const persons = (rows.find((row) => row['breach'] === breach)?.['persons'] ?? []) as readonly string[];
  const whom = apply.length > 0 ? 'each person and the Commissioner are told' : 'each person is told';
  await stage.does('officer', `settles the breach: assessed, contained, ${whom}, closed`, async (as) => {
    await as('assess-breach', { breach, finding: 'breach', grounds: grounds(...apply), realRisk: false, reasons });
    await as('contain-breach', { breach, measures });
    for (const one of persons)
      await as('notify-person-of-breach', {
        ...{ breach, person: one, how: 'telephone', toldOfRightToComplain: true, notice },
      });
    if (apply.length > 0) await as('report-breach-to-commissioner', { breach, reference: 'HR26-00071' });
    await as('close-breach', { breach });
  });
}

const grounds = (...apply: readonly string[]) => GROUNDS.map((ground) => ({ ground, applies: apply.includes(ground) }));

/** A letter in the wrong envelope; and what the service itself raised in February. The year's figures follow. */
export function planBreaches(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, id, person, who } = scriptOf(month);
  agenda.at('2026-02-16T10:00', async () => {
    const rows = await stage.sees('officer', 'sees which breaches the service raised by itself', '/views/breaches');
    for (const { breach, persons } of rows.filter(({ row }) => row === 'breach')) {
      await stage.does('officer', 'assesses one: no ground applies, the person is told, it is closed', async (as) => {
        await as('assess-breach', {
          breach,
          finding: 'breach',
          grounds: grounds(),
          realRisk: false,
          reasons: 'One date went to a recipient who had had others, a day after consent had ended.',
        });
        for (const one of persons as readonly string[])
          await as('notify-person-of-breach', { breach, person: one, how: 'telephone', toldOfRightToComplain: true });
        await as('close-breach', { breach });
      });
    }
  });
  const on = () => ({ breach: id('the breach') });
  does(
    '2026-05-25T16:40',
    'orla',
    'reports that a letter about percival went to another address',
    'report-breach',
    () => ({
      kind: 'disclosed',
      occurredAt: instantOf('2026-05-22T15:00'),
      persons: [person('percival')],
      cases: [id('case of percival')],
      staff: [person('orla')],
      details: 'A letter was put into the envelope of a neighbour, which held nothing else.',
    }),
    'the breach',
  );
  const assessed = (considered: readonly object[]) => ({
    ...on(),
    finding: 'breach',
    grounds: considered,
    realRisk: true,
    reasons: 'The letter named his diagnosis; the neighbour had opened it.',
  });
  refused(
    '2026-05-26T09:30',
    'officer',
    'assesses it on one ground alone',
    'grounds-not-considered',
    'assess-breach',
    () => assessed([{ ground: 'significant', applies: true }]),
  );
  does('2026-05-26T09:40', 'officer', 'assesses it on the seven grounds: significant', 'assess-breach', () =>
    assessed(grounds('significant')),
  );
  does(
    '2026-05-26T10:00',
    'officer',
    'records what was done: fetched back, letters read twice from now on',
    'contain-breach',
    () => ({
      ...on(),
      measures: 'Fetched back the same day. Letters are put into envelopes by one, read by another.',
    }),
  );
  const telling = (toldOfRightToComplain: boolean) => ({
    ...on(),
    ...who('percival'),
    how: 'in-person',
    toldOfRightToComplain,
    notice: 'What happened, what we did, and where you may complain.',
  });
  refused(
    '2026-05-26T11:00',
    'officer',
    'tells percival, and not where to complain',
    'complaint-right-not-told',
    'notify-person-of-breach',
    () => telling(false),
  );
  does(
    '2026-05-26T11:05',
    'officer',
    'tells percival, and that he may complain to the Commissioner',
    'notify-person-of-breach',
    () => telling(true),
  );
  refused('2026-05-27T09:00', 'officer', 'would close it', 'breach-not-ready', 'close-breach', on);
  does('2026-05-27T09:30', 'officer', 'tells the Commissioner', 'report-breach-to-commissioner', () => ({
    ...on(),
    reference: 'HR26-00058',
  }));
  does('2026-05-27T09:40', 'officer', 'closes it', 'close-breach', on);
  refused(
    '2026-12-14T10:00',
    'officer',
    'would submit the year’s figures before its end',
    'year-not-over',
    'submit-breach-statistics',
    () => ({
      year: 2026,
    }),
  );
  does(
    '2027-01-18T10:00',
    'officer',
    'submits the figures of 2026, well before 1 March',
    'submit-breach-statistics',
    () => ({
      year: 2026,
    }),
  );
  sees('2027-01-18T10:10', 'officer', 'sees the register of breaches', () => '/views/breaches');
}
