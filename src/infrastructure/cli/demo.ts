import type { Command } from 'commander';
import { playDemo } from '../demo/play.js';
import { type Common, command } from './command.js';
import { badInput } from './exits.js';
import type { Root } from './root.js';

interface Options extends Common {
  readonly serve?: boolean;
  readonly port: string;
  readonly replace?: boolean;
}

/** Where the demo keeps its ledger unless told otherwise. */
const DIRECTORY = 'data/demo';

/** `alliance demo`: a seeded year of a practice through the real HTTP service. */
export function demoCommand(program: Command, root: Root): void {
  command(program, 'demo', 'Play a practice’s year through the real HTTP service, then say what to open next.', [
    ['alliance demo --serve', 'play it in ./data/demo and keep serving on port 7420'],
    ['alliance demo --data /tmp/demo --port 0 --replace', 'play it again, elsewhere'],
  ])
    .option('--serve', 'keep serving afterwards; the clock ticks on from the last moment of the year')
    .option('--port <port>', 'port to listen on, 0 for any free one', '7420')
    .option('--replace', 'remove what an earlier demo left in the directory')
    .action(async (options: Options) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw badInput('--port', 'must be a whole number up to 65535.');
      await playDemo(root, {
        directory: options.data ?? DIRECTORY,
        port,
        replace: options.replace === true,
        serve: options.serve === true,
        json: options.json === true,
      });
    });
}
