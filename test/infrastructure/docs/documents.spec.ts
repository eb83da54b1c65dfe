import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS } from '../../../src/application/actions/all.js';
import { CLAUSES } from '../../../src/domain/charter.js';
import { documents, pages, stale } from '../../../src/infrastructure/docs/documents.js';

// ALLIANCE_UPDATE_DOCS=1 writes them, as `npm run docs` does.
if (process.env['ALLIANCE_UPDATE_DOCS'] === '1') documents(['--write'], () => {});

describe('The generated documents', () => {
  it('are as the catalogue says', () => {
    expect(stale()).toEqual([]);
  });

  it('name every clause and every action', () => {
    const text = new Map(pages().map(({ name, text: all }) => [name, all]));
    expect(CLAUSES.filter((clause) => !text.get('charter.md')?.includes(`\n## ${clause}\n`))).toEqual([]);
    expect([...ACTIONS.values()].filter(({ says }) => !text.get('access.md')?.includes(says))).toEqual([]);
  });

  it('say what is stale and end with 1, and with 2 when asked nothing', () => {
    const said: string[] = [];
    expect(documents(['--check'], (line) => said.push(line))).toBe(said.length === 0 ? 0 : 1);
    expect(documents([], (line) => said.push(line))).toBe(2);
  });
});
