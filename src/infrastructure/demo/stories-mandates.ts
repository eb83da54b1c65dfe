import { createHash } from 'node:crypto';
import { admit, type Tokens } from './agency.js';
import { INVESTIGATOR } from './cast.js';
import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** An investigator of the College is let in for one case: under pseudonyms, without free text, and no further. */
export function planMandate(month: Month, tokens: Tokens): void {
  const { stage, agenda } = month;
  const { does, refused, sees, seesNothing, id, person } = scriptOf(month);
  const cases = () => [id('case of teodor')];
  const timeline = (key: string) => () => `/views/timeline?case=${id(`case of ${key}`)}&limit=1000`;
  const granting = (more: object) => ({
    outsider: person('thibodeau'),
    body: 'college',
    authority: 'rhpa-code-s75',
    document: createHash('sha256').update('the letter of appointment of the demo').digest('hex'),
    kinds: ['clinical', 'booking', 'money'],
    from: '2026-11-23',
    until: '2027-06-30',
    ...more,
  });
  agenda.at('2026-11-20T11:00', () =>
    stage.does(
      'officer',
      'registers an investigator of the College, who shows the letter of appointment',
      async (as) => {
        stage.players.set(INVESTIGATOR.key, await admit(as, INVESTIGATOR, 'identity-document', tokens));
      },
    ),
  );
  refused(
    '2026-11-20T11:10',
    'officer',
    'would let him in without saying to what',
    'mandate-without-scope',
    'grant-mandate',
    () => granting({}),
  );
  does(
    '2026-11-20T11:15',
    'officer',
    'lets him in to quill’s case from Monday on, under pseudonyms and without free text',
    'grant-mandate',
    () => granting({ cases: cases() }),
    'the mandate',
  );
  seesNothing('2026-11-20T15:00', 'thibodeau', 'looks before it begins', timeline('teodor'));
  sees('2026-11-23T10:00', 'thibodeau', 'reads what happened in the case, nobody by name', timeline('teodor'));
  seesNothing('2026-11-23T10:20', 'thibodeau', 'looks at another case', timeline('wilma'));
  const demand = (more: object) => ({ mandate: id('the mandate'), cases: cases(), ...more });
  refused(
    '2026-11-23T11:00',
    'thibodeau',
    'demands the notes in full, with names',
    'demand-beyond-mandate',
    'demand-under-mandate',
    () => demand({ kinds: ['clinical'], freeText: true, names: true, words: 'All notes in full, with names.' }),
  );
  does(
    '2026-11-23T11:10',
    'thibodeau',
    'demands when the sessions were supervised: covered',
    'demand-under-mandate',
    () => demand({ kinds: ['clinical'], words: 'Which entries were signed by the supervisor, and when.' }),
  );
  does(
    '2026-12-07T10:00',
    'officer',
    'narrows it: no payments any more, and until the end of March',
    'narrow-mandate',
    () => demand({ kinds: ['clinical', 'booking'], until: '2027-03-31' }),
  );
  sees('2026-12-07T10:10', 'officer', 'sees each mandate, each demand and what was refused', () => '/views/mandates');
}
