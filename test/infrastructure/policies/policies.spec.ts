import { describe, expect, it } from '@jest/globals';
import { PoliciesRefused } from '../../../src/application/access/policy-set.js';
import { CAPACITIES, COLUMNS, FLAGS, LOCKS, PLACES, TARGETS } from '../../../src/application/access/situation.js';
import { ACTIONS } from '../../../src/application/actions/all.js';
import { cedarPolicySet } from '../../../src/infrastructure/policies/cedar-policy-set.js';
import { policiesIn } from '../../../src/infrastructure/policies/policy-files.js';
import { PURPOSES } from '../../../src/infrastructure/policies/schema.js';
import { type Flag, PURPOSE, type Question, shouldBe } from './who-may.js';

const policies = policiesIn();
const ALL = Object.keys(FLAGS) as readonly Flag[];
const FORBID: readonly Flag[] = ['nothingThere', 'barred', 'uncleared', 'ownAffairs', 'respondent', 'concerned'];
const PERMITS: readonly Flag[] = ALL.filter((flag) => !FORBID.includes(flag) && flag !== 'namesAnother');
const LOOKS = [
  'see-everything',
  'see-own',
  'see-in-complaint',
  'see-served',
  'see-skeleton',
  'see-everything-across',
  'see-skeleton-across',
];
/** What may have to be true together, besides each by itself. */
const TOGETHER: readonly (readonly Flag[])[] = [
  [],
  ...ALL.map((flag) => [flag]),
  ['respondent', 'served'],
  ['mandated', 'mandatedText'],
];

const usual = (question: Pick<Question, 'principal' | 'action' | 'of'> & Partial<Question>): Question => ({
  at: 'case',
  purpose: PURPOSE[question.principal] as string,
  held: true,
  flags: new Set(),
  lock: 'none',
  ...question,
});

/** The same question with each thing that could forbid it, and with each other purpose. */
const forbidden = (question: Question): readonly Question[] => [
  ...FORBID.map((flag) => ({ ...question, flags: new Set([...question.flags, flag]) })),
  ...LOCKS.map((lock) => ({ ...question, lock })),
  ...PURPOSES.map((purpose) => ({ ...question, purpose })),
  { ...question, held: false },
  { ...question, lock: 'all', flags: new Set<Flag>([...question.flags, 'overridesLocks']) },
];

/** The first of those that ask the same of the same in the same role. */
const oneOfEach = (questions: readonly Question[]): readonly Question[] => [
  ...new Map(
    [...questions].reverse().map((one) => [`${one.principal} ${one.action} ${one.of} ${one.at} ${one.purpose}`, one]),
  ).values(),
];

/** Every role × column × reach × relation; of those allowed also × lock × purpose × everything that forbids. */
function looks(): readonly Question[] {
  const plain = CAPACITIES.flatMap((principal) =>
    COLUMNS.flatMap((of) =>
      LOOKS.flatMap((action) =>
        // What no policy reaches is asked once, with everything true that could permit it.
        (policies.mayPermit(principal, action) ? TOGETHER : [PERMITS]).map((flags) =>
          usual({ principal, action, of, flags: new Set(flags) }),
        ),
      ),
    ),
  );
  const published = CAPACITIES.flatMap((principal) =>
    PLACES.flatMap((at) =>
      TOGETHER.map((flags) => usual({ principal, action: 'see-everything', of: 'agency', at, flags: new Set(flags) })),
    ),
  );
  const urgent = CAPACITIES.flatMap((principal) =>
    COLUMNS.flatMap((of) =>
      LOOKS.map((action) => usual({ principal, action, of, purpose: 'ETREAT', flags: new Set<Flag>(['emergency']) })),
    ),
  );
  const asked = [...plain, ...published, ...urgent];
  return [...asked, ...oneOfEach(asked.filter(shouldBe)).flatMap(forbidden)];
}

/** Every action × role, with nothing true, with everything that permits true, and with what forbids besides. */
function acts(): readonly Question[] {
  const plain = [...ACTIONS.keys()].flatMap((action) =>
    CAPACITIES.flatMap((principal) =>
      (policies.mayPermit(principal, action) ? [[], PERMITS, [...PERMITS, 'respondent' as const]] : [PERMITS]).map(
        (flags) => usual({ principal, action, of: 'case', flags: new Set<Flag>(flags) }),
      ),
    ),
  );
  // One action for each role that may ask for some is enough for what does not depend on the action.
  const one = new Map(plain.filter(shouldBe).map((question) => [question.principal, question]));
  const aimed = [...one.values()].flatMap((question) =>
    TARGETS.flatMap((of) => TOGETHER.map((flags) => ({ ...question, of, flags: new Set(flags) }))),
  );
  const named = [...one.values()].map((question) => ({
    ...question,
    flags: new Set<Flag>(['participant', 'namesAnother']),
  }));
  const urgent = plain.filter(({ action }) => action === 'OpenEmergencyAccess' || action === 'RecordTraining');
  return [...plain, ...aimed, ...named, ...oneOfEach([...urgent, ...aimed].filter(shouldBe)).flatMap(forbidden)];
}

