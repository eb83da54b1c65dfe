import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseFold } from '../../../src/domain/case/case.js';
import { recordFacts } from '../../../src/domain/case/record-facts.js';
import { amendEntry, coSignEntry, markUnsigned, signEntry } from '../../../src/domain/case/record-signing.js';
import { draftEntry, noteCircumstances, writeEntry } from '../../../src/domain/case/record-writing.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { kindOf } from '../../../src/domain/catalogue.js';
import type { Decision } from '../../../src/domain/language/decision.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { decideEnteredInError } from '../../../src/domain/language/mistakes.js';
import { registrationFacts } from '../../../src/domain/therapist/registration.js';
import { therapistFold } from '../../../src/domain/therapist/therapist.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [theCase, ana, ben, theo, sue] = ['case', 'ana', 'ben', 'theo', 'sue'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];
const entry = idOf('entry');
const opened = rosterFacts.CaseOpened({ case: theCase, kind: 'couple', participants: [ana, ben], therapist: theo });
const stateAfter = (...facts: readonly (NewFact | StoredFact)[]) => given(caseFold, [opened, ...facts]);
const factsOf = (decision: Decision): readonly NewFact[] => {
  if ('refusal' in decision) throw new Error(decision.refusal.code);
  return decision.facts;
};
const factOf = (decision: Decision): NewFact => factsOf(decision)[0] as NewFact;
/** Monday 9 February 2026, 10:00 in Toronto; seven days by business days end on Tuesday the 17th, after Family Day. */
const MONDAY = '2026-02-09T15:00:00.000Z';
const at = (now: string, person = theo, role = 'therapist', happenedAt = now) =>
  circumstances({ now, happenedAt, actor: { person, role } });
const note = { case: theCase, kind: 'note', participant: ana, content: 'Spoke of the week.' } as const;
const written = (now = MONDAY, more: object = {}) => factOf(writeEntry(stateAfter(), { ...note, ...more }, at(now)));
const named = { case: theCase, entry };
const qualifying = given(
  therapistFold,
  [
    registrationFacts.TherapistRegistered({
      therapist: theo,
      title: 'RP-Qualifying',
      college: 'CRPO',
      from: '2024-01-01',
      nameOnRegister: 'Theo',
      number: '1',
    }),
    registrationFacts.SupervisionStarted({ therapist: theo, supervisor: sue, from: '2026-02-01' }),
  ],
  { stream: 'therapist-x' },
).registration;
const signed = (now = MONDAY) => factOf(signEntry(stateAfter(written()), named, qualifying, at(now)));
const amended = factOf(
  amendEntry(stateAfter(written()), { ...named, content: 'Of the month.', change: 'A slip.' }, at(MONDAY)),
);

