import { Command, CommanderError } from 'commander';
import { VARIABLES } from '../../configuration.js';
import { accessCommand } from './access.js';
import { actCommand } from './act.js';
import { backupCommand } from './backup.js';
import { certificateCommand } from './certificate.js';
import { charterCommand } from './charter.js';
import { deadlineCommand } from './deadline.js';
import { demoCommand } from './demo.js';
import { docsCommand } from './docs.js';
import { doctorCommand } from './doctor.js';
import { EXITS, EXITS_HELP, endedBy } from './exits.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { initCommand } from './init.js';
import { keysCommand } from './keys.js';
import { migrateCommand } from './migrate.js';
import { json, note } from './output.js';
import { rebuildCommand } from './rebuild.js';
import { replayCommand } from './replay.js';
import { restoreCommand } from './restore.js';
import type { Root } from './root.js';
import { searchCommand } from './search.js';
import { serveCommand } from './serve.js';
import { CLI_VARIABLES } from './settings.js';
import { showCommand } from './show.js';
import { tokenCommand } from './token.js';
import { verifyCommand } from './verify.js';

/** Every command of `alliance`. */
export function programOf(root: Root): Command {
  const program = new Command('alliance')
    .description(
      'Alliance Ledger: what a counselling agency promises its clients, every act an immutable fact, every look on record.',
    )
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', `\nVariables:\n${variables()}\n${EXITS_HELP}`);
  demoCommand(program, root);
  initCommand(program, root);
  serveCommand(program, root);
  actCommand(program, root);
  importCommand(program, root);
  showCommand(program, root);
  searchCommand(program, root);
  exportCommand(program, root);
  replayCommand(program, root);
  accessCommand(program, root);
  certificateCommand(program, root);
  charterCommand(program, root);
  deadlineCommand(program);
  tokenCommand(program, root);
  verifyCommand(program, root);
  rebuildCommand(program, root);
  backupCommand(program);
  restoreCommand(program, root);
  migrateCommand(program);
  keysCommand(program);
  doctorCommand(program, root);
  docsCommand(program);
  return program;
}

const variables = (): string =>
  Object.entries({ ...VARIABLES, ...CLI_VARIABLES })
    .map(([name, says]) => `  ${name.padEnd(22)} ${says}`)
    .join('\n');

/** Runs a command line and says with which code the process is to end. */
export async function run(root: Root, argv: readonly string[]): Promise<number> {
  // Whoever reads may stop reading: `alliance show … | head` is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXITS.done);
  });
  try {
    await programOf(root).parseAsync([...argv], { from: 'user' });
    return EXITS.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXITS.done : EXITS.badInput;
    const ended = endedBy(error);
    if (argv.includes('--json') && ended.details !== undefined) process.stdout.write(`${json(ended.details, 2)}\n`);
    if (ended.message !== '') note(ended.message);
    return ended.exit;
  }
}
