import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../src');

/** One file under src: its path from there, its text, what it imports and its syntax tree. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Files under src (as paths from there, ending in .ts) or names of packages. */
  readonly imports: readonly string[];
  readonly tree: ts.SourceFile;
}

/** Every file under src. */
export const SOURCES: readonly Source[] = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => sourceOf(relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

function sourceOf(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName).replace(/\.js$/, '.ts') : fileName,
    );
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    imports: [...new Set(imports)],
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true),
  };
}

/** Every node of a file's syntax tree. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** The layer a file belongs to: the first folder of its path, or the file itself at the top. */
export const layerOf = (path: string): string => path.split('/')[0] as string;

/** True for a path under src, false for a package. */
export const isOwn = (imported: string): boolean => imported.endsWith('.ts');
