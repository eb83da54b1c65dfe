import type { Receipt } from '../../application/kernel/outcome.js';
import type { PresentedRow } from '../../projections/view.js';
import { sentenceOf } from '../cli/answers.js';
import { weekday } from '../cli/output.js';
import { timeZone } from '../time/zone.js';
import type { Part } from './cast.js';

export const ZONE = 'America/Toronto';

/** A person of the demo once they are registered. */
export interface Player extends Part {
  readonly id: string;
  readonly token: string;
}

/** Acts as one player: an action by its path, with its body. */
export type As = (action: string, body: object) => Promise<Receipt>;

/** What was asked and how it was answered, for the summary. */
export interface Tally {
  /** Actions that no line is printed for. */
  quiet: number;
  accepted: number;
  refused: number;
  looks: number;
}

/** What an answer may hold: a problem, rows of a view, or the steps of a replay. */
interface Said {
  readonly code?: string;
  readonly role?: string;
  readonly persons?: readonly object[];
  readonly rows?: readonly PresentedRow[];
  readonly steps?: readonly PresentedRow[];
}

interface Answered {
  readonly status: number;
  readonly json: Said;
}

/** The year went otherwise than written: the program is at fault, not the person who plays it. */
export class OffScript extends Error {}

/** The running service as the players meet it, and the line that is printed for each thing they do. */
export class Stage {
  readonly players = new Map<string, Player>();
  /** Ids of what was made: cases, policies, sessions, by the name the script gives them. */
  readonly ids = new Map<string, string>();
  readonly tally: Tally = { quiet: 0, accepted: 0, refused: 0, looks: 0 };
  #now = '';
  #acts = 0;
  readonly #months = new Map<string, Map<string, number>>();

  constructor(
    private readonly url: string,
    private readonly print: (line: string) => void,
    /** Tells what the service said by itself while time moved. */
    private readonly overheard: (stage: Stage) => Promise<void> = async () => {},
  ) {}

  player(key: string): Player {
    const found = this.players.get(key);
    if (found === undefined) throw new OffScript(`nobody is called ${key}`);
    return found;
  }

  /** Id of a person of the cast. */
  person = (key: string): string => this.player(key).id;

  /** Id of a thing that was made. */
  id(name: string): string {
    const found = this.ids.get(name);
    if (found === undefined) throw new OffScript(`there is no ${name}`);
    return found;
  }

  /** Moves the development clock to a local time, over HTTP. */
  moveTo = async (local: string): Promise<void> => {
    const [first] = this.players.values();
    const answer = await this.ask('POST', '/development/clock', first?.token ?? '', { to: instantOf(local) });
    if (answer.status >= 300)
      throw new OffScript(`the clock does not move to ${local}: ${JSON.stringify(answer.json)}`);
    await this.overheard(this);
    this.#now = local;
  };

  /** One thing that a player does, perhaps in several actions, all of which must be accepted. */
  async does<T>(key: string, what: string, actions: (as: As) => Promise<T>): Promise<T> {
    const who = this.player(key);
    const done = await actions(async (action, body) => {
      const { status, json } = await this.act(who, action, body);
      if (status >= 300) throw new OffScript(`${this.#now} ${who.name}, ${what}: ${action}: ${JSON.stringify(json)}`);
      this.tally.accepted++;
      return json as Receipt & Said;
    });
    this.say(who, what, '✓');
    return done;
  }

  /** An action of the ordinary year, without a line; `settled` waits until the views show it. */
  async quietly(key: string, action: string, body: object, settled = false): Promise<Receipt> {
    const { status, json } = await this.act(this.player(key), action, body, settled);
    if (status >= 300) throw new OffScript(`${this.#now} ${key}: ${action}: ${JSON.stringify(json)}`);
    this.tally.accepted++;
    this.tally.quiet++;
    return json as Receipt & Said;
  }

  /** One thing that a player asks for and is refused, with the code that the script expects. */
  async isRefused(key: string, what: string, code: string, action: string, body: object): Promise<void> {
    const who = this.player(key);
    const { status, json } = await this.act(who, action, body);
    if (status < 300 || json.code !== code)
      throw new OffScript(`${this.#now} ${who.name}, ${what}: expected ${code}: ${JSON.stringify(json)}`);
    this.tally.refused++;
    this.say(who, what, `✗ ${code === 'not-found' ? 'denied: it looks as if it were not there' : sentenceOf(json)}`);
  }

