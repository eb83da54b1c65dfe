import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { fileFold } from '../../../src/domain/person/file.js';
import {
  askNotToRecord,
  giveInstruction,
  type Instruction,
  instructionFacts,
  liftInstruction,
  reviewLooks,
} from '../../../src/domain/person/instructions.js';
import { forbidding, isHidden, leavingOut, lockedCase, lockedFile } from '../../../src/domain/person/locks.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [ana, ben, theo, theCase, entry, insurer] = ['ana', 'ben', 'theo', 'case', 'entry', 'insurer'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const now = '2026-03-14T15:00:00.000Z';
const c = circumstances({ now, actor: { person: ana, role: 'client' } });
const whole = {
  instruction: idOf('instruction'),
  person: ana,
  covers: 'file',
  against: 'person',
  whom: theo,
  givenBy: ana,
} as const;
const fileAfter = (...facts: readonly NewFact[]) => given(fileFold, facts, { stream: 'file-ana' });
const give = (action: Parameters<typeof giveInstruction>[1], state = fileAfter(), at = c) =>
  giveInstruction(state, action, at, undefined, []);
const inForce = fileAfter(instructionFacts.InstructionGiven(whole));

describe('Privacy instructions', () => {
  it('R7: an instruction is taken as it is said, once', () => {
    expect(outcome(give(whole))).toEqual(['InstructionGiven']);
    expect(outcome(give({ ...whole, instruction: idOf('again') }, inForce))).toEqual([]);
  });

  it('R7: an instruction that does not say what is kept from whom is refused', () => {
    const { whom: _whom, ...nobody } = whole;
    expect(outcome(give(nobody))).toBe('instruction-incomplete');
    expect(outcome(give({ ...nobody, against: 'role' }))).toBe('instruction-incomplete');
    expect(outcome(give({ ...whole, covers: 'case' }))).toBe('instruction-incomplete');
    expect(outcome(give({ ...whole, covers: 'entry', case: theCase }))).toBe('instruction-incomplete');
    expect(outcome(give({ ...whole, whom: ana }))).toBe('instruction-against-oneself');
  });

  it('R7: an instruction entered late asks for a review of the looks in between, and relabels nothing (rule 11)', () => {
    const late = circumstances({ now, happenedAt: '2026-03-10T15:00:00.000Z' });
    const decision = giveInstruction(fileAfter(), whole, late, undefined, [idOf('disclosure')]);
    expect(outcome(decision)).toEqual(['InstructionGiven', 'LooksQuestioned']);
    expect(decision.facts?.[1]?.data).toMatchObject({
      from: '2026-03-10T15:00:00.000Z',
      until: now,
      disclosures: [idOf('disclosure')],
    });
    const asked = fileAfter(...(decision.facts ?? []));
    const review = { instruction: whole.instruction, person: ana, outcome: 'explained', reason: 'A note.' } as const;
    expect(outcome(reviewLooks(asked, review))).toEqual(['LooksReviewed']);
    expect(outcome(reviewLooks(inForce, review))).toBe('nothing-to-review');
  });

  it('R7: who is shut out cannot lift the instruction, and is told no more than anybody who names one that is not there', () => {
    const lift = { instruction: whole.instruction, person: ana, givenBy: ana };
    expect(outcome(liftInstruction(inForce, lift, c, true))).toEqual(['InstructionLifted']);
    expect(outcome(liftInstruction(inForce, lift, c, false))).toBe('lift-needs-their-word');
    const byTheo = { actor: { person: theo, role: 'therapist' } };
    expect(outcome(liftInstruction(inForce, lift, byTheo, true))).toBe('instruction-not-found');
    expect(outcome(liftInstruction(fileAfter(), lift, byTheo, true))).toBe('instruction-not-found');
    const lifted = fileAfter(instructionFacts.InstructionGiven(whole), instructionFacts.InstructionLifted(lift));
    expect(outcome(liftInstruction(lifted, lift, c, true))).toEqual([]);
    expect(lockedFile(ana, lifted.instructions, { person: theo, role: 'therapist' })).toBeUndefined();
  });

  it('R7: nobody can have nothing recorded; that they asked is on record (PHIPA s. 19(2))', () => {
    const decision = askNotToRecord({ person: ana });
    expect(outcome(decision)).toBe('record-must-be-kept');
    expect(decision.facts?.map((f) => f.type)).toEqual(['NotRecordingRefused']);
  });
});

