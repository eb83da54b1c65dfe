import { describe, expect, it } from '@jest/globals';
import { visibleRows } from '../../src/application/access/visible-rows.js';
import { mistakeFacts } from '../../src/domain/language/mistakes.js';
import { complaintFile } from '../../src/projections/complaint-file.js';
import { correctionsView } from '../../src/projections/corrections.js';
import { idOf, stored } from '../support/given.js';

const client = idOf('client');
const stream = 'case-x';
/** A case in which the client takes part. */
const states = {
  load: async () => ({ done: new Map(), state: { roster: { members: [{ participant: client, leftAt: undefined }] } } }),
};

describe('what a view must not tell', () => {
  it('R9: a client sees what was struck, and never that somebody proposed to strike', async () => {
    const facts = [idOf('a fact')];
    const rows = stored([
      mistakeFacts.StrikeProposed({ facts }),
      mistakeFacts.EnteredInError({ facts, kind: 'other', reason: 'sealed' }),
    ]).flatMap((fact) =>
      (correctionsView.on[fact.type]?.(fact as never) ?? []).map((change) => ({
        stream,
        ...('row' in change ? change.row : {}),
      })),
    );
    const seenAs = async (role: string, person: string) => {
      const grants = new Map([[stream, { role, person, reach: 'all', represents: [] }]]);
      const seen = await visibleRows(rows as never, grants as never, states as never);
      return seen.map((row) => row['what']);
    };
    expect(await seenAs('client', client)).toEqual(['struck']);
    expect(await seenAs('front-desk', idOf('front desk'))).toEqual(['proposed', 'struck']);
  });

  it('R10: a look at a complaint is a look at who complains and whose care it concerns, not at whom it is about', () => {
    expect(complaintFile.persons).toEqual(['complainant', 'clients']);
  });
});
