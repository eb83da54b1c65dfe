import type { Command } from 'commander';
import { type Common, command } from './command.js';
import { Ended, EXITS } from './exits.js';
import { say, sayJson } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

const WIDTH = 30;

/** `alliance rebuild`: every view made again from the facts, beside the ones in use, then swapped. */
export function rebuildCommand(program: Command, root: Root): void {
  command(program, 'rebuild', 'Make every view again from the facts, beside the ones in use, then swap them.', [
    ['alliance rebuild', 'a bar and a rate on standard error; interrupted, it goes on where it was'],
  ]).action(async (options: Common) => {
    const ledger = await root.openLedger(configurationOf(options.data), { reacting: false });
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