  /** A player looks at a view; the rows they are shown. */
  async sees(key: string, what: string, path: string): Promise<readonly PresentedRow[]> {
    const who = this.player(key);
    const { status, json } = await this.ask('GET', path, who.token);
    if (status !== 200) throw new OffScript(`${this.#now} ${who.name} looks at ${path}: ${JSON.stringify(json)}`);
    this.tally.looks++;
    const rows = json.rows ?? json.steps ?? [];
    if (what !== '') this.say(who, `${what} (${rows.length} ${json.steps ? 'steps' : 'rows'}, as ${json.role})`, '✓');
    return rows;
  }

  /** A player looks for somebody; how many they find. */
  async finds(key: string, what: string, terms: object): Promise<void> {
    const who = this.player(key);
    const { status, json } = await this.ask('POST', '/search/persons', who.token, terms);
    if (status !== 200) throw new OffScript(`${this.#now} ${who.name}, ${what}: ${JSON.stringify(json)}`);
    this.tally.looks++;
    this.say(who, `${what} (${json.persons?.length ?? 0} found, as ${json.role})`, '✓');
  }

  /** A player looks at what they may not see: it is denied or, over the whole agency, has no row for them. */
  async seesNothing(key: string, what: string, path: string): Promise<void> {
    const who = this.player(key);
    const { status, json } = await this.ask('GET', path, who.token);
    const empty = status === 200 && json.rows?.length === 0;
    if (status !== 404 && !empty)
      throw new OffScript(`${this.#now} ${who.name} should not see ${path}: ${status} ${JSON.stringify(json)}`);
    this.tally.refused++;
    this.say(who, what, empty ? '✗ nothing is there for them' : '✗ denied: it looks as if it were not there');
  }

  /** Charge of a participant in a session, as the fee ledger has it; `entry` says which. */
  async charge(session: string, caseName: string, participant: string, entry = 'charge'): Promise<string> {
    const path = `/views/fee-ledger?case=${this.id(caseName)}&session=${this.id(session)}&entry=${entry}`;
    const rows = await this.sees('desk', '', path);
    const row = rows.find((each) => each['participant'] === this.person(participant));
    if (row === undefined) throw new OffScript(`no ${entry} of ${participant} for ${session}`);
    return String(row['charge']);
  }

  /** Counts one session of the ordinary year under its month. */
  counted(what: string, start: string): void {
    const month = start.slice(0, 7);
    const counts = this.#months.get(month) ?? new Map<string, number>();
    this.#months.set(month, counts.set(what, (counts.get(what) ?? 0) + 1));
  }

  /** A line for what a player did quietly. */
  tells(key: string, what: string): void {
    this.say(this.player(key), what, '✓');
  }

  /** One line for what a month held besides what was told. */
  sayMonth(month: string): void {
    const counts = [...(this.#months.get(month) ?? [])].map(([what, count]) => `${count} ${what}`);
    if (counts.length > 0)
      this.print(
        `${dayOf(`${month}-01`).slice(3)} ${month.slice(0, 4)}  the ordinary sessions of the month besides: ${counts.join(', ')}`,
      );
  }

  heading(text: string): void {
    this.print('');
    this.print(text);
  }

  private act(who: Player, action: string, body: object, settled = true): Promise<Answered> {
    // The same keys every time: the same ids in every demo.
    const key = { 'idempotency-key': `demo-${++this.#acts}` };
    return this.ask('POST', `/actions/${action}`, who.token, body, { ...key, ...(settled && { prefer: 'wait=10' }) });
  }

  private async ask(
    method: string,
    path: string,
    token: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answered> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json()) as Said };
  }

  /** Something that the service said by itself, at its own time. */
  clockSays(at: string, what: string): void {
    this.line(timeZone(ZONE).localOf(at), 'the service', what, '·');
  }

  private say(who: Part, what: string, outcome: string): void {
    this.line(this.#now, `${who.name} (${who.as})`, what, outcome);
  }

  private line(local: string, who: string, what: string, outcome: string): void {
    const time = `${weekday(local)} ${dayOf(local)} ${local.slice(11, 16)}`;
    this.print(`${time}  ${who.padEnd(40)} ${this.named(what)}  ${outcome}`);
  }

  /** First names with a capital, wherever a line calls a player by their key. */
  private named(what: string): string {
    return what.replace(/\b[a-z]+\b/g, (word) => {
      const player = this.players.get(word);
      return player?.name.toLowerCase().startsWith(word.slice(0, 3))
        ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
        : word;
    });
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A local day as the lines say it: 16 Feb. */
export const dayOf = (local: string): string => `${local.slice(8, 10)} ${MONTHS[Number(local.slice(5, 7)) - 1]}`;

/** The instant of a local time of the demo's zone. */
export function instantOf(local: string): string {
  const meaning = timeZone(ZONE).instantOf(local);
  if (meaning.kind !== 'one') throw new OffScript(`${local} is no plain local time`);
  return meaning.instant;
}
