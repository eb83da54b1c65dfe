import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { openApi } from '../http/openapi.js';
import { cedarSchema } from '../policies/schema.js';
import { accessPage } from './access-page.js';
import { testTitles } from './charter-matrix.js';
import { charterPage } from './charter-page.js';
import { factsPage } from './facts-page.js';
import type { Page } from './markdown.js';
import { parametersPage } from './parameters-page.js';
import { refusalsPage } from './refusals-page.js';
import { skeletonPage } from './skeleton-page.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Every generated document as it should be. */
export function pages(root = ROOT): readonly Page[] {
  const views = new Map([...VIEWS, ...ACCESS_VIEWS].map((view) => [view.name, view]));
  return [
    charterPage(testTitles(root)),
    factsPage(),
    refusalsPage(),
    accessPage(),
    parametersPage(),
    skeletonPage(),
    { name: 'policies.cedarschema', text: cedarSchema() },
    { name: 'openapi.json', text: `${JSON.stringify(openApi(views), null, 1)}\n` },
  ];
}

/** Names of the documents that are not as they should be. */
export const stale = (root = ROOT): readonly string[] =>
  pages(root)
    .filter(({ name, text }) => {
      const file = join(root, 'docs', name);
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    })
    .map(({ name }) => `docs/${name}`);

/** Writes the documents (`--write`) or names the stale ones (`--check`); answers the exit code: 0 good, 1 stale, 2 misuse. */
export function documents(argv: readonly string[], say: (line: string) => void = console.log): number {
  if (argv.includes('--check')) {
    const found = stale();
    for (const name of found) say(`${name} is stale: run npm run docs`);
    return found.length === 0 ? 0 : 1;
  }
  if (!argv.includes('--write')) {
    say('docs --write | --check');
    return 2;
  }
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  for (const { name, text } of pages()) {
    writeFileSync(join(ROOT, 'docs', name), text);
    say(`docs/${name}`);
  }
  return 0;
}
