/** What was opened, closed in the reverse order, also when opening ended half-way. */
export class Closing {
  readonly #closers: (() => Promise<void>)[] = [];

  /** Has something opened just now closed before all that was opened earlier. */
  last<T>(opened: T, close: (opened: T) => Promise<void>): T {
    this.#closers.unshift(() => close(opened));
    return opened;
  }

  /** Closes everything; the first error is thrown when all was tried. */
  async all(): Promise<void> {
    let failed: { readonly error: unknown } | undefined;
    for (const close of this.#closers) {
      try {
        await close();
      } catch (error) {
        failed ??= { error };
      }
    }
    if (failed !== undefined) throw failed.error;
  }
}
