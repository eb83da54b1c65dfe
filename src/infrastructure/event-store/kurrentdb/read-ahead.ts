/** Batches kept for whoever takes them; the server waits when there are as many. */
const BATCHES_AHEAD = 8;

/** Batches between a call that reads and whoever takes what it reads. */
export class ReadAhead<T> {
  #filling: T[] = [];
  readonly #full: (readonly T[])[] = [];
  #ended = false;
  #wake: () => void = () => {};
  #makeRoom: () => void = () => {};

  constructor(private readonly size: number) {}

  /** Adds one; what it returns, if anything, resolves when there is room for more. */
  add(one: T): Promise<void> | undefined {
    this.#filling.push(one);
    if (this.#filling.length < this.size) return undefined;
    this.#flush();
    if (this.#full.length < BATCHES_AHEAD) return undefined;
    return new Promise((resolve) => {
      this.#makeRoom = resolve;
    });
  }

  /** Nothing more comes. */
  end(): void {
    this.#ended = true;
    if (this.#filling.length > 0) this.#flush();
    this.#wake();
  }

  /** The next batch; undefined after the last. */
  async next(): Promise<readonly T[] | undefined> {
    while (this.#full.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const batch = this.#full.shift();
    if (this.#full.length < BATCHES_AHEAD / 2) this.#makeRoom();
    return batch;
  }

  #flush(): void {
    this.#full.push(this.#filling);
    this.#filling = [];
    this.#wake();
  }
}
