import { describe, expect, it } from '@jest/globals';
import { closingFacts, isBeyondComparing, isClosed } from '../../../src/domain/destruction/closing.js';
import {
  beginFactDestruction,
  confirmFactDestruction,
  requestFactDestruction,
} from '../../../src/domain/destruction/one-fact.js';
import {
  abandonPart,
  certify,
  destructionsFold,
  enterPart,
  recordKeysDestroyed,
} from '../../../src/domain/destruction/register.js';
import { destructionsFacts } from '../../../src/domain/destruction/register-facts.js';
import { beginPersonDestruction } from '../../../src/domain/destruction/whole-person.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { mistakeFacts } from '../../../src/domain/language/mistakes.js';
import { fileFold } from '../../../src/domain/person/file.js';
import { needFacts } from '../../../src/domain/person/needs.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [ana, officer, manager, destruction] = [idOf('Ana'), idOf('officer'), idOf('manager'), idOf('destruction')];
const stream = `file-${ana}`;
const need = needFacts.NeedStated({
  person: ana,
  need: idOf('need'),
  kind: 'access',
  words: 'w',
  by: 'person',
} as never);
const sealed = (fact: StoredFact): StoredFact => ({ ...fact, sealed: { need: {} as never } });
const history = (...facts: readonly NewFact[]): readonly StoredFact[] =>
  facts
    .flatMap((one, from) => stored([one], { stream, actor: officer, role: 'privacy-officer', from }))
    .map((one, i) => (i === 0 ? sealed(one) : one));
const theFact = idOf(`${stream} 0`);
const struck = (kind: 'wrong-person' | 'doubled') =>
  mistakeFacts.EnteredInError({ facts: [theFact], kind, reason: 'Of a namesake.' });
const about = { person: ana, fact: theFact };
const asked = closingFacts.FactDestructionRequested({ ...about, destruction });
const confirmed = closingFacts.FactDestructionConfirmed({ ...about, destruction });
const at = (facts: readonly StoredFact[], person = officer) => ({
  state: given(fileFold, facts),
  c: circumstances({ history: facts, actor: { person, role: 'privacy-officer' } }),
});

describe('R7: one fact of the wrong person is destroyed alone (rule 74)', () => {
  const request = (facts: readonly StoredFact[], held = false) => {
    const { state, c } = at(facts);
    return outcome(requestFactDestruction(state, about, held, c));
  };
  it('R7: only what was struck as another person’s, that holds something, that nothing holds', () => {
    expect(request(history(need))).toBe('fact-not-of-wrong-person');
    expect(request(history(need, struck('doubled')))).toBe('fact-not-of-wrong-person');
    expect(request(history(need, struck('wrong-person')).map((one) => ({ ...one, sealed: {} })))).toBe(
      'fact-not-of-wrong-person',
    );
    expect(request([])).toBe('fact-not-in-stream');
    expect(request(history(need, struck('wrong-person')), true)).toBe('destruction-held');
    expect(request(history(need, struck('wrong-person')))).toEqual(['FactDestructionRequested']);
    expect(request(history(need, struck('wrong-person'), asked))).toBe('destruction-asked-already');
  });

  it('R7: another person confirms, and the service begins it once', () => {
    const facts = history(need, struck('wrong-person'), asked);
    const confirm = (person: string, held = false) => {
      const { state, c } = at(facts, person);
      return outcome(confirmFactDestruction(state, { person: ana, destruction }, held, c));
    };
    expect([confirm(officer), confirm(manager, true), confirm(manager)]).toEqual([
      'destruction-needs-another',
      'destruction-held',
      ['FactDestructionConfirmed'],
    ]);
    const begin = (all: readonly StoredFact[]) =>
      outcome(beginFactDestruction(at(all).state, { person: ana, destruction }));
    expect(begin(facts)).toBe('destruction-not-asked');
    expect(begin(history(need, struck('wrong-person'), asked, confirmed))).toEqual(['FactDestructionBegun']);
    const begun = closingFacts.FactDestructionBegun({ ...about, destruction });
    const done = history(need, struck('wrong-person'), asked, confirmed, begun);
    expect(begin(done)).toEqual([]);
    expect([isBeyondComparing(at(done).state, 3), isBeyondComparing(at(done).state, 5)]).toEqual([true, false]);
    expect(isClosed(at(done).state)).toBe(false);
  });
});

describe('R9: what is known of a person ends with their last case', () => {
  const closedCase = () =>
    given(FOLDS.case, [closingFacts.DestructionBegun({ destruction, of: 'case', case: idOf('c') })]);
  const begin = (
    needed: { cases: readonly string[]; elsewhere: number },
    open = false,
    file: readonly NewFact[] = [],
  ) =>
    outcome(
      beginPersonDestruction(
        given(fileFold, file),
        { destruction, person: ana, of: 'file' },
        needed,
        circumstances({ world: { case: () => (open ? FOLDS.case.initial() : closedCase()) } }),
      ),
    );
  it('R9: not while another case, a complaint or anything else of theirs is there', () => {
    expect(begin({ cases: [idOf('c')], elsewhere: 0 }, true)).toBe('person-still-needed');
    expect(begin({ cases: [idOf('c')], elsewhere: 1 })).toBe('person-still-needed');
    expect(begin({ cases: [], elsewhere: 0 })).toBe('person-still-needed');
    expect(begin({ cases: [idOf('c')], elsewhere: 0 })).toEqual(['DestructionBegun']);
    const begun = closingFacts.DestructionBegun({ destruction, of: 'file', person: ana });
    expect(begin({ cases: [idOf('c')], elsewhere: 0 }, false, [begun])).toEqual([]);
  });
});

describe('R9: the register of destructions counts each part once', () => {
  const part = { destruction, of: 'case', case: idOf('c') } as const;
  const entered = destructionsFacts.DestructionEntered(part);
  const gone = { ...part, keys: 2, facts: 1, kinds: [] };
  const state = (...facts: readonly NewFact[]) => given(destructionsFold, facts);
  const certificate = {
    ...{ destruction, case: idOf('c'), requestedBy: officer, confirmedBy: manager },
    ...({ rule: 'majority', keyBackupsEnd: '2036-05-01' } as const),
  };
  it('R9: entered, abandoned, gone and certified are said once, and only in their order', () => {
    expect(outcome(enterPart(state(), part))).toEqual(['DestructionEntered']);
    expect(outcome(enterPart(state(entered), part))).toEqual([]);
    expect(outcome(abandonPart(state(entered), part))).toEqual(['DestructionAbandoned']);
    expect(outcome(recordKeysDestroyed(state(), { ...gone, begun: true }))).toBe('part-not-entered');
    expect(outcome(recordKeysDestroyed(state(entered), { ...gone, begun: false }))).toBe('part-not-entered');
    expect(outcome(recordKeysDestroyed(state(entered), { ...gone, begun: true }))).toEqual(['KeysDestroyed']);
    const done = destructionsFacts.KeysDestroyed(gone);
    expect(outcome(recordKeysDestroyed(state(entered, done), { ...gone, begun: true }))).toEqual([]);
    expect(outcome(certify(state(entered), certificate))).toBe('part-not-entered');
    expect(outcome(certify(state(entered, done), certificate))).toEqual(['DestructionCertified']);
    const certified = destructionsFacts.DestructionCertified(certificate);
    expect(outcome(certify(state(entered, done, certified), certificate))).toEqual([]);
  });
});
