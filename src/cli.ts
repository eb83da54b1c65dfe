import { fileURLToPath } from 'node:url';
import { Ended, EXITS } from './infrastructure/cli/exits.js';
import { run } from './infrastructure/cli/program.js';
import type { Root } from './infrastructure/cli/root.js';

// A deadline needs no ledger and no web server: each is loaded when it is asked for.
const compose = () => import('./compose.js');
const main = () => import('./main.js');

/** A directory without a ledger is no fault of the program's. */
const withLedger = async <T>(open: Promise<T>): Promise<T> =>
  open.catch(async (error: unknown) => {
    const { NoLedger } = await compose();
    throw error instanceof NoLedger ? new Ended(EXITS.unavailable, error.message) : error;
  });

const root: Root = {
  prepareLedger: async (configuration) => (await compose()).prepareLedger(configuration),
  openLedger: async (configuration, opening) => withLedger((await compose()).openLedger(configuration, opening)),
  serve: async (configuration, serving) => withLedger((await main()).serve(configuration, serving)),
  serveUntilStopped: async (configuration) => withLedger((await main()).serveUntilStopped(configuration)),
  program: fileURLToPath(import.meta.url),
};

process.exitCode = await run(root, process.argv.slice(2));
