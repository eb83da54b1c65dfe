import { describe, expect, it } from '@jest/globals';
import { changesOf } from '../../src/application/projecting/apply-fact.js';
import { kindOf, lifted } from '../../src/domain/catalogue.js';
import type { StoredFact, StreamKind } from '../../src/domain/language/fact.js';
import { FOLDS } from '../../src/domain/world.js';
import { codesOfKind, shapeDigest } from '../../src/infrastructure/docs/shapes.js';
import { sha256 } from '../../src/infrastructure/integrity/digests.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import { halfOf, misfits } from '../support/conforms.js';
import { addToLock, asStored, goldenName, goldenNames, goldens, goldenText, KINDS, readLock } from './golden.js';

// ALLIANCE_UPDATE_LOCK=1 adds new kinds and versions; it never changes what is there.
if (process.env['ALLIANCE_UPDATE_LOCK'] === '1') addToLock();

const lock = readLock();
const published = Object.entries(lock).flatMap(([type, versions]) =>
  Object.entries(versions).map(([version, locked]) => ({ type, version: Number(version), ...locked })),
);

describe('Published facts', () => {
  it('a published shape never changes without a new version', () => {
    const changed = KINDS.filter((kind) => lock[kind.type]?.[kind.version]?.shape !== shapeDigest(kind));
    expect(changed.map(({ type, version }) => `${type} ${version}`)).toEqual([]);
  });

  it('a published list of codes may grow, and no code is ever taken away', () => {
    const missing = published.flatMap(({ type, version, codes = {} }) => {
      const kind = kindOf(type);
      if (kind === undefined || kind.version !== version) return [];
      const now = codesOfKind(kind);
      return Object.entries(codes).flatMap(([path, was]) =>
        was.filter((code) => !now[path]?.includes(code)).map((code) => `${type} ${path} ${code}`),
      );
    });
    expect(missing).toEqual([]);
  });

  it('what was published once is read for ever: no kind is taken away, and each older version has a lift', () => {
    const unread = published.filter(({ type, version }) => {
      const kind = kindOf(type);
      if (kind === undefined || kind.version < version) return true;
      for (let v = version; v < kind.version; v++) if (kind.lifts[v] === undefined) return true;
      return false;
    });
    expect(unread.map(({ type, version }) => `${type} ${version}`)).toEqual([]);
  });

  it('golden payloads are only ever added', () => {
    expect(goldenNames()).toEqual(published.map(({ type, version }) => goldenName(type, version)).sort());
    const altered = published.filter(
      ({ type, version, golden }) => sha256(goldenText(goldenName(type, version))) !== golden,
    );
    expect(altered.map(({ type, version }) => `${type} ${version}`)).toEqual([]);
  });

  it.each(goldens().map((golden) => [`${golden.type} version ${golden.version}`, golden] as const))(
    '%s is lifted, folded and shown by every view',
    (_name, golden) => {
      const kind = kindOf(golden.type);
      if (kind === undefined) throw new Error('not in the catalogue');
      const fact = lifted(asStored(golden));
      expect(fact.version).toBe(kind.version);
      expect(misfits(halfOf(kind, false), fact.open)).toEqual([]);
      for (const stream of [kind.stream].flat()) {
        const fold = FOLDS[stream as StreamKind] as { initial(): unknown; evolve(state: unknown, f: StoredFact): void };
        fold.evolve(fold.initial(), fact);
      }
      for (const view of [...VIEWS, ...ACCESS_VIEWS]) changesOf(view, fact);
    },
  );
});
