import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { isOwn, layerOf, nodesOf, SOURCES, type Source } from './sources.js';

const under = (layer: string): readonly Source[] => SOURCES.filter(({ path }) => path.startsWith(`${layer}/`));

/** What files import that they should not, as sentences. */
const strangers = (files: readonly Source[], allowed: (imported: string) => boolean): readonly string[] =>
  files.flatMap(({ path, imports }) =>
    imports.filter((imported) => !allowed(imported)).map((imported) => `${path} imports ${imported}`),
  );

/** Names that reach outside a computation, and why a pure file must not use one. */
const REACHES_OUT: Readonly<Record<string, string>> = {
  process: 'the environment',
  Promise: 'time passing',
  setTimeout: 'time passing',
  setInterval: 'time passing',
  setImmediate: 'time passing',
  queueMicrotask: 'time passing',
  fetch: 'the network',
  console: 'the terminal',
  crypto: 'chance',
  performance: 'a clock',
  globalThis: 'anything',
  eval: 'anything',
};

/** What a pure file does that depends on more than its arguments. */
function impurities({ path, tree }: Source): readonly string[] {
  const found: string[] = [];
  for (const node of nodesOf(tree)) {
    const text = node.getText(tree);
    if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(text)) found.push(text);
    if (ts.isNewExpression(node) && node.expression.getText(tree) === 'Date' && !node.arguments?.length)
      found.push('new Date()');
    if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) found.push('async');
    if (ts.isDecorator(node)) found.push('a decorator');
    if (ts.isIdentifier(node) && text in REACHES_OUT && !isName(node)) found.push(`${text} (${REACHES_OUT[text]})`);
  }
  return found.map((what) => `${path} uses ${what}`);
}

/** True when an identifier only names a property of something else. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertySignature(parent) && parent.name === node)
  );
}

const APPLICATION_PACKAGES: ReadonlySet<string> = new Set([
  '@nestjs/cqrs',
  'class-validator',
  'class-transformer',
  'rxjs',
  'reflect-metadata',
]);

/** Where everything is put together: only these know all, and only they know each other. */
const ROOTS: ReadonlySet<string> = new Set(['main.ts', 'cli.ts', 'app.module.ts', 'compose.ts']);
/** A root, or a part of one: as knowing as it, and imported by nothing else. */
const isRoot = (path: string): boolean => ROOTS.has(path) || path.startsWith('composition/');

/** Files longer than 300 lines, each with the one reason it has. */
const LONG: Readonly<Record<string, string>> = {
  'application/actions/action.ts': 'the vocabulary in which all actions are declared, decorator by decorator',
  'application/actions/complaints.ts': 'the table of all complaint actions: entries, no logic',
  'application/actions/confidentiality.ts': 'the table of all consent, disclosure and recording actions',
  'application/actions/payments.ts': 'the table of all payment actions',
  'application/actions/sessions.ts': 'the table of all booking actions',
  'application/perform-action.ts': 'one performing, from body to receipt, kept in one place to be reviewed as a whole',
  'application/read-view.ts': 'one reading, from authorising to answering, kept in one place to be reviewed as a whole',
  'domain/agency/agency.ts': 'four small agency streams side by side',
  'domain/agency/legal-parameters.ts': 'the table of what the law numbers, each with its citation: entries, no logic',
  'domain/case/disclosure.ts': 'facts and decisions of one topic',
  'domain/case/recording.ts': 'facts and decisions of one topic',
  'projections/complaint-file.ts': 'two views that are tables of fact and change',
};

describe('The layers of the source', () => {
  it('the domain imports nothing outside itself', () => {
    expect(strangers(under('domain'), (imported) => isOwn(imported) && layerOf(imported) === 'domain')).toEqual([]);
  });

  it('the domain and the projections are pure: no clock, chance, environment, promise or decorator', () => {
    expect([...under('domain'), ...under('projections')].flatMap(impurities)).toEqual([]);
  });

  it('the projections import the domain and themselves only', () => {
    const allowed = (imported: string) => isOwn(imported) && ['domain', 'projections'].includes(layerOf(imported));
    expect(strangers(under('projections'), allowed)).toEqual([]);
  });

  it('the application knows the domain, the projections and a few packages, never Node, HTTP, SQL or a vendor', () => {
    const allowed = (imported: string) =>
      isOwn(imported)
        ? ['domain', 'projections', 'application'].includes(layerOf(imported))
        : APPLICATION_PACKAGES.has(imported);
    expect(strangers(under('application'), allowed)).toEqual([]);
  });

  it('only the roots import what puts everything together', () => {
    const others = SOURCES.filter(({ path }) => !isRoot(path));
    const roots = others.flatMap(({ path, imports }) =>
      imports.filter(isRoot).map((imported) => `${path} imports ${imported}`),
    );
    expect(roots).toEqual([]);
  });

  it('no two layers depend on each other', () => {
    const edges = new Map<string, Set<string>>();
    for (const { path, imports } of SOURCES) {
      const from = layerOf(path);
      const to = edges.get(from) ?? new Set<string>();
      for (const imported of imports.filter(isOwn)) if (layerOf(imported) !== from) to.add(layerOf(imported));
      edges.set(from, to);
    }
    const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some(
        (next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))),
      );
    expect([...edges.keys()].filter((layer) => reaches(layer, layer))).toEqual([]);
  });

  it('every import leads to a file that is there', () => {
    const paths = new Set(SOURCES.map(({ path }) => path));
    expect(strangers(SOURCES, (imported) => !isOwn(imported) || paths.has(imported))).toEqual([]);
  });
});

describe('The style of the source', () => {
  it('nothing is exported by default', () => {
    const found = SOURCES.flatMap(({ path, tree }) =>
      tree.statements
        .filter(
          (s) =>
            (ts.isExportAssignment(s) && !s.isExportEquals) ||
            (ts.canHaveModifiers(s) && ts.getModifiers(s)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword)),
        )
        .map(() => path),
    );
    expect(found).toEqual([]);
  });

  it('no value has the type any, and there are no enums', () => {
    const found = SOURCES.flatMap(({ path, tree }) =>
      [...nodesOf(tree)]
        .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.isEnumDeclaration(node))
        .map((node) => `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`),
    );
    expect(found).toEqual([]);
  });

  it('no file is longer than 300 lines without a reason, and no reason outlives its file', () => {
    const long = SOURCES.filter(({ lines }) => lines > 300).map(({ path }) => path);
    expect(long.filter((path) => !(path in LONG))).toEqual([]);
    // A little slack, so that a file at the edge does not go in and out of the list.
    const nearly = SOURCES.filter(({ lines }) => lines > 270).map(({ path }) => path);
    expect(Object.keys(LONG).filter((path) => !nearly.includes(path))).toEqual([]);
    expect(long.length).toBeLessThanOrEqual(14);
  });
});
