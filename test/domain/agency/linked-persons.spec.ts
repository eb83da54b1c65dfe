import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dismissMatch,
  linkClients,
  linkedPersonsFold,
  linkedWith,
  noticeMatch,
  spanOf,
  unlinkClients,
} from '../../../src/domain/agency/linked-persons.js';
import { linkedPersonsFacts } from '../../../src/domain/agency/linked-persons-facts.js';
import type { Decision } from '../../../src/domain/language/decision.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const { PossibleMatchNoticed, PossibleMatchDismissed, ClientsLinked, ClientsUnlinked } = linkedPersonsFacts;
const [ana, anna, bea, cleo] = ['ana', 'anna', 'bea', 'cleo'].map(idOf) as [string, string, string, string];
const officer = { person: idOf('privacy officer'), role: 'privacy-officer' };
const registered = new Set([ana, anna, bea, cleo]);
const c = circumstances({
  actor: officer,
  world: {
    person: (person) => ({
      person: registered.has(person) ? person : undefined,
      bornIn: undefined,
      permittedChannels: [],
      registeredBy: undefined,
    }),
  },
});
const why = { evidence: 'identity-document', reason: 'The same passport.' } as const;
const wrong = { because: 'wrong-link', reason: 'Twins.' } as const;
const linked = (person: string, other: string) =>
  ClientsLinked({ link: idOf(`${person} ${other}`), person, other, ...why });
const unlinked = (person: string, other: string) =>
  ClientsUnlinked({ link: idOf('link'), person, other, since: '2026-01-05T14:00:00.000Z', ...wrong });
const stateAfter = (...facts: Parameters<typeof given>[1]) =>
  given(linkedPersonsFold, facts, { stream: 'linked-persons' });

