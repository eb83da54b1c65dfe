import type { Command } from 'commander';
import { type Common, command } from './command.js';
import { runningAt } from './counter.js';
import { Ended, EXITS } from './exits.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

interface Options extends Common {
  readonly port?: string;
  readonly host?: string;
}

/** `alliance serve`: the HTTP service on a data directory, until it is told to stop. */
export function serveCommand(program: Command, root: Root): void {
  command(
    program,
    'serve',
    'Serve HTTP on this data directory until told to stop (Ctrl-C drains; twice ends at once).',
    [
      ['alliance serve', 'on 127.0.0.1:7420; documents at /docs'],
      ['alliance serve --port 0', 'on any free port; service.json in the data directory says which'],
      ['ALLIANCE_ENVIRONMENT=production ALLIANCE_ISSUER=… ALLIANCE_AUDIENCE=… alliance serve', 'with your own issuer'],
    ],
  )
    .option('--port <port>', 'port to listen on (ALLIANCE_PORT)')
    .option('--host <address>', 'address to listen on (ALLIANCE_HOST)')
    .action(async (options: Options) => {
      const configuration = configurationOf(options.data, {
        ...(options.port !== undefined && { ALLIANCE_PORT: options.port }),
        ...(options.host !== undefined && { ALLIANCE_HOST: options.host }),
      });
      const there = await runningAt(configuration);
      if (there !== undefined) throw new Ended(EXITS.tryAgain, `A service runs on this data directory: ${there}.`);
      await root.serveUntilStopped(configuration);
    });
}
