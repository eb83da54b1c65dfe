import { type DestinationStream, type Logger, pino } from 'pino';

/** Names under which a value is never written, should one ever be handed to the log by mistake. */
const NEVER = ['authorization', 'body', 'headers', 'token', 'person', 'name', 'url', 'query', 'params', 'cookie'];

/** The service's log on standard error: one line a request, by route pattern and correlation id, nothing of anybody. */
export const openLog = (level: string, to: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`]).filter((p) => p !== '*.name'), remove: true },
    },
    to,
  );
