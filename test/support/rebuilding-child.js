// Makes the views of a store again in threads, and names each step on standard output.
// node rebuilding-child.js <log directory> <views directory>
import { writeSync } from 'node:fs';
import { rebuildInThread, rebuildShelves } from '../../dist/infrastructure/projector/rebuild-shelves.js';
import { ViewsDirectory } from '../../dist/infrastructure/view-store/views-directory.js';
import { VIEWS } from '../../dist/projections/all.js';

const [logDirectory, viewsDirectory] = process.argv.slice(2);
const viewsFrom = { module: new URL('../../dist/projections/all.js', import.meta.url).href, name: 'VIEWS' };
const rebuildShelf = rebuildInThread({ logDirectory, viewsDirectory, of: 'facts', viewsFrom });
const say = (line) => writeSync(1, `${line}\n`);

const directory = new ViewsDirectory(viewsDirectory);
const whole = await rebuildShelves(directory, VIEWS, rebuildShelf, ({ facts }) => say(`taken ${facts}`));
if (whole) directory.publish(directory.current() + 1);
say(`whole ${whole}`);
