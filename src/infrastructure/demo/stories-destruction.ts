import { register } from './agency.js';
import { FORMER } from './cast.js';
import { scriptOf } from './script.js';
import { instantOf } from './stage.js';
import type { Month } from './weeks.js';

/** What is due is destroyed by two people, what is not stays; one fact entered with the wrong person is destroyed alone. */
export function planDestruction(month: Month): void {
  const { stage, agenda } = month;
  const { does, refused, sees, id, person, who } = scriptOf(month);
  const theCase = (key: string) => () => ({ case: id(`case of ${key}`) });
  const since2022 = (at: string) => ({
    happenedAt: instantOf(at),
    precision: 'day',
    channel: 'in-person',
    evidence: 'paper file 22-017',
  });
  agenda.at('2026-03-09T13:00', () =>
    stage.does('desk', 'brings in a paper file of 2022: aldous asked, was given a place and never came', async (as) => {
      const found = await register(as, FORMER);
      stage.players.set(FORMER.key, { ...FORMER, id: found, token: '' });
      const opened = await as('open-case', {
        kind: 'individual',
        participants: [found],
        therapist: person('naomi'),
        ...since2022('2022-03-14T10:00'),
      });
      stage.ids.set('case of aldous', opened.id ?? '');
      await as('close-case', { case: opened.id, because: 'never-began', ...since2022('2022-05-02T10:00') });
    }),
  );
  refused(
    '2026-03-11T10:00',
    'officer',
    'would have wilma’s case destroyed',
    'destruction-not-due',
    'request-destruction',
    theCase('wilma'),
  );
  does(
    '2026-03-11T10:05',
    'officer',
    'asks that the case of aldous be destroyed: its retention is over',
    'request-destruction',
    theCase('aldous'),
    'the destruction',
  );
  const destruction = () => ({ ...theCase('aldous')(), destruction: id('the destruction') });
  refused(
    '2026-03-11T10:06',
    'officer',
    'would confirm it too',
    'destruction-needs-another',
    'confirm-destruction',
    destruction,
  );
  does('2026-03-11T14:00', 'manager', 'confirms it as a second person', 'confirm-destruction', destruction);
  sees('2026-03-12T09:00', 'officer', 'sees what was destroyed, with the certificate', () => '/views/destructions');
  refused(
    '2026-09-14T11:20',
    'officer',
    'would have osric’s case destroyed, which the summons holds',
    'destruction-held',
    'request-destruction',
    theCase('osric'),
  );
  agenda.at('2026-06-24T10:10', async () => {
    const changed = await stage.does('desk', 'writes down a new telephone with dagny, meaning another client', (as) =>
      as('change-contact', {
        ...who('dagny'),
        reachedBy: 'telephone',
        value: '+1 519 555 0166',
        mayUse: true,
        mayLeaveVoicemail: false,
        revealAgency: false,
        channel: 'telephone',
        informant: person('dagny'),
      }),
    );
    stage.ids.set('the wrong telephone', changed.facts[0]?.id ?? '');
  });
  does(
    '2026-06-24T10:30',
    'desk',
    'strikes it as entered with the wrong person',
    'enter-person-facts-in-error',
    () => ({
      ...who('dagny'),
      facts: [id('the wrong telephone')],
      kind: 'wrong-person',
      reason: 'The call was from another client.',
    }),
  );
  does(
    '2026-06-25T09:10',
    'officer',
    'asks that this one fact be destroyed alone',
    'request-registration-fact-destruction',
    () => ({ ...who('dagny'), fact: id('the wrong telephone') }),
    'the small destruction',
  );
  does(
    '2026-06-25T11:00',
    'manager',
    'confirms it: that number opens no more, everything else does',
    'confirm-registration-fact-destruction',
    () => ({ ...who('dagny'), destruction: id('the small destruction') }),
  );
}
