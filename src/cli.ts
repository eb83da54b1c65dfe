import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NoLedger, openLedger, prepareLedger } from './compose.js';
import { Ended, EXITS } from './infrastructure/cli/exits.js';
import { run } from './infrastructure/cli/program.js';
import type { Root } from './infrastructure/cli/root.js';
import { serve, serveUntilStopped } from './main.js';

/** A directory without a ledger is no fault of the program's. */
const withLedger = async <T>(open: Promise<T>): Promise<T> =>
  open.catch((error: unknown) => {
    throw error instanceof NoLedger ? new Ended(EXITS.unavailable, error.message) : error;
  });

/** Pages that are made from the catalogue, where the program that makes them is shipped. */
const documentsFile = new URL('./infrastructure/docs/main.js', import.meta.url);

const root: Root = {
  prepareLedger,
  openLedger: (configuration, opening) => withLedger(openLedger(configuration, opening)),
  serve: (configuration, serving) => withLedger(serve(configuration, serving)),
  serveUntilStopped: (configuration) => withLedger(serveUntilStopped(configuration)),
  program: fileURLToPath(import.meta.url),
  ...(existsSync(documentsFile) && {
    documents: async (argv) => {
      const { documents } = (await import(documentsFile.href)) as Required<Pick<Root, 'documents'>>;
      return documents(argv);
    },
  }),
};

process.exitCode = await run(root, process.argv.slice(2));
