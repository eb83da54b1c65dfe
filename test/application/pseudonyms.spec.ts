import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MandateNames } from '../../src/application/access/mandate-names.js';
import { idsIn, pseudonymFrom, underPseudonyms } from '../../src/application/access/pseudonyms.js';
import { idOf } from '../support/given.js';
import { memoryKeyRing } from '../support/keys.js';

const [ana, theCase, aFact] = ['Ana', 'case', 'fact'].map(idOf) as [string, string, string];
const store = {
  streams: async () => [`person-${ana}`, `case-${theCase}`],
  revisionOf: async (_log: string, stream: string) => ([`person-${ana}`, `case-${theCase}`].includes(stream) ? 3 : -1),
};
const rows = [
  { stream: `case-${theCase}`, key: `seat ${ana}`, participant: ana, fact: aFact, count: 3, nothing: null },
  { open: { subjects: [{ person: ana, as: 'participant' }], byPerson: { [ana]: true } }, text: `about ${ana}.` },
];

describe('Pseudonyms of a mandate (rule 66)', () => {
  it('R7: no id of a person or case is left anywhere, and everything else stands', async () => {
    const names = new MandateNames({ store, keys: await memoryKeyRing() });
    const covered = await names.cover('one', rows);
    const said = JSON.stringify(covered);
    expect(said).not.toContain(ana);
    expect(said).not.toContain(theCase);
    const [first] = covered as readonly Record<string, unknown>[];
    expect(first).toMatchObject({ fact: aFact, count: 3, nothing: null });
    expect(first?.['participant']).toMatch(/^P-[2-9A-HJ-NP-Z]{12}$/);
    expect(first?.['stream']).toMatch(/^case-C-[2-9A-HJ-NP-Z]{12}$/);
    expect(said.split(String(first?.['participant'])).length - 1).toBe(5);
  });

  it('R7: they are the same each time within a mandate, others in another, and gone with it', async () => {
    const names = new MandateNames({ store, keys: await memoryKeyRing() });
    const one = await names.cover('one', rows);
    expect(await names.cover('one', rows)).toEqual(one);
    expect(await names.cover('two', rows)).not.toEqual(one);
    const known = String((one[0] as Record<string, unknown>)['participant']);
    expect(await names.meant('one', known, [aFact, theCase, ana])).toBe(ana);
    expect(await names.meant('one', known, 'everybody')).toBe(ana);
    expect(await names.meant('two', known, [aFact, theCase, ana])).toBeUndefined();
    await names.forget('one');
    await names.forget('one');
    expect(await names.cover('one', rows)).not.toEqual(one);
  });

  it('R7: law: what is covered holds none of the ids, and two of them never share a pseudonym', () => {
    const uuid = fc.uuid({ version: [4, 7] });
    fc.assert(
      fc.property(fc.uniqueArray(uuid, { minLength: 2, maxLength: 6 }), fc.jsonValue(), (ids, value) => {
        const within = ids.map((id, i) => ({ [`k ${id}`]: [`a ${id} b`, { id }], value, i }));
        const names = new Map(ids.map((id, i) => [id, pseudonymFrom(`${'abcdefgh'[i]}${'A'.repeat(12)}`, 'person')]));
        expect(new Set(names.values()).size).toBe(ids.length);
        const covered = underPseudonyms(within, (id) => names.get(id));
        expect([...idsIn(covered)].filter((id) => names.has(id))).toEqual([]);
      }),
    );
  });
});
