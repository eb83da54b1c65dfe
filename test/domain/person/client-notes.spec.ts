import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carrying } from '../../../src/domain/case/attached.js';
import { disclosureNotAllowed } from '../../../src/domain/case/disclosure.js';
import { addDaysToInstant } from '../../../src/domain/language/business-time.js';
import { accept } from '../../../src/domain/language/decision.js';
import { attachNote, clientNoteFacts, notesOn, notesWith } from '../../../src/domain/person/client-notes.js';
import { requestRecord, verifyRequester } from '../../../src/domain/person/requests-asking.js';
import { releaseRecord } from '../../../src/domain/person/requests-copies.js';
import { idOf, outcome } from '../../support/given.js';
import {
  type Askings,
  ana,
  anas,
  anasAlone,
  askings,
  ben,
  bens,
  communal,
  entry,
  joint,
  note,
  RECEIVED,
  registered,
  solo,
  theirs,
} from './asking.js';

type Note = Parameters<typeof clientNoteFacts.ClientNoteAttached>[0];
const aNote: Note = {
  person: ana,
  note,
  kind: 'note',
  by: ana,
  to: 'entries',
  entries: [entry(anas)],
  words: 'Tired.',
};
const attach = (it: Askings, more: Partial<Note> = {}, at = RECEIVED, now = at) =>
  it.did((s, c) => attachNote(s, { ...aNote, ...more }, c.world), at, now);
const LATER = '2026-03-01T15:00:00.000Z';

describe('The client’s own notes', () => {
  it('R9: a note is attached to entries or to the whole, by the person or who decides for them, without asking anybody (rule 42)', () => {
    const it = askings();
    expect(outcome(attach(it))).toEqual(['ClientNoteAttached']);
    expect(outcome(attach(it, { note: idOf('by ben'), by: ben, to: 'whole-record', entries: [] }))).toEqual([
      'ClientNoteAttached',
    ]);
    expect(outcome(attach(it, { entries: [entry(bens)] }))).toBe('record-entry-not-found');
    expect(outcome(attach(it, { entries: [] }))).toBe('note-names-no-entry');
    expect(outcome(attach(it, { request: idOf('unknown') }))).toBe('record-request-not-found');
    const nobody = it.did(
      (s, c) => attachNote(s, aNote, { ...c.world, person: () => ({ ...registered, person: undefined }) }),
      RECEIVED,
    );
    expect(outcome(nobody)).toBe('person-not-registered');
  });

  it('R9: a later note adds and never replaces: whatever is attached in whatever order, all of it stays (rule 42)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(anas, communal, anasAlone, 'whole'), { maxLength: 8 }), (attached) => {
        const it = askings();
        attached.forEach((to, i) => {
          const where = to === 'whole' ? { to: 'whole-record', entries: [] } : { entries: [entry(to)] };
          attach(it, { note: idOf(`note ${i}`), ...where } as Partial<Note>);
        });
        const { clientNotes } = it.state();
        expect(clientNotes.attached.map((one) => one.note)).toEqual(attached.map((_to, i) => idOf(`note ${i}`)));
        const onAnas = attached.flatMap((to, i) => (to === anas || to === 'whole' ? [idOf(`note ${i}`)] : []));
        expect(notesOn(clientNotes, [entry(anas)], LATER)).toEqual(onAnas);
        expect(notesOn(clientNotes, [], LATER)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('R9: every copy given after it carries the note, of itself; one that was given before does not (rule 42)', () => {
    const it = askings();
    const asked = { ...theirs, requester: ana, how: 'written', scope: 'cases', cases: [joint], entries: [] } as const;
    it.did((_s, c) => requestRecord({ ...asked, format: 'paper' }, registered, c), RECEIVED);
    it.did((s) => verifyRequester(s, { ...theirs, requester: ana, as: 'themselves', by: 'sign-in' }), RECEIVED);
    attach(it, {}, '2026-01-20T15:00:00.000Z');
    const give = (one: string, at: string) =>
      it.did(
        (s, c) =>
          releaseRecord(
            s,
            {
              ...{ ...theirs, recipient: ana, entries: [entry(one)], withheld: [], severanceConsidered: false },
              ...{ format: 'paper', how: 'mail', sha256: 'a'.repeat(64), last: false },
              ...{ complaintRightTold: false, electronicImpossible: false },
              agreement: { consents: [], jointWith: [] },
            },
            c,
          ),
        at,
        LATER,
      ).facts?.[0]?.data['notes'];
    expect(give(anas, '2026-01-21T15:00:00.000Z')).toEqual([note]);
    expect(give(communal, '2026-01-21T15:00:00.000Z')).toEqual([]);
    expect(give(anas, '2026-01-19T15:00:00.000Z')).toEqual([]);
  });

  it('R9: a disclosure of the record carries the notes on what it names, or on its case; one of dates or fees carries none (rule 20)', () => {
    const it = askings();
    attach(it);
    attach(it, { note: idOf('solo note'), entries: [entry(anasAlone)] });
    attach(it, { note: idOf('whole note'), to: 'whole-record', entries: [] });
    const { clientNotes } = it.state();
    const went = (
      content: Parameters<typeof notesWith>[1]['content'],
      entries: readonly string[] = [],
      theCase = joint,
    ) => notesWith(clientNotes, { case: theCase, content, entries }, LATER);
    expect(went(['clinical-notes'])).toEqual([note, idOf('whole note')]);
    expect(went(['clinical-notes'], [communal])).toEqual([idOf('whole note')]);
    expect(went(['whole-record'], [], solo)).toEqual([idOf('solo note'), idOf('whole note')]);
    expect(went(['attendance', 'fees'])).toEqual([]);
    expect(
      notesWith(clientNotes, { case: joint, content: ['letters'], entries: [] }, addDaysToInstant(RECEIVED, -1)),
    ).toEqual([]);
  });

  it('R9: that notes went along is a fact of its own beside the disclosure; a refused disclosure carries nothing', () => {
    const about = { case: joint, participant: ana, disclosure: idOf('disclosure') };
    const made = accept(clientNoteFacts.ClientNoteAttached(aNote));
    expect(outcome(carrying(made, about, [note]))).toEqual(['ClientNoteAttached', 'NotesCarried']);
    expect(carrying(made, about, [])).toBe(made);
    expect(outcome(carrying(disclosureNotAllowed(), about, [note]))).toBe(disclosureNotAllowed.code);
  });
});
