import type { Command } from 'commander';
import { DEFAULT_ZONE } from '../../application/kernel/zones.js';
import { DEVELOPMENT_ISSUER } from '../auth/development-issuer.js';
import { timeZone } from '../time/zone.js';
import { type Common, command } from './command.js';
import { subjectOf } from './counter.js';
import { establish } from './establish.js';
import { badInput, Ended, EXITS } from './exits.js';
import { say, sayJson } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

interface Options extends Common {
  readonly name: string;
  readonly zone: string;
  readonly officerName: string;
  readonly officerEmail?: string;
  readonly signIn?: readonly string[];
}

/** `alliance init`: a data directory, a key file, an agency and its first privacy officer. */
export function initCommand(program: Command, root: Root): void {
  command(program, 'init', 'Begin a ledger: its data directory and key file, the agency, its first privacy officer.', [
    ['alliance init --name "Example Counselling" --officer-name "Pat Example"', 'a ledger to try out, in ./data'],
    ['alliance init … --sign-in https://id.example.org 248289761001', 'the officer signs in with your issuer'],
  ])
    .requiredOption('--name <name>', 'name of the agency')
    .option('--zone <zone>', 'time zone in which the agency promises', DEFAULT_ZONE)
    .requiredOption('--officer-name <name>', 'name of the first privacy officer')
    .option('--officer-email <address>', 'their e-mail address')
    .option('--sign-in <issuer-and-subject...>', 'their sign-in: issuer and subject (default: the development issuer)')
    .action(async (options: Options) => {
      const configuration = configurationOf(options.data);
      requireZone(options.zone);
      if (options.signIn !== undefined && options.signIn.length !== 2)
        throw badInput('--sign-in', 'is an issuer and a subject, in this order.');
      const { issuer } = configuration;
      if (options.signIn === undefined && issuer.kind !== 'development')
        throw badInput('--sign-in', 'say issuer and subject of the officer’s sign-in: the development issuer is off.');
      await root.prepareLedger(configuration);
      const ledger = await root.openLedger(configuration, { reacting: false });
      try {
        const { state } = await ledger.performing.states.load('parameters', 'parameters');
        if (state.parameters.agency !== undefined)
          throw new Ended(EXITS.no, `Refused: a ledger began in ${configuration.data.directory} already.`);
        const [theirIssuer = DEVELOPMENT_ISSUER, subject = subjectOf] = options.signIn ?? [];
        const person = await establish(ledger, {
          name: options.name,
          zone: options.zone,
          officer: { name: options.officerName, ...(options.officerEmail && { email: options.officerEmail }) },
          signIn: { issuer: theirIssuer, subject },
          from: timeZone(options.zone).localOf(ledger.performing.clock.now()).slice(0, 10),
        });
        const { directory } = configuration.data;
        const { keyEncryption } = configuration;
        const keyFile = keyEncryption.source === 'key-file' ? keyEncryption.file : undefined;
        if (options.json) return sayJson({ directory, ...(keyFile && { keyFile }), privacyOfficer: person });
        say(`The ledger of ${options.name} begins in ${directory}.`);
        if (keyFile !== undefined)
          say(`Key file: ${keyFile} (back it up apart from the log: without it nothing sealed can be read)`);
        say(`Privacy officer: ${person}`);
        say('Next: alliance serve');
      } finally {
        await ledger.close();
      }
    });
}

/** Refuses a zone that does not exist before anything is made. */
export function requireZone(zone: string): void {
  try {
    timeZone(zone);
  } catch {
    throw badInput('--zone', 'is not a time zone that is known here, such as America/Toronto.');
  }
}