const instruction = fc.record({
  instruction: fc.uuid(),
  covers: fc.constantFrom('entry', 'case', 'file'),
  case: fc.constantFrom(theCase, idOf('other case')),
  entries: fc.subarray([entry, idOf('entry 2')]),
  against: fc.constantFrom('person', 'role', 'everyone'),
  whom: fc.constantFrom(theo, ben, idOf('mother')),
  role: fc.constantFrom('therapist', 'supervisor', 'front-desk'),
  from: fc.constant(now),
  fact: fc.uuid(),
}) as fc.Arbitrary<Instruction>;
const state = fc.array(instruction, { maxLength: 6 }).map((all) => ({
  inForce: new Map(all.map((one) => [one.instruction, one])),
  ended: new Set<string>(),
  toReview: new Map<string, string>(),
}));
const readers = fc.record({
  person: fc.constantFrom(theo, ben, idOf('mother'), idOf('desk')),
  role: fc.constantFrom(
    'therapist',
    'supervisor',
    'front-desk',
    'representative',
    'client',
    'privacy-officer',
    'auditor',
  ),
});

describe('What instructions leave of a case', () => {
  it('R7: a lock by one of a couple never hides the other’s own or the communal part (rule 53)', () => {
    fc.assert(
      fc.property(state, readers, (anas, reader) => {
        const bens = { inForce: new Map(), ended: new Set<string>(), toReview: new Map() };
        const locked = lockedCase(
          theCase,
          [
            [ana, anas],
            [ben, bens],
          ],
          reader,
        );
        if (locked === undefined) return;
        expect(locked).not.toBe('absent');
        if (locked === 'absent') return;
        const everyone = [ana, ben];
        for (const concerns of [[ben], [], [ana, ben]])
          for (const one of [[], [entry]]) expect(isHidden(locked, { concerns, entry: one, everyone })).toBe(false);
      }),
    );
  });

  it('R7: nothing is ever kept from the person, the privacy officer or the auditor, nor from a representative not named', () => {
    fc.assert(
      fc.property(state, (anas) => {
        for (const role of ['client', 'privacy-officer', 'auditor', 'system', 'complaints-officer'])
          expect(lockedCase(theCase, [[ana, anas]], { person: theo, role })).toBeUndefined();
        expect(lockedCase(theCase, [[ana, anas]], { person: ana, role: 'therapist' })).toBeUndefined();
        expect(lockedCase(theCase, [[ana, anas]], { person: idOf('father'), role: 'representative' })).toBeUndefined();
      }),
    );
  });

  it('R7: another instruction never opens what one has shut', () => {
    fc.assert(
      fc.property(state, instruction, readers, (anas, more, reader) => {
        const before = lockedCase(theCase, [[ana, anas]], reader);
        const inForce = new Map(anas.inForce).set(more.instruction, more);
        const then = lockedCase(theCase, [[ana, { ...anas, inForce }]], reader);
        if (before === 'absent') expect(then).toBe('absent');
        else if (before !== undefined && then !== 'absent')
          for (const one of before.entries.keys()) expect(then?.entries.has(one)).toBe(true);
      }),
    );
  });

  it('R7: a disclosure by consent is forbidden to the recipient named or to everyone, not by a lock on a role here', () => {
    const to = { case: theCase, recipient: insurer, entries: [entry] };
    const says = (more: Partial<Parameters<typeof instructionFacts.InstructionGiven>[0]>) =>
      forbidding(fileAfter(instructionFacts.InstructionGiven({ ...whole, ...more })).instructions, to).length;
    expect(says({ whom: insurer })).toBe(1);
    expect(says({ against: 'everyone' })).toBe(1);
    expect(says({ whom: theo })).toBe(0);
    expect(says({ against: 'role', role: 'therapist' })).toBe(0);
    expect(says({ whom: insurer, covers: 'case', case: idOf('other case') })).toBe(0);
    expect(says({ whom: insurer, covers: 'entry', case: theCase, entries: [entry] })).toBe(1);
    expect(says({ whom: insurer, covers: 'entry', case: theCase, entries: [idOf('entry 2')] })).toBe(0);
    const other = fileAfter(
      instructionFacts.InstructionGiven({
        ...whole,
        whom: insurer,
        covers: 'entry',
        case: theCase,
        entries: [idOf('e2')],
      }),
    );
    expect(leavingOut(other.instructions, to)).toHaveLength(1);
  });
});
