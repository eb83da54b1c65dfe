import { breachFacts } from '../domain/agency/breach-facts.js';
import { breachToldFacts } from '../domain/person/breach-told.js';
import { nothing, put, set, view } from './view.js';

const COMMISSIONER = 'commissioner';
const COLLEGE = 'college';
const person = (breach: string, one: string): string => `${breach} person ${one}`;
const notice = (breach: string, to: string): string => `${breach} ${to}`;
const passed: Readonly<Record<string, (breach: string, one?: string) => string>> = {
  notify: (breach, one = '') => person(breach, one),
  commissioner: (breach) => notice(breach, COMMISSIONER),
  college: (breach) => notice(breach, COLLEGE),
};

type Begins = readonly { readonly limit: string; readonly person?: string; readonly due: string }[];

/** Whoever has no clock of their own need not be told: it was found to be no breach. */
const toTellBy = (begins: Begins, one: string) => {
  const due = begins.find((each) => each.limit === 'notify' && each.person === one)?.due;
  return due === undefined ? { state: 'not-required' } : { state: 'to tell', due };
};

/** To tell: one row for each person concerned. */
const toTell = (
  { id, happenedAt }: { readonly id: string; readonly happenedAt: string },
  breach: string,
  persons: readonly string[],
  begins: Begins,
) =>
  persons.map((one) =>
    put(person(breach, one), {
      breach,
      row: 'person',
      person: one,
      ...toTellBy(begins, one),
      since: happenedAt,
      fact: id,
    }),
  );

