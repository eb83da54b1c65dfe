import type { Command } from 'commander';
import { type AsSomebody, command, withWho } from './command.js';
import { bearerFor, runningAt } from './counter.js';
import { Ended, EXITS } from './exits.js';
import { say, sayJson } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

const WIDTH = 30;

/** `alliance rebuild`: every view made again from the facts, beside the ones in use, then swapped. */
export function rebuildCommand(program: Command, root: Root): void {
  withWho(
    command(program, 'rebuild', 'Make every view again from the facts, beside the ones in use, then swap them.', [
      ['alliance rebuild', 'a bar and a rate on standard error; interrupted, it goes on where it was'],
      ['alliance rebuild --token $MANAGER_TOKEN', 'by the running service, which goes on serving'],
    ]),
  ).action(async (options: AsSomebody) => {
    const configuration = configurationOf(options.data);
    const url = options.url ?? (await runningAt(configuration));
    if (url !== undefined) {
      const { facts, seconds } = await askService(url, await bearerFor(configuration, options));
      const rate = Math.round(facts / Math.max(seconds, 0.001));
      if (options.json) return sayJson({ facts, seconds: Math.round(seconds * 100) / 100, rate });
      return say(`The service made every view again from ${facts} facts in ${seconds.toFixed(1)} s.`);
    }
    const ledger = await root.openLedger(configuration, { reacting: false });
    try {
      const { store } = ledger.performing;
      const total = Number(await store.head('facts'));
      const began = performance.now();
      const whole = await ledger.rebuild(({ facts, rate }) => bar(facts, total, rate));
      const seconds = (performance.now() - began) / 1_000;
      if (process.stderr.isTTY) process.stderr.write('\n');
      if (!whole)
        throw new Ended(EXITS.tryAgain, 'The rebuild was interrupted: run it again, it goes on where it was.');
      const rate = Math.round(total / Math.max(seconds, 0.001));
      if (options.json) sayJson({ facts: total, seconds: Math.round(seconds * 100) / 100, rate });
      else say(`Every view was made again from ${total} facts in ${seconds.toFixed(1)} s.`);
    } finally {
      await ledger.close();
    }
  });
}

/** Asks the running service to rebuild; denied for whoever is no manager or privacy officer. */
async function askService(url: string, bearer: string): Promise<{ readonly facts: number; readonly seconds: number }> {
  const answer = await fetch(`${url}/operations/rebuild`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}` },
  }).catch(() => undefined);
  if (answer === undefined) throw new Ended(EXITS.unavailable, `No service answers at ${url}.`);
  if (answer.status === 503) throw new Ended(EXITS.tryAgain, 'The rebuild was interrupted: run it again.');
  if (!answer.ok) throw new Ended(EXITS.denied, 'Denied: a manager or a privacy officer rebuilds a running service.');
  return (await answer.json()) as { readonly facts: number; readonly seconds: number };
}

let lastTenth = -1;

function bar(facts: number, total: number, rate: number): void {
  const part = total === 0 ? 1 : Math.min(1, facts / total);
  const full = Math.round(part * WIDTH);
  const line = `[${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${Math.round(part * 100)} %  ${facts}/${total} facts  ${Math.round(rate)}/s`;
  if (process.stderr.isTTY) return void process.stderr.write(`\r${line}`);
  const tenth = Math.floor(part * 10);
  if (tenth === lastTenth) return;
  lastTenth = tenth;
  process.stderr.write(`${line}\n`);
}
