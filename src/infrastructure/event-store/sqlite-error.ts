/**
 * SQLite's code of an error, such as `SQLITE_FULL`; undefined when it is not SQLite's. Read from the error itself:
 * when the binding is loaded twice in a process, its error class is not the same in both.
 */
export const sqliteCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
