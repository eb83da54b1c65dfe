// Appends without end to the store in a directory and names each acknowledged append on standard output.
// node appending-child.js <directory>
import { writeSync } from 'node:fs';
import { openSqliteEventStore } from '../../dist/infrastructure/event-store/sqlite-event-store.js';

const say = (line) => writeSync(1, `${line}\n`);
const fail = (line, code) => {
  say(line);
  process.exit(code);
};

const [directory] = process.argv.slice(2);
const STREAMS = 8;

const open = () => {
  try {
    return openSqliteEventStore({ directory, onFatal: (error) => fail(`fatal ${error.code}`, 3) });
  } catch (error) {
    return fail(`refused ${error.message}`, 2);
  }
};

const store = open();
say('open');

const write = async (stream) => {
  for (let at = await store.revisionOf('facts', stream); ; at++) {
    const fact = { stream, revision: at + 1, open: { text: 'x'.repeat(600) } };
    const { position } = await store.append('facts', stream, at, [fact]);
    say(`kept ${stream} ${at + 1} ${position}`);
  }
};
await Promise.all(Array.from({ length: STREAMS }, (_, number) => write(`case-${number}`)));
