import { register } from './agency.js';
import { ALIKE, type Part } from './cast.js';
import { scriptOf } from './script.js';
import { instantOf } from './stage.js';
import { settlesBreach } from './stories-breaches.js';
import type { Month } from './weeks.js';

/** Registrations that look alike: one is the same person's, one is somebody else's, one was linked in error. */
export function planAlike(month: Month): void {
  const { stage, agenda } = month;
  const { does, sees, person } = scriptOf(month);
  const registers = (at: string, what: string, part: Part, address: string): void =>
    agenda.at(at, () =>
      stage.does('desk', what, async (as) => {
        const id = await register(as, part, address);
        stage.players.set(part.key, { ...part, id, token: '' });
      }),
    );
  const both = (key: string, other: string) => ({ person: person(key), other: person(other) });
  agenda.at('2026-09-02T10:00', () =>
    stage.finds('desk', 'looks for somebody who calls herself Wirsinga', { name: 'wirsinga' }),
  );
  registers(
    '2026-09-02T10:05',
    'registers a Fenna Haverkampf, who gives an e-mail that is known',
    ALIKE['fenna anew'],
    'fenna@example.org',
  );
  sees('2026-09-02T11:00', 'officer', 'sees which registrations may be one person’s', () => '/views/possible-matches');
  does('2026-09-03T09:00', 'officer', 'links it with fenna’s, by her identity document', 'link-clients', () => ({
    ...both('fenna', 'fenna anew'),
    shownBy: 'identity-document',
    reason: 'She married in August and was registered anew under her name of now.',
  }));
  registers(
    '2026-09-22T13:00',
    'registers a Birger Lindenskiold, who gives his sister’s e-mail',
    ALIKE['brother of birgitta'],
    'birgitta@example.org',
  );
  does('2026-09-23T09:00', 'officer', 'finds that he is not birgitta: two persons', 'dismiss-match', () => ({
    ...both('brother of birgitta', 'birgitta'),
    reason: 'Brother and sister with one e-mail.',
  }));
  registers('2026-11-16T10:00', 'registers an Ewart Plumbridge', ALIKE['son of ewart'], 'plumbridge@example.org');
  does('2026-11-16T10:30', 'officer', 'links it with ewart’s, on what the caller said', 'link-clients', () => ({
    ...both('ewart', 'son of ewart'),
    shownBy: 'person-said-so',
    reason: 'Said on the telephone that he was here in spring.',
  }));
  does('2026-11-18T15:00', 'officer', 'undoes it: father and son, the link was wrong', 'unlink-clients', () => ({
    ...both('ewart', 'son of ewart'),
    because: 'wrong-link',
    reason: 'His father was here in spring; both have one name.',
  }));
  agenda.at('2026-11-19T10:00', async () => {
    const rows = await stage.sees('officer', 'sees the breach that the wrong link is', '/views/breaches?row=breach');
    const breach = rows.find((row) => (row['persons'] as readonly string[]).includes(person('son of ewart')));
    await settlesBreach(stage, {
      breach: String(breach?.['breach']),
      apply: [],
      reasons: 'The link stood for two days; nobody looked across it.',
      notice:
        'Your registration was held to be that of another person of your name for two days; nobody read anything.',
      measures: 'Links are made on a document from now on.',
    });
  });
}

/** An instruction that came on Friday and was found on Monday: who looked in between is asked about, not undone. */
export function planHindsight(month: Month): void {
  const { stage, agenda } = month;
  const { does, sees, seesNothing, id, person, who } = scriptOf(month);
  const bookings = () => `/views/sessions?case=${id('case of silvan')}`;
  sees('2026-08-24T09:05', 'orla', 'looks up when silvan comes', bookings);
  does(
    '2026-08-24T11:20',
    'desk',
    'finds silvan’s e-mail of Fri 21: everything is to be kept from orla',
    'give-instruction',
    () => ({
      ...who('silvan'),
      covers: 'file',
      against: 'person',
      whom: person('orla'),
      words: 'We were married once.',
      happenedAt: instantOf('2026-08-21T18:45'),
      precision: 'minute',
      channel: 'e-mail',
      evidence: 'e-mail 2026-08-21 18:45',
      informant: person('silvan'),
    }),
  );
  seesNothing('2026-08-24T14:00', 'orla', 'looks it up again', bookings);
  sees('2026-08-25T09:00', 'officer', 'sees which looks are questioned by what was known late', () => {
    return '/views/questioned-access';
  });
  agenda.at('2026-08-26T10:00', async () => {
    const [found] = await stage.sees('officer', '', '/views/questioned-access');
    await settlesBreach(stage, {
      breach: String(found?.['breach']),
      apply: [],
      reasons: 'Orla could not know of it; the e-mail lay unread over a weekend.',
      notice: 'Your bookings were looked up once on Monday morning, before your e-mail of Friday was read.',
      measures: 'The mailbox is read first thing in the morning.',
    });
  });
}