describe('R9: writing the record', () => {
  it('R9: an entry is about one participant, under that participant’s key, or communal, under the case’s', () => {
    expect(written().data).toMatchObject({ participant: ana, whose: ana });
    const communal = factOf(writeEntry(stateAfter(), { case: theCase, kind: 'note', content: 'Both.' }, at(MONDAY)));
    expect(communal.data).toMatchObject({ whose: theCase });
    expect(communal.data['participant']).toBeUndefined();
  });

  it('R9: a late entry says how many days after the contact it was written, and after that entered here', () => {
    const late = factOf(
      writeEntry(
        stateAfter(),
        { ...note, contactAt: MONDAY },
        at('2026-02-20T15:00:00.000Z', theo, 'therapist', '2026-02-12T15:00:00.000Z'),
      ),
    );
    expect(late.data).toMatchObject({ contactAt: MONDAY, writtenDaysAfter: 3, enteredDaysAfter: 8 });
    expect(late.data['signBy']).toBe('2026-02-18T04:59:59.999Z');
    expect(outcome(writeEntry(stateAfter(), { ...note, contactAt: '2026-02-11T15:00:00.000Z' }, at(MONDAY)))).toBe(
      'contact-in-the-future',
    );
  });

  it('R9: an incident is never refused, whoever reports it and also after the case was closed', () => {
    const closed = stateAfter(rosterFacts.CaseClosed({ case: theCase, because: 'completed' }));
    const incident = { case: theCase, kind: 'incident', content: 'A fall on the stairs.' } as const;
    expect(outcome(writeEntry(closed, incident, at(MONDAY, idOf('fran'), 'front-desk')))).toEqual(['EntryWritten']);
  });

  it('R9: a clinical note written by the front desk is kept and says that it was not theirs to write; its draft is refused (rule 36)', () => {
    const desk = at(MONDAY, idOf('fran'), 'front-desk');
    expect(factOf(writeEntry(stateAfter(), note, desk)).data).toMatchObject({ byOther: true, author: idOf('fran') });
    expect(factOf(writeEntry(stateAfter(), note, at(MONDAY))).data).not.toHaveProperty('byOther');
    expect(outcome(draftEntry(stateAfter(), note, desk))).toBe('clinical-entry-by-therapist');
  });

  it('R9: unknown persons, sessions and cases are refused', () => {
    const unknown = idOf('nobody');
    expect(outcome(writeEntry(stateAfter(), { ...note, participant: unknown }, at(MONDAY)))).toBe('not-a-participant');
    expect(outcome(writeEntry(stateAfter(), { ...note, session: unknown }, at(MONDAY)))).toBe('session-not-found');
    expect(outcome(writeEntry(given(caseFold, []), note, at(MONDAY)))).toBe('case-not-found');
  });

  it('R9: a draft is changed and finished by its author alone, and what is written is never written again', () => {
    const draft = factOf(draftEntry(stateAfter(), note, at(MONDAY)));
    const drafted = stateAfter(draft);
    const again = { ...note, entry };
    const changed = factOf(draftEntry(drafted, again, at('2026-02-12T15:00:00.000Z')));
    expect(changed.data['finishBy']).toBe(draft.data['finishBy']);
    expect(outcome(draftEntry(drafted, again, at(MONDAY, sue, 'supervisor')))).toBe('draft-not-found');
    expect(outcome(writeEntry(drafted, again, at(MONDAY, sue, 'supervisor')))).toBe('draft-not-found');
    const finished = stateAfter(draft, factOf(writeEntry(drafted, again, at(MONDAY))));
    expect(finished.record.drafts.size).toBe(0);
    expect(outcome(writeEntry(finished, again, at(MONDAY)))).toBe('entry-already-written');
    expect(outcome(writeEntry(stateAfter(), { ...note, entry: idOf('no draft') }, at(MONDAY)))).toBe('draft-not-found');
  });

  it('R7: how a session took place needs a session of the case and one who took part', () => {
    const { SessionCircumstancesNoted } = recordFacts;
    const noted = { ...SessionCircumstancesNoted.example, case: theCase, participant: ana };
    expect(outcome(noteCircumstances(stateAfter(), noted))).toBe('session-not-found');
    expect(outcome(noteCircumstances(stateAfter(), { ...noted, participant: idOf('nobody') }))).toBe(
      'not-a-participant',
    );
  });
});

describe('R9: signing the record', () => {
  it('R9: only its author ever signs an entry, once a version, and the days late are said', () => {
    const state = stateAfter(written());
    expect(signed('2026-02-21T15:00:00.000Z').data).toMatchObject({ version: 1, first: true, daysLate: 4 });
    expect(signed().data).toMatchObject({ daysLate: 0 });
    expect(outcome(signEntry(state, named, qualifying, at(MONDAY, sue, 'supervisor')))).toBe('only-the-author-signs');
    expect(outcome(signEntry(state, { ...named, entry: idOf('other') }, qualifying, at(MONDAY)))).toBe(
      'entry-not-found',
    );
    expect(outcome(signEntry(stateAfter(written(), signed()), named, qualifying, at(MONDAY)))).toEqual([]);
  });

  it('R9: to somebody without any part in the case an entry is not there, also to sign it', () => {
    const state = stateAfter(written());
    expect(outcome(signEntry(state, named, qualifying, at(MONDAY, ben, 'person')))).toBe('entry-not-found');
    expect(outcome(amendEntry(state, { ...named, content: '-', change: '-' }, at(MONDAY, ben, 'person')))).toBe(
      'entry-not-found',
    );
  });

  it('R9: an author who no longer treats the client still signs, as long as they work here; nobody does it for them', () => {
    const state = stateAfter(written(), rosterFacts.TherapistAssigned({ case: theCase, therapist: idOf('new') }));
    const c = at(MONDAY, theo, 'person');
    expect(outcome(signEntry(state, named, qualifying, c))).toBe('entry-not-found');
    c.world.staff.roles.set(theo, [{ role: 'therapist', from: '2020-01-01', fact: idOf('role') }]);
    expect(outcome(signEntry(state, named, qualifying, c))).toEqual(['EntrySigned']);
    expect(outcome(signEntry(state, named, qualifying, at(MONDAY, idOf('new'))))).toBe('only-the-author-signs');
  });

  it('R9: an amendment is by the author or the therapist of record and is a new version', () => {
    const state = stateAfter(written());
    const change = { ...named, content: '-', change: '-' };
    expect(amended.data).toMatchObject({ version: 2, as: 'author', by: theo });
    expect(outcome(amendEntry(state, change, at(MONDAY, sue, 'supervisor')))).toBe('not-yours-to-amend');
    const moved = stateAfter(written(), rosterFacts.TherapistAssigned({ case: theCase, therapist: idOf('new') }));
    expect(factOf(amendEntry(moved, change, at(MONDAY, idOf('new')))).data['as']).toBe('therapist-of-record');
  });

  it('R4: who supervised the author that day signs beside them, and only what the author signed', () => {
    const state = stateAfter(written(), signed());
    const coSign = (c: ReturnType<typeof at>, s = state) => coSignEntry(s, named, qualifying, c);
    expect(signed().data['coSignBy']).toBe('2026-02-24T04:59:59.999Z');
    expect(outcome(coSign(at(MONDAY, sue, 'supervisor')))).toEqual(['EntryCoSigned']);
    expect(outcome(coSign(at(MONDAY, idOf('other'), 'supervisor')))).toBe('not-the-supervisor');
    const before = at(MONDAY, sue, 'supervisor', '2026-01-31T15:00:00.000Z');
    expect(outcome(coSign(before))).toBe('not-the-supervisor');
    expect(outcome(coSign(at(MONDAY, sue, 'supervisor'), stateAfter(written())))).toBe('entry-not-signed');
    const twice = stateAfter(written(), signed(), factOf(coSign(at(MONDAY, sue, 'supervisor'))));
    expect(outcome(coSign(at(MONDAY, sue, 'supervisor'), twice))).toEqual([]);
  });
});

