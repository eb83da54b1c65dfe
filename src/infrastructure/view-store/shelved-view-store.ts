import type { ViewCheckpoint, ViewPage, ViewQuery, ViewStore, ViewWrites } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';
import { openSqliteViewReader, openSqliteViewStore } from './sqlite-view-store.js';
import { shelvesOf, type ViewsDirectory } from './views-directory.js';

type Opened = readonly { readonly views: ReadonlySet<string>; readonly store: ViewStore }[];

/** Opens the views in use for their one writer, making them when there are none. */
export function openViews(directory: ViewsDirectory, views: readonly ViewDefinition[], logId: string): ViewStore {
  return new ShelvedViewStore(
    openShelves(directory, views, (file, ones) => openSqliteViewStore({ file, views: ones, logId })),
  );
}

/** Views opened for reading beside their writer, which must have made them. */
export interface ViewReader extends ViewStore {
  /** Reads from now on from the generation in use now. */
  reopen(): Promise<void>;
}

/** Opens the views in use for reading. */
export function openViewReader(directory: ViewsDirectory, views: readonly ViewDefinition[]): ViewReader {
  const open = () => openShelves(directory, views, (file, ones) => openSqliteViewReader(file, ones));
  return new ReadingViewStore(open(), open);
}

function openShelves(
  directory: ViewsDirectory,
  views: readonly ViewDefinition[],
  open: (file: string, views: readonly ViewDefinition[]) => ViewStore,
): Opened {
  const generation = directory.current();
  return shelvesOf(views).map((shelf) => ({
    views: new Set(shelf.views.map(({ name }) => name)),
    store: open(directory.fileOf(generation, shelf), shelf.views),
  }));
}

/** Views in several files. A batch is one transaction a file, and rows are never apart from their checkpoint. */
class ShelvedViewStore implements ViewStore {
  constructor(protected shelves: Opened) {}

  async apply(batch: readonly ViewWrites[]): Promise<void> {
    for (const { views, store } of this.shelves) {
      const here = batch.filter(({ view }) => views.has(view));
      if (here.length > 0) await store.apply(here);
    }
  }

  async checkpoints(): Promise<readonly ViewCheckpoint[]> {
    return (await Promise.all(this.shelves.map(({ store }) => store.checkpoints()))).flat();
  }

  async reset(view: string): Promise<void> {
    await this.#storeOf(view).reset(view);
  }

  async read(view: string, query: ViewQuery = {}): Promise<ViewPage> {
    return this.#storeOf(view).read(view, query);
  }

  async close(): Promise<void> {
    for (const { store } of this.shelves) await store.close();
  }

  #storeOf(view: string): ViewStore {
    const shelf = this.shelves.find(({ views }) => views.has(view));
    if (shelf === undefined) throw new RangeError(`no view ${view}`);
    return shelf.store;
  }
}

class ReadingViewStore extends ShelvedViewStore implements ViewReader {
  constructor(
    shelves: Opened,
    private readonly open: () => Opened,
  ) {
    super(shelves);
  }

  async reopen(): Promise<void> {
    const before = this.shelves;
    // Reads are synchronous inside a store, so that none is under way between these lines.
    this.shelves = this.open();
    for (const { store } of before) await store.close();
  }
}
