import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built command line; `npm test` builds it first. */
const PROGRAM = resolve('dist/cli.js');

/** How a command ended and what it said. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What `--json` answered. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at piece by piece
  readonly json: any;
}

const environment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ALLIANCE_'))),
  ALLIANCE_LOG_LEVEL: 'silent',
  ...more,
});

/** Runs `alliance` in a process of its own. */
export function alliance(
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: environment(env) });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', failed);
    child.on('close', (code) => {
      const isJson = args.includes('--json') && out.trimStart().startsWith('{');
      done({ code: code ?? -1, out, err, json: isJson && !args.includes('deadline') ? JSON.parse(out) : undefined });
    });
    child.stdin.end(input);
  });
}

/** A data directory of its own, and what removes it. */
export function directory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'alliance-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts `alliance serve` on a free port; resolves once it answers. */
export async function serving(data: string): Promise<{ readonly child: ChildProcess; stop: () => Promise<number> }> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--data', data, '--port', '0'], { env: environment({}) });
  const ended = new Promise<number>((done) => child.on('close', (code) => done(code ?? -1)));
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (text: Buffer) => {
      if (String(text).includes('answers at')) ready();
    });
    child.on('close', () => failed(new Error('it did not serve')));
  });
  if (!existsSync(join(data, 'service.json'))) throw new Error('it does not say where it answers');
  return {
    child,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
