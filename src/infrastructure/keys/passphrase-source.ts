import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { KeyRingRefused } from './key-ring-refused.js';
import { requirePassphrase } from './passphrase-encryption.js';
import { readPrivateFile } from './private-file.js';

/** The passphrase in a file of its owner's alone: its first line. */
export const passphraseIn = (path: string): string =>
  requirePassphrase(readPrivateFile(path, 'passphrase file').split(/\r?\n/, 1)[0] ?? '');

/** A passphrase from a file, or asked for at a terminal where it is not shown. Never an argument: those are seen by everybody. */
export async function passphraseFrom(file: string | undefined, question: string): Promise<string> {
  if (file !== undefined) return passphraseIn(file);
  if (!process.stdin.isTTY)
    throw new KeyRingRefused(`${question} is needed: there is no terminal to ask at, so name a file that holds it.`);
  return requirePassphrase(await asked(question));
}

function asked(question: string): Promise<string> {
  process.stderr.write(`${question}: `);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  return new Promise((done, failed) => {
    lines.question('', (answer) => {
      process.stderr.write('\n');
      done(answer);
      lines.close();
    });
    lines.on('SIGINT', () => {
      failed(new KeyRingRefused('No passphrase was given.'));
      lines.close();
    });
  });
}
