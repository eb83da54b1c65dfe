// Makes all views of a store again, in threads as the service does, and says on standard output how long it took.
// node rebuilding-child.js <log directory> <views directory>
import { performance } from 'node:perf_hooks';
import { rebuildInThread, rebuildShelves } from '../src/infrastructure/projector/rebuild-shelves.js';
import { ViewsDirectory } from '../src/infrastructure/view-store/views-directory.js';
import { VIEWS } from '../src/projections/all.js';

const [logDirectory = '', viewsDirectory = ''] = process.argv.slice(2);
const viewsFrom = { module: new URL('../src/projections/all.js', import.meta.url).href, name: 'VIEWS' };
const rebuildShelf = rebuildInThread({ logDirectory, viewsDirectory, of: 'facts', viewsFrom });
const started = performance.now();
let facts = 0;
await rebuildShelves(new ViewsDirectory(viewsDirectory), VIEWS, rebuildShelf, (progress) => {
  facts = progress.facts;
});
const seconds = (performance.now() - started) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ facts, seconds, cpuSeconds, peakKibibytes: maxRSS }));
