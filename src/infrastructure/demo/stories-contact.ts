import { scriptOf } from './script.js';
import type { Month } from './weeks.js';

/** Everybody who is due a notice of the new fee policy is sent it, in the way they permit. */
export function planNotices({ stage, agenda }: Month): void {
  agenda.at('2026-03-02T08:45', () =>
    stage.does('desk', 'sends the new fee policy to everybody who is due it, by e-mail', async (as) => {
      const policy = stage.id('fee-policy from March');
      for (const [name, theCase] of [...stage.ids]) {
        if (!name.startsWith('case of ')) continue;
        const due = await stage.sees('desk', '', `/views/notices?case=${theCase}&state=due`);
        for (const { notice, about, participant } of due) {
          if (about !== 'policy-changed') continue;
          await as('send-notice', { case: theCase, notice, how: 'e-mail' });
          await as('record-notice', { case: theCase, notice, outcome: 'delivered', how: 'e-mail' });
          await as('give-policy', { case: theCase, participant, policy, how: 'e-mail' });
        }
      }
    }),
  );
}

/** How clients are reached: what they permit holds, and what came back is asked about. */
export function planContact(month: Month): void {
  const { stage, agenda } = month;
  const { does, sees, seesNothing, who, id, person } = scriptOf(month);
  does(
    '2026-05-11T18:20',
    'percival',
    'has another telephone: no messages, and not a word of who calls',
    'change-contact',
    () => ({
      ...who('percival'),
      reachedBy: 'telephone',
      value: '+1 416 555 0147',
      mayUse: true,
      mayLeaveVoicemail: false,
      revealAgency: false,
    }),
  );
  does(
    '2026-06-05T10:10',
    'desk',
    'writes down oriel’s new address from July on; nothing sent there may name the practice',
    'change-contact',
    () => ({
      ...who('oriel'),
      reachedBy: 'mail',
      value: '12 Candlewick Lane, Guelph',
      alias: 'Household of the second floor',
      mayUse: true,
      revealAgency: false,
      from: '2026-07-01',
      channel: 'telephone',
      informant: person('oriel'),
    }),
  );
  does('2026-07-20T19:00', 'oriel', 'does not want to be written to by e-mail any more', 'permit-contact', () => ({
    ...who('oriel'),
    reachedBy: 'e-mail',
    mayUse: false,
    revealAgency: false,
  }));
  does('2026-09-02T18:00', 'wilma', 'has a new telephone', 'change-contact', () => ({
    ...who('wilma'),
    reachedBy: 'telephone',
    value: '+1 416 555 0182',
    mayUse: true,
    mayLeaveVoicemail: true,
    revealAgency: true,
  }));
  // A day of the therapist's is called off: each client is to be told, in a way they permit.
  does(
    '2026-07-24T10:00',
    'manager',
    'calls off tomas’s Tuesday: each session by the agency, with another offer',
    'cancel-therapist-day',
    () => ({
      therapist: person('tomas'),
      day: '2026-07-28',
    }),
  );
  const notice = async (): Promise<object> => {
    const [due] = await stage.sees('desk', '', `/views/notices?case=${id('case of oriel')}&state=due`);
    return { case: id('case of oriel'), notice: String(due?.['notice']) };
  };
  agenda.at('2026-07-24T10:20', async () => {
    const due = await notice();
    await stage.isRefused('desk', 'writes to oriel by e-mail', 'contact-not-permitted', 'send-notice', {
      ...due,
      how: 'e-mail',
    });
    await stage.does('desk', 'sends the notice by mail, without the name of the practice', (as) =>
      as('send-notice', { ...due, how: 'mail' }),
    );
    stage.ids.set('notice of oriel', String((due as { readonly notice: string }).notice));
  });
  const ofOriel = () => ({ case: id('case of oriel'), notice: id('notice of oriel') });
  agenda.at('2026-07-27T11:30', () =>
    stage.does('desk', 'has the letter back: the notice is due again, the address in doubt', async (as) => {
      await as('record-notice', { ...ofOriel(), outcome: 'returned', how: 'mail' });
      await as('doubt-contact', { ...who('oriel'), reachedBy: 'mail', because: 'returned' });
    }),
  );
  does('2026-07-27T11:45', 'desk', 'reaches oriel by telephone', 'record-notice', () => ({
    ...ofOriel(),
    outcome: 'delivered',
    how: 'telephone',
  }));
  does('2026-07-27T11:50', 'oriel', 'says that the address is right: the bell had no name', 'confirm-contact', () => ({
    ...who('oriel'),
    reachedBy: 'mail',
  }));
  agenda.at('2026-06-02T13:50', () =>
    stage.does('silvan', 'wants to be called by another name, and says the pronouns', async (as) => {
      await as('tell-name-in-use', { ...who('silvan'), name: 'Sylvie' });
      await as('change-pronouns', { ...who('silvan'), pronouns: 'she/her' });
    }),
  );
  does('2026-06-08T09:05', 'desk', 'puts a slip of the pen in gaspard’s name right', 'correct-name', () => ({
    ...who('gaspard'),
    which: 'legal',
    name: 'Gaspard Montclair-Vaux',
  }));
  sees('2026-07-28T09:00', 'desk', 'sees how oriel is reached', () => `/views/contacts?client=${person('oriel')}`);
  seesNothing('2026-07-28T09:10', 'rhea', 'looks for the address of somebody else’s client', () => {
    return `/views/contacts?client=${person('oriel')}`;
  });
}