const inWords = ({ flags, ...question }: Question) => JSON.stringify({ ...question, flags: [...flags] });
const QUESTIONS = [...looks(), ...acts()];
const ANSWERS = QUESTIONS.map((question) => ({ question, answer: policies.answer(question) }));

describe('The policies that come with the program', () => {
  it('R7: every role, purpose, relation, column, lock and emergency is decided as the table written apart from them says', () => {
    expect(QUESTIONS.length).toBeGreaterThan(8_000);
    expect(
      ANSWERS.filter(({ question, answer }) => answer.allowed !== shouldBe(question)).map(({ question }) =>
        inWords(question),
      ),
    ).toEqual([]);
  });

  it('R7: what no policy could permit is not asked, and would not be permitted', () => {
    expect(
      ANSWERS.filter(
        ({ question: { principal, action }, answer }) => answer.allowed && !policies.mayPermit(principal, action),
      ),
    ).toEqual([]);
  });

  it('R7: whatever is allowed names the policies that permit it, and what is forbidden those that forbid', () => {
    const effect = new Map(policies.policies.map((one) => [one.id, one.effect]));
    const wrong = ANSWERS.filter(
      ({ answer: { allowed, policies: said } }) =>
        (allowed && said.length === 0) || said.some((one) => effect.get(one) !== (allowed ? 'permit' : 'forbid')),
    );
    expect(wrong.map(({ question }) => inWords(question))).toEqual([]);
  });

  it.each(policies.policies.map(({ id, file, text }) => [id, file, text] as const))(
    'R7: without the policy %s something is decided otherwise',
    (id, file, text) => {
      const without = cedarPolicySet(
        policies.texts.map((one) => (one.name === file ? { ...one, text: one.text.replace(text, '') } : one)),
      );
      const decided = ANSWERS.filter(({ answer }) => answer.policies.includes(id));
      expect(decided.length).toBeGreaterThan(0);
      expect(decided.some(({ question, answer }) => without.answer(question).allowed !== answer.allowed)).toBe(true);
    },
  );

  it('say in one sentence what each is for, with its source', () => {
    for (const { says } of policies.policies) expect(says).toMatch(/(PHIPA|PIPEDA|RHPA|CRPO|Act, \d{4}|[Cc]harter)/);
  });
});

describe('Policies that are not right', () => {
  const refused = (text: string): readonly string[] => {
    const texts = policies.texts.filter(({ name }) => name.endsWith('schema'));
    try {
      cedarPolicySet([{ name: 'own.cedar', text }, ...texts]);
    } catch (error) {
      if (error instanceof PoliciesRefused) return error.problems;
    }
    return [];
  };
  const named = '@id("a")\n@says("Charter R7")\n';

  it('stop the start, each with its file and line', () => {
    expect(refused('permit(principal, action, resource);')).toEqual(['own.cedar:1: a policy needs @id and @says']);
    expect(refused(`${named}permit(\n  principal,\n  action,`)[0]).toMatch(/^own\.cedar:5: /);
    expect(refused(`\n\n${named}permit(principal == Role::"boss", action, resource);`)[0]).toMatch(
      /^own\.cedar:5: .*"boss"/,
    );
    expect(refused(`${named}permit(principal, action, resource)\nwhen { context.treat };`)[0]).toMatch(
      /^own\.cedar:4: .*did you mean/,
    );
    expect(
      refused(`${named}permit(principal, action, resource);\n${named}forbid(principal, action, resource);`),
    ).toEqual(['own.cedar:4: there is another policy @id("a")']);
  });

  it('that permit nothing allow nothing: what is not permitted is denied', () => {
    const texts = policies.texts.filter(({ name }) => name.endsWith('schema') || name.includes('forbidden'));
    const none = cedarPolicySet(texts);
    const allowed = oneOfEach(ANSWERS.flatMap(({ question, answer }) => (answer.allowed ? [question] : [])));
    expect(allowed.some((question) => none.answer(question).allowed)).toBe(false);
  });
});