/** The register of breaches: each with what is due because of it, person by person and notice by notice. */
export const breachesView = view({
  name: 'breaches',
  title: 'Breaches of privacy',
  says: 'Every breach found or raised: what kind, whom it concerns, how it was assessed, who was told when, and what is missing.',
  column: 'breach',
  scopes: ['agency'],
  persons: ['persons', 'person'],
  columns: {
    breach: { kind: 'text', says: 'Which breach.', indexed: true },
    row: {
      kind: 'text',
      says: 'breach itself, person concerned, commissioner, college or cases that came to it.',
      indexed: true,
    },
    kind: { kind: 'text', says: 'stolen, lost, used or disclosed.' },
    state: {
      kind: 'text',
      says: 'A breach: found, assessed, no-breach, extended (to more persons or cases, and open again) or closed. A person or notice: to tell, told, not-reached, required, not-required.',
      indexed: true,
    },
    since: { kind: 'text', says: 'Since when.' },
    occurredAt: { kind: 'text', says: 'When it happened, where known.' },
    due: { kind: 'text', says: 'The last instant that is in time.' },
    missedAt: { kind: 'text', says: 'The deadline by which nothing was known.' },
    persons: { kind: 'json', says: 'Persons concerned when it was found.' },
    cases: { kind: 'json', says: 'Cases concerned.' },
    concerns: { kind: 'json', says: 'Staff concerned.' },
    person: { kind: 'text', says: 'The person concerned.' },
    how: { kind: 'text', says: 'How they were told.' },
    grounds: { kind: 'json', says: 'The seven grounds and whether each applies.' },
    realRisk: { kind: 'text', says: 'Whether there is a real risk of significant harm: yes or no.' },
    raisedBy: { kind: 'text', says: 'The fact of a case or file that raised it.' },
    details: { kind: 'box', says: 'What was told of it.' },
    reasons: { kind: 'box', says: 'Reasons of the assessment, or why somebody was not reached.' },
    measures: { kind: 'box', says: 'What was done to contain it.' },
    reference: { kind: 'box', says: 'Reference of the authority told.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['breach', 'position'],
  follows: breachFacts,
  on: {
    BreachFound: (f) => [
      put(f.open.breach, {
        breach: f.open.breach,
        row: 'breach',
        kind: f.open.kind,
        state: 'found',
        since: f.happenedAt,
        occurredAt: f.open.occurredAt ?? null,
        persons: f.open.persons,
        cases: f.open.cases,
        concerns: f.open.staff,
        raisedBy: f.open.raisedBy ?? null,
        details: f.sealed['details'] ?? null,
        due: f.open.begins.find(({ limit }) => limit === 'assess')?.due ?? null,
        fact: f.id,
      }),
      ...toTell(f, f.open.breach, f.open.persons, f.open.begins),
    ],
    BreachExtended: (f) => [
      set(f.open.breach, { state: 'extended', since: f.happenedAt }),
      ...toTell(f, f.open.breach, f.open.persons, f.open.begins),
      ...(f.open.cases.length > 0
        ? [
            put(`${f.open.breach} cases ${f.id}`, {
              breach: f.open.breach,
              row: 'cases',
              cases: f.open.cases,
              since: f.happenedAt,
              fact: f.id,
            }),
          ]
        : []),
    ],
    BreachAssessed: ({ id, open, sealed, happenedAt }) => {
      const { breach, begins, ends } = open;
      const due = (to: string) => begins.find(({ limit }) => limit === to)?.due;
      const required = (to: string, needed: boolean) =>
        needed
          ? due(to) === undefined
            ? []
            : [
                put(notice(breach, to), {
                  breach,
                  row: to,
                  state: 'required',
                  since: happenedAt,
                  due: due(to) ?? null,
                  fact: id,
                }),
              ]
          : ends.some(({ limit }) => limit === to)
            ? [set(notice(breach, to), { state: 'not-required', since: happenedAt })]
            : [];
      return [
        set(breach, {
          state: open.finding === 'breach' ? 'assessed' : 'no-breach',
          since: happenedAt,
          grounds: open.grounds,
          realRisk: open.realRisk ? 'yes' : 'no',
          reasons: sealed['reasons'] ?? null,
          due: null,
        }),
        ...begins.flatMap((each) =>
          each.limit === 'notify' && each.person
            ? [set(person(breach, each.person), { state: 'to tell', due: each.due })]
            : [],
        ),
        ...ends.flatMap((each) =>
          each.limit === 'notify' && each.person ? [set(person(breach, each.person), { state: 'not-required' })] : [],
        ),
        ...required(COMMISSIONER, open.commissionerNotice),
        ...required(COLLEGE, open.collegeNotice),
      ];
    },
    BreachContained: ({ open, sealed }) => [set(open.breach, { measures: sealed['measures'] ?? null })],
    PersonNotifiedOfBreach: ({ id, open, happenedAt }) => [
      set(person(open.breach, open.person), { state: 'told', since: happenedAt, how: open.how, fact: id }),
    ],
    PersonNotReached: ({ id, open, sealed, happenedAt }) => [
      set(person(open.breach, open.person), {
        state: 'not-reached',
        since: happenedAt,
        how: open.tried.join(', '),
        reasons: sealed['reasons'] ?? null,
        fact: id,
      }),
    ],
    BreachReportedToCommissioner: ({ id, open, sealed, happenedAt }) => [
      put(notice(open.breach, COMMISSIONER), {
        breach: open.breach,
        row: COMMISSIONER,
        state: 'told',
        since: happenedAt,
        reference: sealed['reference'] ?? null,
        fact: id,
      }),
    ],
    BreachReportedToCollege: ({ id, open, sealed, happenedAt }) => [
      put(notice(open.breach, COLLEGE), {
        breach: open.breach,
        row: COLLEGE,
        state: 'told',
        since: happenedAt,
        how: open.college,
        reference: sealed['reference'] ?? null,
        fact: id,
      }),
    ],
    BreachClosed: ({ open, happenedAt }) => [set(open.breach, { state: 'closed', since: happenedAt })],
    BreachDeadlinePassed: ({ open }) => {
      const key = passed[open.limit]?.(open.breach, open.person) ?? open.breach;
      return open.limit === 'statistics' ? [] : [set(key, { missedAt: open.due })];
    },
    // The figures of a year have a view of their own.
    BreachStatisticsSubmitted: nothing,
  },
});

/** What a person was told of breaches that concern them. */
export const breachesToldView = view({
  name: 'breaches-told',
  title: 'Breaches told',
  says: 'Breaches of privacy that a person was told of, with the notice and that they may complain to the Commissioner.',
  column: 'clinical',
  scopes: ['client'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Who was told.', indexed: true },
    breach: { kind: 'text', says: 'Of which breach.' },
    kind: { kind: 'text', says: 'stolen, lost, used or disclosed.' },
    at: { kind: 'text', says: 'When they were told.' },
    how: { kind: 'text', says: 'How.' },
    complain: { kind: 'text', says: 'To whom they were told that they may complain.' },
    notice: { kind: 'box', says: 'What they were told.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at'],
  follows: breachToldFacts,
  on: {
    BreachTold: ({ id, open, sealed, happenedAt }) => [
      put(open.breach, {
        person: open.person,
        breach: open.breach,
        kind: open.kind,
        at: happenedAt,
        how: open.how,
        complain: open.toldOfRightToComplain ? 'Information and Privacy Commissioner of Ontario' : null,
        notice: sealed['notice'] ?? null,
        fact: id,
      }),
    ],
  },
});
