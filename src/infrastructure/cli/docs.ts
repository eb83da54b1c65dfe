import type { Command } from 'commander';
import { documents } from '../docs/documents.js';
import { command } from './command.js';
import { badInput, Ended, EXITS } from './exits.js';
import { say } from './output.js';

/** `alliance docs`: the pages that follow from the catalogue, written anew or checked. */
export function docsCommand(program: Command): void {
  command(program, 'docs', 'Write the pages generated from the catalogue, or check that they are as it says.', [
    ['alliance docs --check', 'name the stale ones; exit code 1 when there are any'],
    ['alliance docs --write', 'write them'],
  ])
    .option('--write', 'write them')
    .option('--check', 'name the stale ones')
    .action(({ write, check }: { readonly write?: boolean; readonly check?: boolean }) => {
      if (write === check) throw badInput('--write or --check', 'say one of them.');
      if (documents([write ? '--write' : '--check'], say) !== 0) throw new Ended(EXITS.no, 'Documents are stale.');
    });
}
