import { admit, register, type Tokens } from './agency.js';
import { RELATIVES } from './cast.js';
import { noteOf } from './notes.js';
import { scriptOf } from './script.js';
import { OffScript } from './stage.js';
import type { Month } from './weeks.js';

/** Locks: a file kept from one person, an entry from a role; what must be recorded is recorded. */
export function planLocks(month: Month): void {
  const { does, refused, sees, seesNothing, who, of, id, person } = scriptOf(month);
  const bookings = () => `/views/sessions?case=${id('case of leontyne')}`;
  sees('2026-03-13T11:00', 'orla', 'looks up when leontyne comes', bookings);
  does(
    '2026-03-16T18:30',
    'leontyne',
    'keeps everything from orla, who lives in her street',
    'give-instruction',
    () => ({
      ...who('leontyne'),
      covers: 'file',
      against: 'person',
      whom: person('orla'),
      words: 'She is my neighbour.',
    }),
    'lock of leontyne',
  );
  seesNothing('2026-03-17T09:30', 'orla', 'looks it up again', bookings);
  refused('2026-03-17T09:35', 'orla', 'takes a message for leontyne', 'not-found', 'cancel-seat', () => ({
    ...of('leontyne'),
    session: id('session of leontyne on 03-26'),
    channel: 'telephone',
  }));
  does('2026-06-22T19:10', 'leontyne', 'lifts it: orla has moved away', 'lift-instruction', () => ({
    ...who('leontyne'),
    instruction: id('lock of leontyne'),
  }));
  sees('2026-06-23T09:00', 'orla', 'sees the bookings again', bookings);
  const record = () => `/views/record?case=${id('case of teodor')}`;
  sees('2026-04-20T09:00', 'naomi', 'reads the record of quill’s client', record);
  does('2026-04-20T19:15', 'teodor', 'keeps one note from any supervisor', 'give-instruction', () => ({
    ...who('teodor'),
    covers: 'entry',
    case: id('case of teodor'),
    entries: [id(noteOf('session of teodor on 03-13'))],
    against: 'role',
    role: 'supervisor',
  }));
  sees('2026-04-21T09:00', 'naomi', 'reads it once more: that note is not in it', record);
  refused(
    '2026-04-24T10:50',
    'teodor',
    'asks that nothing be written down about today',
    'record-must-be-kept',
    'ask-not-to-record',
    () => ({
      ...who('teodor'),
      words: 'Please write nothing down about today.',
    }),
  );
  sees('2026-04-27T09:00', 'officer', 'sees who keeps what from whom', () => '/views/privacy-instructions');
}

const partOf = (key: string) => {
  const found = RELATIVES.find((each) => each.key === key);
  if (found === undefined) throw new OffScript(`nobody is called ${key}`);
  return found;
};

/** A boy of fourteen: his mother decides and sees, until he decides on counselling himself. */
export function planChild(month: Month, tokens: Tokens): void {
  const { stage, agenda } = month;
  const { does, refused, sees, seesNothing, who, id, person } = scriptOf(month);
  const appointments = () => `/views/sessions?case=${id('case of tobias')}`;
  const naming = (rank: string, proof: string) => ({
    ...who('tobias'),
    substitute: person('harkenwell'),
    rank,
    scope: ['treatment', 'information'],
    proof,
    from: '2026-09-08',
  });
  agenda.at('2026-09-08T09:40', async () => {
    await stage.does('desk', 'registers the mother of tobias, who signs in on her own', async (as) => {
      stage.players.set('harkenwell', await admit(as, partOf('harkenwell'), 'identity-document', tokens));
    });
    await stage.isRefused(
      'desk',
      'names her as guardian by court, on her own word',
      'authority-needs-evidence',
      'name-substitute',
      naming('guardian', 'own-statement'),
    );
    await stage.does('desk', 'names her as deciding for tobias, with the birth certificate', (as) =>
      as('name-substitute', naming('child-or-custodial-parent', 'birth-or-custody-document')),
    );
  });
  sees('2026-09-16T19:00', 'harkenwell', 'sees when her son comes', appointments);
  sees(
    '2026-09-16T19:05',
    'harkenwell',
    'sees what was consented to',
    () => `/views/consents?case=${id('case of tobias')}`,
  );
  refused(
    '2026-10-14T20:00',
    'harkenwell',
    'says that he decided it himself',
    'only-the-child-decides',
    'decide-own-counselling',
    () => ({
      ...who('tobias'),
      on: '2026-10-14',
    }),
  );
  does('2026-10-20T16:30', 'tobias', 'decides on counselling himself', 'decide-own-counselling', () => ({
    ...who('tobias'),
    on: '2026-10-20',
  }));
  seesNothing('2026-10-21T19:00', 'harkenwell', 'looks when her son comes', appointments);
  sees(
    '2026-10-21T19:30',
    'tobias',
    'sees who may decide for him',
    () => `/views/substitutes?client=${person('tobias')}`,
  );
}

/** Capacity is found for a matter and a day, and returns. */
export function planCapacity(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, who, person } = scriptOf(month);
  const finding = (found: string, on: string, basis: string) => ({
    ...who('rosamund'),
    matter: 'treatment',
    found,
    on,
    basis,
  });
  refused('2026-06-18T10:00', 'desmond', 'dates his finding on tomorrow', 'day-in-the-future', 'find-capacity', () =>
    finding('incapable', '2026-06-19', 'Could not say what was proposed.'),
  );
  does('2026-06-18T10:05', 'desmond', 'finds that rosamund cannot decide on treatment today', 'find-capacity', () =>
    finding('incapable', '2026-06-18', 'Could not say what was proposed or what would follow.'),
  );
  agenda.at('2026-06-19T09:30', () =>
    stage.does('desk', 'registers her husband and names him as deciding meanwhile', async (as) => {
      const id = await register(as, partOf('kingscote'));
      stage.players.set('kingscote', { ...partOf('kingscote'), id, token: '' });
      await as('name-substitute', {
        ...who('rosamund'),
        substitute: id,
        rank: 'spouse-partner',
        scope: ['treatment'],
        proof: 'identity-document',
        from: '2026-06-19',
      });
    }),
  );
  does(
    '2026-07-16T09:50',
    'desmond',
    'finds that she can again: her husband’s authority ends at once',
    'find-capacity',
    () => finding('capable', '2026-07-16', 'Said in her own words what was proposed and what speaks against it.'),
  );
  sees('2026-07-16T18:00', 'rosamund', 'reads that nobody decides for her any more', () => {
    return `/views/substitutes?client=${person('rosamund')}`;
  });
}
