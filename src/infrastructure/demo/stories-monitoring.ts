import type { PresentedRow } from '../../projections/view.js';
import { scriptOf } from './script.js';
import { settlesBreach } from './stories-breaches.js';
import type { Month } from './weeks.js';

/** When the officers go through what was flagged or drawn since; a draw of February is left too long. */
const GONE_THROUGH = [
  ...['2026-03-06', '2026-03-25', '2026-04-22', '2026-05-22', '2026-06-23', '2026-07-22', '2026-08-06', '2026-08-20'],
  ...['2026-09-22', '2026-10-14', '2026-10-21', '2026-11-18', '2026-12-18'],
] as const;

/** Who judges: nobody judges their own look. */
const JUDGES = ['officer', 'ivo'] as const;

/** What is found when a look is in order, by why it was under review. */
const IN_ORDER: Readonly<Record<string, string>> = {
  'no-relation': 'It was denied, or an emergency that is reviewed by itself; nothing else was shown.',
  'random-audit': 'It goes with the bookings and tasks of that day.',
};

/** Every look is watched: some are flagged, some drawn at random; asked about, explained, found in order or not. */
export function planMonitoring(month: Month): void {
  const { stage, agenda } = month;
  const { does, sees, id, person } = scriptOf(month);
  const under = (key: string, rule: string, more = '') =>
    `/views/access-reviews?actor=${stage.person(key)}&rule=${rule}${more}`;
  const keeps = (at: string, path: () => string, name: string): void =>
    agenda.at(at, async () => {
      const [row] = await stage.sees('officer', '', path());
      stage.ids.set(name, String(row?.['review']));
    });
  const review = (name: string) => ({ review: id(name) });

  keeps('2026-02-06T11:00', () => under('rhea', 'no-relation'), 'look of rhea');
  does('2026-02-06T11:00', 'officer', 'asks rhea why she opened that case', 'query-access', () => ({
    ...review('look of rhea'),
    question: 'What did you look for in the case of a client of Naomi’s?',
  }));
  does('2026-02-06T16:10', 'rhea', 'explains it: the wrong line of a list', 'explain-access', () => ({
    ...review('look of rhea'),
    explanation: 'I took the wrong line of the list. It was denied, and I saw nothing.',
  }));
  does('2026-02-09T09:00', 'officer', 'finds it in order', 'clear-access', () => ({
    ...review('look of rhea'),
    reasons: 'Denied; her own client stands on the next line.',
  }));

  sees('2026-07-14T22:41', 'orla', 'looks up, late at night, when ulrich and verena come', () => {
    return `/views/sessions?case=${id('case of third couple')}`;
  });
  keeps('2026-07-15T09:00', () => under('orla', 'out-of-hours'), 'look of orla');
  does('2026-07-15T09:00', 'officer', 'asks orla about a look out of hours', 'query-access', () => ({
    ...review('look of orla'),
    question: 'What was it needed for at 22:41?',
  }));
  does('2026-07-16T10:00', 'orla', 'explains it: she knows them, and was curious', 'explain-access', () => ({
    ...review('look of orla'),
    explanation: 'They are friends of my sister. I wanted to know when they come.',
  }));
  agenda.at('2026-07-17T11:00', async () => {
    const { id: breach = '' } = await stage.does(
      'officer',
      'finds it unauthorised: a warning, and a breach of both',
      (as) =>
        as('find-access-unauthorised', {
          ...review('look of orla'),
          consequence: 'warning',
          persons: [person('ulrich'), person('verena')],
          reasons: 'Curiosity is no purpose.',
        }),
    );
    await settlesBreach(stage, {
      breach,
      apply: ['knew-without-authority'],
      reasons: 'She knew that she had no reason to look.',
      notice: 'Somebody at the front desk looked up your appointments without a reason. She was warned.',
      measures: 'She was warned in writing and is trained again.',
    });
  });

  for (const day of GONE_THROUGH) agenda.at(`${day}T15:20`, () => goThrough(month, day));
  sees('2027-01-19T09:00', 'officer', 'sees which looks are yet to be judged', () => {
    return '/views/access-reviews?state=drawn';
  });
}

/** Both officers find what is in order; what they were told of is judged in a story of its own. */
async function goThrough({ stage }: Month, day: string): Promise<void> {
  const done = new Set<unknown>();
  for (const judge of JUDGES) {
    const rows: PresentedRow[] = [];
    for (const state of ['flagged', 'drawn'])
      rows.push(...(await stage.sees(judge, '', `/views/access-reviews?state=${state}&limit=500`)));
    const theirs = rows.filter((row) => !done.has(row['review']) && row['actor'] !== stage.person(judge));
    // The second one takes what the first may not judge.
    for (const { review, rule } of theirs) {
      await stage.quietly(judge, 'clear-access', {
        review,
        reasons: IN_ORDER[String(rule)] ?? 'It belongs to their work.',
      });
      done.add(review);
    }
    if (theirs.length > 0)
      stage.tells(judge, `goes through looks that were flagged or drawn until ${day}: ${theirs.length} in order`);
  }
}
