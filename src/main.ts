import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { openDoor } from './app.module.js';
import { type Opening, openLedger } from './compose.js';
import { type Configuration, configurationFrom } from './configuration.js';
import { openLog } from './infrastructure/http/log.js';
import { traceOf } from './infrastructure/http/problem-filter.js';
import type { Ledger } from './ledger.js';

/** Exit codes of the service: `sysexits.h` where it has a word for it. */
export const EXIT = {
  /** It could not be opened as configured. */
  configuration: 78,
  /** The disk cannot be trusted any more; start again to recover from the log. */
  disk: 70,
  /** Stopping took too long. */
  stopping: 75,
} as const;

const STOP_MILLISECONDS = 40_000;

/** A service that is running. */
export interface Service {
  readonly url: string;
  readonly ledger: Ledger;
  /** Takes nobody new in, lets who is in finish, and releases the store. */
  readonly close: () => Promise<void>;
}

/** How serving may differ from the usual. */
export interface Serving extends Opening {
  readonly log?: Logger;
  /** Says where the service answers; default a line on standard output. */
  readonly say?: (line: string) => void;
}

/** Opens the ledger and its HTTP door, and says in the data directory where it answers. */
export async function serve(configuration: Configuration, serving: Serving = {}): Promise<Service> {
  const { log = openLog(configuration.logLevel), say = (line) => process.stdout.write(`${line}\n`) } = serving;
  let failed = false;
  let troubled = false;
  const ledger = await openLedger(configuration, {
    onFatal: (error) => {
      log.fatal({ error: traceOf(error) }, 'the disk cannot be trusted any more: stopping');
      process.exit(EXIT.disk);
    },
    ...serving,
    onFailed: (error) => {
      failed = true;
      log.error({ error: traceOf(error) }, 'projecting or reacting ended by itself: not ready');
      serving.onFailed?.(error);
    },
    onTroubled: (error) => {
      troubled = error !== undefined;
      if (error) log.error({ error: traceOf(error) }, 'reacting or the clock met trouble and tries again: not ready');
      else log.info('reacting and the clock go on');
      serving.onTroubled?.(error);
    },
  });
  try {
    const door = await openDoor(ledger, configuration, { log, failed: () => failed || troubled });
    announce(configuration.data.serviceFile, door.url);
    say(`Alliance Ledger answers at ${door.url} (process ${process.pid})`);
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      withdraw(configuration.data.serviceFile);
      await door.close();
      await ledger.close();
    };
    return {
      url: door.url,
      ledger,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** Serves until told to stop: the first signal drains, a second one ends at once. */
export async function serveUntilStopped(configuration: Configuration, serving: Serving = {}): Promise<void> {
  const service = await serve(configuration, serving);
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(EXIT.stopping));
      setTimeout(() => process.exit(EXIT.stopping), STOP_MILLISECONDS).unref();
      service.close().then(resolve, reject);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  });
}

function announce(file: string, url: string): void {
  writeFileSync(`${file}.new`, `${JSON.stringify({ pid: process.pid, url })}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Another service may have taken the place meanwhile: only one's own word is taken back. */
function withdraw(file: string): void {
  try {
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { readonly pid?: unknown };
    if (pid === process.pid) rmSync(file);
  } catch {
    // It is gone, or was never whole: nothing points here.
  }
}

/** Run by itself, it serves what the environment configures. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await serveUntilStopped(configurationFrom(process.env));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The service cannot be opened.'}\n`);
    process.exitCode = EXIT.configuration;
  }
}
