import type { Command } from 'commander';
import { DEFAULT_ZONE } from '../../application/kernel/zones.js';
import type { Configuration } from '../../configuration.js';
import { deadlineByCalendar } from '../../domain/case/booking-deadline.js';
import {
  type BusinessCalendar,
  type Closure,
  confirmationDeadline,
  type Deadline,
  isDate,
  proposeClosures,
} from '../../domain/language/business-time.js';
import { timeZone } from '../time/zone.js';
import { beside } from './beside.js';
import { type Common, command, several } from './command.js';
import { badInput, Ended, EXITS } from './exits.js';
import { requireZone } from './init.js';
import { json, note, say, weekday } from './output.js';
import { configurationOf } from './settings.js';

interface Options extends Common {
  readonly zone?: string;
  readonly closed?: readonly string[];
  readonly substitution: boolean;
  readonly published?: boolean;
}

/** The deadline of a local start, or why there is none. */
type Answering = (local: string) => Deadline | { readonly reason: string };

/** `alliance deadline`: the noon by which a session is confirmed or cancelled, and why that day. */
export function deadlineCommand(program: Command): void {
  command(
    program,
    'deadline [start...]',
    'The noon by which a session is confirmed or cancelled (C3), and why that day.',
    [
      ['alliance deadline 2026-02-17T09:00', 'by Ontario’s public holidays, without any ledger'],
      ['alliance deadline 2026-08-04T09:00 --closed 2026-08-03', 'the agency closes on the Civic Holiday'],
      ['alliance deadline --published < starts.txt', 'by the calendar the agency published; many, one a line'],
    ],
  )
    .option('--zone <zone>', `time zone (default: the agency’s, or ${DEFAULT_ZONE})`)
    .option('--closed <date>', 'a day on which the agency is closed; may be repeated', several)
    .option('--no-substitution', 'a holiday on a weekend is not observed on another day')
    .option('--published', 'by the calendar that the agency of this data directory published')
    .action(async (starts: readonly string[], options: Options) => {
      if (options.zone !== undefined) requireZone(options.zone);
      for (const date of options.closed ?? [])
        if (!isDate(date)) throw badInput('--closed', 'must be a date that exists, such as 2026-08-03.');
      const answer = options.published ? await published(configurationOf(options.data), options) : computed(options);
      const lines = starts.length > 0 ? starts : await linesOfInput();
      let wrong = 0;
      for (const [i, line] of lines.entries()) {
        const start = line.trim();
        if (start === '' || start.startsWith('#')) continue;
        const found = answered(start, answer);
        if ('reason' in found) wrong++;
        if (options.json) say(json({ line: i + 1, ...('reason' in found ? found : { start, ...found }) }));
        else if ('reason' in found) note(`line ${i + 1}: ${found.reason}`);
        else say(sentences(start, found).join('\n'));
      }
      if (wrong > 0) throw new Ended(EXITS.badInput, '');
    });
}

async function linesOfInput(): Promise<readonly string[]> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  return text.split(/\r?\n/);
}

function answered(start: string, answer: Answering): Deadline | { readonly reason: string } {
  if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(start) || !isDate(start.slice(0, 10)))
    return { reason: 'not a local start that exists, such as 2026-02-17T09:00' };
  const year = Number(start.slice(0, 4));
  if (year < 1900 || year > 2999) return { reason: 'the year must lie from 1900 to 2999' };
  return answer(start);
}

function existing(start: string, zone: ReturnType<typeof timeZone>, then: () => Deadline | { reason: string }) {
  return zone.instantOf(start).kind === 'none'
    ? { reason: `clocks in ${zone.id} go forward over that time; it does not exist` }
    : then();
}

/** By Ontario's public holidays and the days named. */
function computed({ zone: named = DEFAULT_ZONE, closed = [], substitution }: Options): Answering {
  const zone = timeZone(named);
  const own = closed.map((date): Closure => ({ date, reason: 'closed' }));
  return (start) =>
    existing(start, zone, () => {
      const year = Number(start.slice(0, 4));
      const calendar: BusinessCalendar = {
        version: 'Ontario public holidays',
        weekend: ['saturday', 'sunday'],
        closures: [year - 1, year].flatMap((each) => proposeClosures(each, { substitute: substitution })).concat(own),
      };
      return confirmationDeadline(start, calendar, zone);
    });
}

/** By what the agency published. */
async function published(configuration: Configuration, options: Options): Promise<Answering> {
  const known = await beside(configuration, async (fold) => ({
    calendars: (await fold('calendars', 'calendars')).calendars,
    agency: (await fold('parameters', 'parameters')).parameters.agency,
  }));
  if (known === undefined) throw new Ended(EXITS.unavailable, 'There is no ledger here: leave out --published.');
  if (options.closed !== undefined || !options.substitution)
    throw badInput('--published', 'goes without --closed and --no-substitution: the published calendar says it all.');
  const zone = timeZone(options.zone ?? known.agency?.zone ?? DEFAULT_ZONE);
  return (start) =>
    existing(
      start,
      zone,
      () =>
        deadlineByCalendar(start, { calendars: known.calendars, zone }) ?? {
          reason: 'no business calendar is published for that day',
        },
    );
}

function sentences(start: string, { instant, local, zone, calendarVersion, skipped }: Deadline): readonly string[] {
  const passed = skipped.map(({ date, reason }) => `${weekday(date)} ${date} ${reason}`);
  return [
    `${weekday(start)} ${start}  →  ${weekday(local)} ${local.slice(0, 10)} ${local.slice(11, 16)} ${zone}  (${instant})  [${calendarVersion}]`,
    ...(passed.length === 0 ? [] : [`    passed over: ${passed.join('; ')}`]),
  ];
}
