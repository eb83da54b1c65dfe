import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewFact } from '../../../src/domain/language/fact.js';
import {
  changeContact,
  confirmContact,
  contactFacts,
  doubtContact,
  endContact,
  mayReach,
  permitContact,
} from '../../../src/domain/person/contact.js';
import {
  changeLegalName,
  changePronouns,
  correctName,
  nameFacts,
  nameHolder,
  tellNameInUse,
} from '../../../src/domain/person/names.js';
import { CONTACT_CHANNELS, personFacts } from '../../../src/domain/person/person.js';
import { personFold } from '../../../src/domain/person/person-stream.js';
import { contactHistory } from '../../../src/projections/contacts/history.js';
import { given, idOf, outcome, stored } from '../../support/given.js';

const ana = idOf('ana');
const registered = personFacts.PersonRegistered({
  person: ana,
  permittedChannels: ['e-mail', 'telephone'],
  revealAgency: true,
  name: 'Ana',
  contacts: [],
});
const stateAfter = (...facts: readonly NewFact[]) =>
  given(personFold, [registered, ...facts], { stream: `person-${ana}` });
const empty = personFold.initial();
const permission = { mayUse: true, mayLeaveVoicemail: false, revealAgency: false, from: '2026-03-01' };
const changed = (more: Partial<Parameters<typeof contactFacts.ContactChanged>[0]> = {}) =>
  contactFacts.ContactChanged({ person: ana, channel: 'telephone', ...permission, value: '416', ...more });
const doubted = contactFacts.ContactDoubted({ person: ana, channel: 'mail', because: 'returned' });
const at = { happenedAt: '2026-01-05T14:00:00.000Z' };

describe('Contact', () => {
  it('C2: a change is reported by and for whoever is known, and the permission of the day decides (rule 48)', () => {
    const said = { person: ana, channel: 'telephone', ...permission, value: '416' } as const;
    expect(outcome(changeContact(stateAfter(), said))).toEqual(['ContactChanged']);
    expect(outcome(changeContact(empty, said))).toBe('person-not-registered');
    const state = stateAfter(changed({ mayUse: false }));
    expect(mayReach(state.contact, 'telephone', '2026-02-28')).toBe(true);
    expect(mayReach(state.contact, 'telephone', '2026-03-01')).toBe(false);
    expect(mayReach(state.contact, 'in-person', '2026-03-01')).toBe(true);
    expect(mayReach(state.contact, 'mail', '2026-03-01')).toBe(false);
  });

  it('R7: a message is left only where the person lets one be left (rule 48)', () => {
    expect(mayReach(stateAfter().contact, 'voicemail', '2026-03-01')).toBe(false);
    expect(mayReach(stateAfter(changed()).contact, 'voicemail', '2026-03-01')).toBe(false);
    expect(mayReach(stateAfter(changed({ mayLeaveVoicemail: true })).contact, 'voicemail', '2026-03-01')).toBe(true);
    const no = contactFacts.ContactPermitted({ person: ana, channel: 'voicemail', ...permission, mayUse: false });
    expect(mayReach(stateAfter(changed({ mayLeaveVoicemail: true }), no).contact, 'voicemail', '2026-03-01')).toBe(
      false,
    );
  });

  it('C2: saying the same permission twice changes nothing; an ended contact is used no more', () => {
    const permitted = { person: ana, channel: 'telephone', ...permission } as const;
    expect(outcome(permitContact(stateAfter(), permitted))).toEqual(['ContactPermitted']);
    expect(outcome(permitContact(stateAfter(contactFacts.ContactPermitted(permitted)), permitted))).toEqual([]);
    const ended = { person: ana, channel: 'e-mail', from: '2026-03-01' } as const;
    expect(outcome(endContact(stateAfter(), ended))).toEqual(['ContactEnded']);
    expect(mayReach(stateAfter(contactFacts.ContactEnded(ended)).contact, 'e-mail', '2026-03-02')).toBe(false);
  });

  it('C2: what comes back puts a contact in doubt until it is confirmed or changed; not one said since (rule 41)', () => {
    const doubt = { person: ana, channel: 'mail', because: 'returned' } as const;
    expect(outcome(doubtContact(stateAfter(), doubt, at))).toEqual(['ContactDoubted']);
    expect(outcome(doubtContact(stateAfter(doubted), doubt, at))).toEqual([]);
    const newer = stateAfter(changed({ channel: 'mail' }));
    expect(outcome(doubtContact(newer, doubt, at, '2026-01-04T00:00:00.000Z'))).toEqual([]);
    expect(outcome(confirmContact(stateAfter(doubted), { person: ana, channel: 'mail' }))).toEqual([
      'ContactConfirmed',
    ]);
    expect(outcome(confirmContact(stateAfter(), { person: ana, channel: 'mail' }))).toEqual([]);
    expect(stateAfter(doubted, changed({ channel: 'mail' })).contact.channels.get('mail')?.doubt).toBeUndefined();
  });

  it('C2: what the view shows as current on a day is what may be used that day, whatever was said in whatever order', () => {
    const step = fc.record({
      kind: fc.constantFrom('changed', 'permitted', 'ended'),
      channel: fc.constantFrom('telephone', 'e-mail', 'mail'),
      day: fc.integer({ min: 1, max: 9 }),
      mayUse: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (steps, day) => {
        const today = `2026-03-0${day}`;
        const facts = steps.map(({ kind, channel, day: from, mayUse }) => {
          const said = { person: ana, channel, ...permission, mayUse, from: `2026-03-0${from}` } as const;
          if (kind === 'changed') return contactFacts.ContactChanged({ ...said, value: 'v' } as never);
          if (kind === 'permitted') return contactFacts.ContactPermitted(said as never);
          return contactFacts.ContactEnded({ person: ana, channel, from: said.from } as never);
        });
        const state = stateAfter(...facts);
        const rows = stored(facts).map((f, i) => ({
          ...f.open,
          mayUse: f.open['mayUse'] ? 1 : 0,
          person: ana,
          said: f.type.replace('Contact', '').toLowerCase(),
          revision: i + 1,
          at: f.happenedAt,
        }));
        const first = { person: ana, said: 'registered', revision: 0, at: '2026-01-05T00:00:00.000Z' };
        const contact = { contacts: ['telephone', 'e-mail', 'mail'].map((channel) => ({ channel, value: 'r' })) };
        const shown = contactHistory(
          [{ ...first, contact, permittedChannels: ['e-mail', 'telephone'] }, ...rows],
          today,
          (instant) => instant.slice(0, 10),
        );
        for (const channel of CONTACT_CHANNELS.filter((c) => c !== 'voicemail' && c !== 'text')) {
          const usable = shown.some((r) => r['channel'] === channel && r['state'] === 'current' && r['mayUse'] === 1);
          expect(usable).toBe(mayReach(state.contact, channel, today));
        }
      }),
    );
  });
});

