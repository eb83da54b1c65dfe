import type { Log, ViewCheckpoint } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';

/** Where a thread finds the list of views: functions cannot be sent to it. */
export interface ViewsFrom {
  /** URL of the module. */
  readonly module: string;
  /** Name of the exported list. */
  readonly name: string;
}

/** What every thread is told. */
export interface WorkerData {
  readonly logDirectory: string;
  readonly viewsDirectory: string;
  readonly of: Log;
  readonly viewsFrom: ViewsFrom;
}

/** What a rebuilding thread is told besides. */
export interface RebuildWorkerData extends WorkerData {
  readonly file: string;
  readonly shelf: string;
}

export type ToLive = 'poke' | 'stop';
export type FromLive =
  | { readonly started: true }
  | { readonly applied: readonly ViewCheckpoint[] }
  | { readonly failed: string };

/** The views of a module, in the thread that needs them. */
export async function viewsOf({ module, name }: ViewsFrom): Promise<readonly ViewDefinition[]> {
  const exported = (await import(module)) as Readonly<Record<string, readonly ViewDefinition[] | undefined>>;
  const views = exported[name];
  if (views === undefined) throw new Error(`${module} exports no ${name}`);
  return views;
}
