import type { Answer } from './counter.js';
import { Ended, EXITS, type Exit } from './exits.js';

/** What of a problem a person is told. */
interface Said {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly clause?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly reason: string }[];
  readonly values?: Readonly<Record<string, string | number>>;
}

const EXIT_OF: Readonly<Record<number, Exit>> = {
  400: EXITS.badInput,
  401: EXITS.denied,
  403: EXITS.denied,
  404: EXITS.denied,
  406: EXITS.badInput,
  409: EXITS.no,
  412: EXITS.no,
  413: EXITS.badInput,
  415: EXITS.badInput,
  422: EXITS.no,
  429: EXITS.tryAgain,
  431: EXITS.badInput,
  503: EXITS.tryAgain,
  507: EXITS.unavailable,
};

/** The sentence of a problem: code and clause, the sentence itself, the field it is about. */
export function sentenceOf({ title = 'Not done.', detail, code, clause, field, values }: Said): string {
  const what = [clause, code].filter(Boolean).join(' ');
  const about = field === undefined || field === '' ? '' : ` [${field}]`;
  const told = Object.entries(values ?? {}).map(([name, value]) => `${name} ${value}`);
  return `${what === '' ? '' : `${what}: `}${title}${detail === undefined ? '' : ` ${detail}`}${about}${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}

/** The answer when it is good; ends the command as the problem asks otherwise. */
export function requireGood(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  const said = (answer.json ?? {}) as Said;
  const exit = EXIT_OF[answer.status] ?? EXITS.broken;
  const lines =
    said.errors && said.errors.length > 0
      ? said.errors.map(({ field, reason }) => `${field === '' ? 'body' : field}: ${reason}`)
      : [exit === EXITS.badInput && said.field ? `${said.field}: ${said.detail ?? said.title}` : sentenceOf(said)];
  throw new Ended(exit, lines.join('\n'), answer.json);
}