describe('R7: two registrations that are one person’s (rule 46)', () => {
  it('R7: they are linked with what showed it; linked again, whichever is named first, nothing is said', () => {
    const decision = linkClients(stateAfter(), { person: ana, other: anna, ...why }, c);
    expect(outcome(decision)).toEqual(['ClientsLinked']);
    expect(decision.facts?.[0]?.data).toMatchObject({ person: ana, other: anna, evidence: 'identity-document' });
    expect(outcome(linkClients(stateAfter(linked(ana, anna)), { person: anna, other: ana, ...why }, c))).toEqual([]);
  });

  it('R7: links of links count, and every registration stands for all of them', () => {
    const { links } = stateAfter(linked(ana, anna), linked(anna, bea));
    expect([...linkedWith(links, bea)].sort()).toEqual([ana, anna, bea].sort());
    expect(linkedWith(links, cleo)).toEqual([cleo]);
    expect([...spanOf(links, [cleo, ana])].sort()).toEqual([ana, anna, bea, cleo].sort());
  });

  it('R7: a link is undone at once, and says since when it held; what is undone already is not undone again', () => {
    const decision = unlinkClients(stateAfter(linked(ana, anna)), { person: anna, other: ana, ...wrong }, c);
    expect(decision.facts?.[0]).toMatchObject({
      type: 'ClientsUnlinked',
      data: { since: '2026-01-05T14:00:00.000Z', because: 'wrong-link' },
      restsOn: [idOf('linked-persons 0')],
    });
    const undone = stateAfter(linked(ana, anna), unlinked(ana, anna));
    expect(linkedWith(undone.links, ana)).toEqual([ana]);
    expect(outcome(unlinkClients(undone, { person: ana, other: anna, ...wrong }, c))).toEqual([]);
    expect(outcome(unlinkClients(stateAfter(), { person: ana, other: anna, ...wrong }, c))).toBe('link-not-found');
  });

  it('R7: nobody decides about their own registration, links one with itself, or one that is not there', () => {
    const own = { ...c, actor: { person: ana, role: 'privacy-officer' } };
    const pair = { person: ana, other: anna };
    const stranger = { person: ana, other: idOf('nobody') };
    const all: readonly ((named: typeof pair, by: typeof c) => Decision)[] = [
      (named, by) => linkClients(stateAfter(), { ...named, ...why }, by),
      (named, by) => unlinkClients(stateAfter(linked(ana, anna)), { ...named, ...wrong }, by),
      (named, by) => dismissMatch(stateAfter(), { ...named, reason: 'Twins.' }, by),
      (named, by) => noticeMatch(stateAfter(), { ...named, on: ['name'] }, by),
    ];
    for (const decide of all) {
      expect(outcome(decide(pair, own))).toBe('own-link');
      expect(outcome(decide({ person: ana, other: ana }, c))).toBe('linked-with-themselves');
      expect(outcome(decide(stranger, c))).toBe('person-not-registered');
    }
  });

  it('C2: a possible match is noticed once for its grounds, and again on a further one', () => {
    const noticed = PossibleMatchNoticed({ match: idOf('match'), person: ana, other: anna, on: ['birth-date'] });
    expect(outcome(noticeMatch(stateAfter(), { person: ana, other: anna, on: ['birth-date'] }, c))).toEqual([
      'PossibleMatchNoticed',
    ]);
    expect(outcome(noticeMatch(stateAfter(noticed), { person: anna, other: ana, on: ['birth-date'] }, c))).toEqual([]);
    const dismissed = [noticed, PossibleMatchDismissed({ person: ana, other: anna, reason: 'Twins.' })] as const;
    expect(outcome(noticeMatch(stateAfter(...dismissed), { person: ana, other: anna, on: ['birth-date'] }, c))).toEqual(
      [],
    );
    expect(outcome(noticeMatch(stateAfter(...dismissed), { person: ana, other: anna, on: ['e-mail'] }, c))).toEqual([
      'PossibleMatchNoticed',
    ]);
    expect(outcome(noticeMatch(stateAfter(linked(ana, anna)), { person: ana, other: anna, on: ['name'] }, c))).toEqual(
      [],
    );
  });

  it('C2: a match is dismissed once; what was never noticed cannot be', () => {
    const noticed = PossibleMatchNoticed({ match: idOf('match'), person: ana, other: anna, on: ['birth-date'] });
    const reason = 'Twins.';
    expect(outcome(dismissMatch(stateAfter(noticed), { person: anna, other: ana, reason }, c))).toEqual([
      'PossibleMatchDismissed',
    ]);
    expect(outcome(dismissMatch(stateAfter(), { person: ana, other: anna, reason }, c))).toBe('match-not-found');
    const dismissed = stateAfter(noticed, PossibleMatchDismissed({ person: ana, other: anna, reason }));
    expect(outcome(dismissMatch(dismissed, { person: ana, other: anna, reason }, c))).toEqual([]);
  });

  it('R7: whatever is linked and unlinked in whatever order, the linked are who can be reached over links that hold', () => {
    const people = [ana, anna, bea, cleo];
    const step = fc.record({ link: fc.boolean(), one: fc.nat(3), other: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const held = new Set<string>();
        const facts = steps.flatMap(({ link, one, other }) => {
          if (one === other) return [];
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          if (link) held.add(`${low}${high}`);
          else held.delete(`${low}${high}`);
          const [person, another] = [people[one] as string, people[other] as string];
          return [link ? linked(person, another) : unlinked(person, another)];
        });
        const { links } = stateAfter(...facts);
        // Reachability by colouring again and again, independent of the fold.
        const colour = [0, 1, 2, 3];
        for (let i = 0; i < 4; i++)
          for (const pair of held) {
            const [a, b] = [Number(pair[0]), Number(pair[1])];
            colour[a] = colour[b] = Math.min(colour[a] as number, colour[b] as number);
          }
        people.forEach((person, i) => {
          const expected = people.filter((_, j) => colour[j] === colour[i]);
          expect([...linkedWith(links, person)].sort()).toEqual(expected.sort());
        });
      }),
    );
  });
});