describe('Names', () => {
  const holds = (...facts: readonly NewFact[]) => nameHolder(stored([registered, ...facts]))?.type;
  const inUse = nameFacts.NameInUseTold({ person: ana, name: 'Annie' });
  const legal = nameFacts.LegalNameChanged({ person: ana, from: '2026-04-01', name: 'Ana Sample' });

  it('C2: a mistake in writing, a legal change and a name in use are different facts (rule 47)', () => {
    const state = stateAfter();
    expect(outcome(correctName(state, { person: ana, which: 'legal', name: 'Anna' }))).toEqual(['NameCorrected']);
    expect(outcome(changeLegalName(state, { person: ana, from: '2026-04-01', name: 'A' }))).toEqual([
      'LegalNameChanged',
    ]);
    expect(outcome(tellNameInUse(state, { person: ana, name: 'Annie' }))).toEqual(['NameInUseTold']);
    expect(outcome(changePronouns(state, { person: ana, told: 'told', pronouns: 'they' }))).toEqual([
      'PronounsChanged',
    ]);
    expect(outcome(tellNameInUse(empty, { person: ana, name: 'Annie' }))).toBe('person-not-registered');
  });

  it('C2: people are called by the name in use, else by the newest legal one (rule 47)', () => {
    expect(holds()).toBe('PersonRegistered');
    expect(holds(legal)).toBe('LegalNameChanged');
    expect(holds(inUse, legal)).toBe('NameInUseTold');
    expect(holds(inUse, nameFacts.NameCorrected({ person: ana, which: 'in-use', name: 'Anny' }))).toBe('NameCorrected');
    expect(holds(inUse, nameFacts.NameCorrected({ person: ana, which: 'legal', name: 'Anna' }))).toBe('NameInUseTold');
  });
});
