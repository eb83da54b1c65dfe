import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { breachFacts } from '../../../src/domain/agency/breach-facts.js';
import { breachesFold } from '../../../src/domain/agency/breaches.js';
import { type CaseState, caseFold } from '../../../src/domain/case/case.js';
import { caseHoldFacts, placeCaseHold, releaseCaseHold } from '../../../src/domain/case/case-holds.js';
import { holdsOnCase, streamsHolding } from '../../../src/domain/case/holds-on-case.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { holdFacts } from '../../../src/domain/complaint/holds.js';
import { registerFacts } from '../../../src/domain/complaint/register.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { copyFacts } from '../../../src/domain/person/requests-copies-facts.js';
import { requestFacts } from '../../../src/domain/person/requests-facts.js';
import { FOLDS, type World } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [theCase, another, ana, ben, left] = ['case', 'another case', 'Ana', 'Ben', 'who left'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];
const at = '2026-03-02T15:00:00.000Z';
const opened = [
  rosterFacts.CaseOpened({ case: theCase, kind: 'couple', participants: [ana, left], therapist: idOf('Thea') }),
  rosterFacts.ParticipantRemoved({ case: theCase, participant: left, reason: 'asked' }),
];
const placed = caseHoldFacts.CaseHoldPlaced({
  case: theCase,
  hold: idOf('hold'),
  because: 'summons',
  document: 'a'.repeat(64),
  reason: 'sealed',
});
const inCase = (...facts: readonly NewFact[]): CaseState => given(caseFold, [...opened, ...facts]);

/** What streams other than the case's own say. */
const elsewhere = ({
  register = [],
  complaint = [],
  files = {},
  breaches = [],
}: {
  readonly register?: readonly NewFact[];
  readonly complaint?: readonly NewFact[];
  readonly files?: Readonly<Record<string, readonly NewFact[]>>;
  readonly breaches?: readonly NewFact[];
}): World =>
  circumstances({
    world: {
      ...given(FOLDS['complaint-register'], register),
      complaint: () => given(FOLDS.complaint, complaint),
      file: (person) => given(FOLDS.file, files[person] ?? []),
      breaches: () => given(breachesFold, breaches),
    },
  }).world;

const complaint = (cases: readonly string[], persons: readonly string[], id = idOf('complaint')) =>
  registerFacts.ComplaintRegistered({
    complaint: id,
    complainant: idOf('a parent'),
    respondents: [idOf('Thea')],
    persons: [...persons],
    cases: [...cases],
  });
const cleared = registerFacts.ComplaintCleared({ complaint: idOf('complaint') });
const asked = (person: string) =>
  requestFacts.RecordRequested({
    ...requestFacts.RecordRequested.example,
    person,
    request: idOf('request'),
    requester: person,
  });
const refused = (person: string, complainUntil: string) =>
  copyFacts.RecordRefused({ ...copyFacts.RecordRefused.example, person, request: idOf('request'), complainUntil });
const found = (cases: readonly string[], persons: readonly string[]) =>
  breachFacts.BreachFound({
    ...breachFacts.BreachFound.example,
    breach: idOf('breach'),
    cases: [...cases],
    persons: [...persons],
    begins: [],
  });
const closed = breachFacts.BreachClosed({ breach: idOf('breach'), finding: 'no-breach' });

const held = (world: World, state = inCase(), on = at) =>
  holdsOnCase(theCase, state, world, on).map(({ because }) => because);

