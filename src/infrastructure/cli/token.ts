import type { Command } from 'commander';
import type { Configuration } from '../../configuration.js';
import { rolesOn } from '../../domain/agency/agency.js';
import { DEVELOPMENT_ISSUER } from '../auth/development-issuer.js';
import { signInId } from '../auth/doorkeeper.js';
import { UuidIds } from '../integrity/ids.js';
import { timeZone } from '../time/zone.js';
import { requireGood } from './answers.js';
import { beside, zoneOf } from './beside.js';
import { type Common, command } from './command.js';
import { openCounter, requireDevelopment, requireId, runningAt, signFor, subjectOf } from './counter.js';
import { actAsSystem } from './establish.js';
import { badInput, Ended, EXITS } from './exits.js';
import { note, say, sayJson } from './output.js';
import type { Root } from './root.js';
import { clockOf, configurationOf } from './settings.js';

interface Options extends Common {
  readonly person: string;
  readonly hours: string;
}

const HOURS_AT_MOST = 24 * 90;

/** `alliance token`: a development token for a person; nothing of the kind exists in production. */
export function tokenCommand(program: Command, root: Root): void {
  command(program, 'token', 'Sign a development token for a person; refused in production.', [
    ['alliance token --person $OFFICER', 'the token on standard output, who it is for on standard error'],
    ['TOKEN=$(alliance token --person $CLIENT --hours 8)', 'for curl'],
  ])
    .requiredOption('--person <id>', 'whom it is for')
    .option('--hours <hours>', 'how long it holds', '1')
    .action(async (options: Options) => {
      const configuration = configurationOf(options.data);
      requireDevelopment(configuration, 'tokens come from your own issuer here.');
      const person = requireId('--person', options.person);
      const hours = Number(options.hours);
      if (!Number.isInteger(hours) || hours < 1 || hours > HOURS_AT_MOST)
        throw badInput('--hours', `must be a whole number from 1 to ${HOURS_AT_MOST}.`);
      const known = await knownOf(configuration, person);
      if (known === undefined)
        throw new Ended(EXITS.unavailable, 'There is no ledger here: run `alliance init` first.');
      if (!known.registered) throw new Ended(EXITS.denied, 'No such person is registered.');
      if (!known.linked) await link(root, configuration, person, known.officer);
      const token = await signFor(configuration, person, hours * 3_600);
      if (options.json) return sayJson({ person, roles: known.roles, hours, token });
      say(token);
      note(`for ${person}: ${known.roles.length === 0 ? 'no role at the agency' : known.roles.join(', ')}; ${hours} h`);
    });
}

/** What is committed about a person, as far as a token needs it: no name is read. */
function knownOf(configuration: Configuration, person: string) {
  const clock = clockOf(configuration);
  const ids = new UuidIds(clock);
  return beside(configuration, async (fold) => {
    const today = timeZone(await zoneOf(configuration))
      .localOf(clock.now())
      .slice(0, 10);
    const { staff } = await fold('staff', 'staff');
    const linkedTo = async (whose: string): Promise<boolean> => {
      const signIn = signInId(ids, DEVELOPMENT_ISSUER, subjectOf(whose));
      return (await fold('sign-in', `sign-in-${signIn}`)).signIn.person === whose;
    };
    let officer: string | undefined;
    for (const each of staff.roles.keys()) {
      const links = rolesOn(staff, each, today).some((role) => role === 'privacy-officer' || role === 'front-desk');
      if (links && (await linkedTo(each))) officer ??= each;
    }
    return {
      registered: (await fold('person', `person-${person}`)).person.person === person,
      linked: await linkedTo(person),
      roles: [...rolesOn(staff, person, today)],
      officer,
    };
  });
}

/** Ties the development sign-in to the person: as an officer where a service runs, as the system where none does. */
async function link(
  root: Root,
  configuration: Configuration,
  person: string,
  officer: string | undefined,
): Promise<void> {
  const signIn = signInId(new UuidIds(clockOf(configuration)), DEVELOPMENT_ISSUER, subjectOf(person));
  const body = { signIn, person, proof: 'development' };
  if ((await runningAt(configuration)) === undefined) {
    const ledger = await root.openLedger(configuration, { reacting: false });
    try {
      await actAsSystem(ledger, 'LinkSignIn', body);
    } finally {
      await ledger.close();
    }
    return;
  }
  if (officer === undefined)
    throw new Ended(EXITS.no, 'Nobody may link a sign-in while the service runs: stop it, then ask again.');
  const counter = await openCounter(root, configuration, { token: await signFor(configuration, officer) });
  try {
    requireGood(await counter.act('link-sign-in', body));
  } finally {
    await counter.close();
  }
}