describe('R9: the clock of a signature', () => {
  const missed = (now: string, signature: 'author' | 'supervisor', ...facts: readonly NewFact[]) =>
    markUnsigned(stateAfter(...facts), { ...named, signature }, at(now, idOf('system'), 'system'));

  it('R9: the clock says that no signature was known, at the deadline, once, and not before', () => {
    const late = '2026-02-18T05:00:00.000Z';
    expect(outcome(missed('2026-02-18T04:59:59.999Z', 'author', written()))).toBe('signature-not-due');
    const said = factOf(missed(late, 'author', written()));
    expect(said).toMatchObject({ type: 'SignatureMissed', happenedAt: '2026-02-18T04:59:59.999Z' });
    expect(outcome(missed(late, 'author', written(), said))).toEqual([]);
    expect(outcome(missed(late, 'author', written(), signed()))).toEqual([]);
    expect(outcome(missed(late, 'supervisor', written()))).toEqual([]);
    expect(outcome(missed('2026-03-01T05:00:00.000Z', 'supervisor', written(), signed()))).toEqual(['SignatureMissed']);
  });

  it('R9: a signature given in time and entered late supersedes what the clock said; a late one does not', () => {
    const said = factOf(missed('2026-02-18T05:00:00.000Z', 'author', written()));
    const state = stateAfter(written(), said);
    const sign = (happenedAt: string) =>
      factOf(signEntry(state, named, qualifying, at('2026-02-20T15:00:00.000Z', theo, 'therapist', happenedAt)));
    expect(sign('2026-02-17T15:00:00.000Z').supersedes).toEqual([
      state.record.entries.get(entry)?.missed.get('author'),
    ]);
    expect(sign('2026-02-19T15:00:00.000Z').supersedes).toBeUndefined();
  });
});

describe('R9: the law of amendments', () => {
  it('R9: no sequence of amendments, signatures and struck versions ever loses the original', () => {
    const step = fc.constantFrom('amend', 'sign', 'strike-newest');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const facts: StoredFact[] = [...stored([opened, written()], { at: MONDAY })];
        const add = (more: readonly NewFact[]) => facts.push(...stored(more, { from: facts.length, at: MONDAY }));
        const original = facts[1] as StoredFact;
        for (const one of steps) {
          const state = given(caseFold, facts);
          if (one === 'amend') add(factsOf(amendEntry(state, { ...named, content: '-', change: '-' }, at(MONDAY))));
          else if (one === 'sign') add(factsOf(signEntry(state, named, qualifying, at(MONDAY))));
          else {
            const newest = state.record.entries.get(entry)?.versions.at(-1)?.fact ?? original.id;
            if (newest === original.id) continue;
            const c = { history: facts, actor: { person: theo, role: 'therapist' }, now: MONDAY };
            add(factsOf(decideEnteredInError({ facts: [newest], kind: 'other', reason: '-' }, c, false, kindOf)));
          }
        }
        const found = given(caseFold, facts).record.entries.get(entry);
        expect(found?.fact).toBe(original.id);
        expect(found?.versions[0]?.fact).toBe(original.id);
        expect(new Set(found?.versions.map((v) => v.fact)).size).toBe(found?.versions.length);
      }),
      { numRuns: 60 },
    );
  });
});