describe('R9: what keeps a case from being destroyed (rule 19)', () => {
  it('R9: nothing does when nothing is open; the streams that could are all looked at', () => {
    expect(held(elsewhere({}))).toEqual([]);
    const { register } = elsewhere({ register: [complaint([another], [])] });
    expect(streamsHolding(inCase(), register)).toEqual([
      `complaint-${idOf('complaint')}`,
      `file-${ana}`,
      `file-${left}`,
      'breaches',
    ]);
  });

  it('R9: a summons does until its hold is released; the same paper holds once', () => {
    expect(held(elsewhere({}), inCase(placed))).toEqual(['summons']);
    const again = { case: theCase, because: 'summons', document: 'a'.repeat(64), reason: 'sealed' } as const;
    expect(outcome(placeCaseHold(inCase(placed), again, { id: idOf }))).toEqual([]);
    expect(outcome(placeCaseHold(inCase(), again, { id: idOf }))).toEqual(['CaseHoldPlaced']);
    const release = { case: theCase, hold: idOf('hold'), because: 'proceeding-ended' } as const;
    const released = releaseCaseHold(inCase(placed), release);
    expect(outcome(released)).toEqual(['CaseHoldReleased']);
    expect(held(elsewhere({}), inCase(placed, ...(released.facts ?? [])))).toEqual([]);
    expect(outcome(releaseCaseHold(inCase(), release))).toBe('case-hold-not-found');
    const nowhere = given(caseFold, []);
    expect(outcome(releaseCaseHold(nowhere, release))).toBe('case-not-found');
    expect(outcome(placeCaseHold(nowhere, again, { id: idOf }))).toBe('case-not-found');
  });

  it('R9: a complaint does that names the case, or that names none and is about somebody who takes or took part', () => {
    for (const [cases, persons, holds] of [
      [[theCase], [], true],
      [[], [ana], true],
      [[], [left], true],
      [[another], [ana], false],
      [[], [ben], false],
    ] as const) {
      expect(held(elsewhere({ register: [complaint(cases, persons)] }))).toEqual(holds ? ['complaint'] : []);
      expect(held(elsewhere({ register: [complaint(cases, persons), cleared] }))).toEqual([]);
    }
  });

  it('R9: a complaint about another case does when it holds this one by name, and counts once', () => {
    const hold = holdFacts.HoldPlaced({
      complaint: idOf('complaint'),
      hold: idOf('its hold'),
      on: 'case',
      case: theCase,
    });
    for (const cases of [[another], [theCase]])
      expect(held(elsewhere({ register: [complaint(cases, [])], complaint: [hold] }))).toEqual(['complaint']);
  });

  it('R9: a request of somebody who takes or took part does, until the recourse about its answer lapses', () => {
    const lapses = '2026-09-02T03:59:59.999Z';
    for (const person of [ana, left]) {
      expect(held(elsewhere({ files: { [person]: [asked(person)] } }))).toEqual(['request']);
      const answered = elsewhere({ files: { [person]: [asked(person), refused(person, lapses)] } });
      expect(holdsOnCase(theCase, inCase(), answered, lapses)).toEqual([
        { because: 'request', by: idOf('request'), until: lapses },
      ]);
      expect(held(answered, inCase(), '2026-09-02T04:00:00.000Z')).toEqual([]);
    }
    expect(held(elsewhere({ files: { [ben]: [asked(ben)] } }))).toEqual([]);
  });

  it('R9: a breach does that concerns the case, or, while nobody says which, anybody of it; until it is closed', () => {
    for (const [cases, persons, holds] of [
      [[theCase], [], true],
      [[], [left], true],
      [[another], [ana], false],
    ] as const) {
      expect(held(elsewhere({ breaches: [found(cases, persons)] }))).toEqual(holds ? ['breach'] : []);
      expect(held(elsewhere({ breaches: [found(cases, persons), closed] }))).toEqual([]);
    }
  });

  it('R9: each is a hold of its own: taking one away leaves the others', () => {
    const all = {
      register: [complaint([theCase], [])],
      files: { [ana]: [asked(ana)] },
      breaches: [found([theCase], [])],
    };
    fc.assert(
      fc.property(fc.subarray(['register', 'files', 'breaches', 'summons'] as const), (here) => {
        const world = elsewhere(Object.fromEntries(Object.entries(all).filter(([k]) => here.includes(k as never))));
        const words = { register: 'complaint', files: 'request', breaches: 'breach', summons: 'summons' };
        expect([...held(world, here.includes('summons') ? inCase(placed) : inCase())].sort()).toEqual(
          here.map((one) => words[one]).sort(),
        );
      }),
    );
  });
});
