import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyStream } from '../../src/application/projecting/apply-fact.js';
import { PendingRows } from '../../src/application/projecting/pending-rows.js';
import { recordFacts } from '../../src/domain/case/record-facts.js';
import type { NewFact, RecordedFact } from '../../src/domain/language/fact.js';
import { mistakeFacts } from '../../src/domain/language/mistakes.js';
import { recordView, wholeEntries } from '../../src/projections/record.js';
import { stored } from '../support/given.js';

const { EntryWritten, EntryAmended, EntrySigned, EntryCoSigned } = recordFacts;

/** What the view shows after facts of one stream, each holding a box that says which fact it is of. */
function shownAfter(facts: readonly NewFact[]) {
  const recorded = stored(facts).map(
    (f, i) => ({ ...f, position: BigInt(i), sealed: { entry: { fact: f.id } } }) as unknown as RecordedFact,
  );
  const rows = new PendingRows();
  applyStream(recordView, recorded, rows);
  const written = rows.writes().map(({ stream, key, revision, row }) => ({ stream, key, revision, ...row }));
  return { recorded, shown: wholeEntries(written) };
}

describe('R9: the record shows amendments beside originals', () => {
  const steps = fc.array(fc.constantFrom('amend', 'sign', 'co-sign', 'strike'), { maxLength: 10 });

  it('R9: whatever is amended, signed or struck, the original is shown as it was written, and every version beside it', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const facts: NewFact[] = [EntryWritten(EntryWritten.example)];
        let version = 1;
        for (const one of taken) {
          if (one === 'amend') facts.push(EntryAmended({ ...EntryAmended.example, version: ++version }));
          else if (one === 'sign') facts.push(EntrySigned({ ...EntrySigned.example, version }));
          else if (one === 'co-sign') facts.push(EntryCoSigned({ ...EntryCoSigned.example, version }));
          else {
            const amendment = stored(facts).findLast((f) => f.type === 'EntryAmended');
            if (amendment)
              facts.push(mistakeFacts.EnteredInError({ facts: [amendment.id], kind: 'other', reason: '-' }));
          }
        }
        const { recorded, shown } = shownAfter(facts);
        expect(shown).toHaveLength(1);
        const [entry] = shown as [Record<string, unknown>];
        expect(entry['content']).toEqual({ fact: recorded[0]?.id });
        const versions = entry['versions'] as readonly Record<string, unknown>[];
        expect(versions.map((v) => v['fact'])).toEqual(
          recorded.filter((f) => ['EntryWritten', 'EntryAmended'].includes(f.type)).map((f) => f.id),
        );
        const newest = versions.slice(1).findLast((v) => v['struckBy'] === undefined);
        expect(entry['newest']).toEqual(newest?.['content']);
      }),
      { numRuns: 60 },
    );
  });

  it('R9: an entry struck as entered in error is shown struck, never gone', () => {
    const [original] = stored([EntryWritten(EntryWritten.example)]);
    const strike = mistakeFacts.EnteredInError({ facts: [String(original?.id)], kind: 'wrong-person', reason: '-' });
    const { shown, recorded } = shownAfter([EntryWritten(EntryWritten.example), strike]);
    expect(shown[0]).toMatchObject({ state: 'struck', struckBy: recorded[1]?.id });
  });
});
