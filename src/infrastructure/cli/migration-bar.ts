import type { Log } from '../../application/ports.js';
import type { MigrationListener } from '../migrate/migrate-logs.js';

const WIDTH = 30;
const CALLED: Readonly<Record<Log, string>> = { facts: 'facts', access: 'looks' };

/** A bar on standard error that tells how far a migration is; where nobody watches it says nothing. */
export function migrationBar(): Required<MigrationListener> & { readonly end: () => void } {
  let shown = false;
  const show = (line: string): void => {
    if (!process.stderr.isTTY) return;
    shown = true;
    // What the last line said beyond this one is wiped.
    process.stderr.write(`\r${line}\u001b[K`);
  };
  return {
    onCopied: ({ log, copied, rate, part }) => {
      const full = Math.round(Math.min(1, part) * WIDTH);
      show(
        `[${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${Math.floor(part * 100)} %  ${copied} ${CALLED[log]}  ${rate}/s`,
      );
    },
    onProven: (log, facts) => show(`comparing: ${facts} ${CALLED[log]}`),
    end: () => {
      if (shown) process.stderr.write('\n');
    },
  };
}
