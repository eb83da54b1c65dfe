/** Room for a term (32 bits) and a place (21 bits) in one exact number. */
const PLACES = 2 ** 21;
const GONE = -1;
/** What came since the last sorting is sorted in when it is this many, or a quarter of what is sorted. */
const LATELY_AT_LEAST = 50_000;

/**
 * Who stands under which blind term, in memory only: eight bytes for each, sorted, and what came lately beside it. A person
 * told again gets a new place; what points to the old one is passed over, and left out at the next sorting.
 */
export class Postings {
  private sorted = new Float64Array(0);
  private lately = new Map<number, number[]>();
  private latelyCount = 0;
  private filled: Float64Array[] = [];
  private persons: (string | undefined)[] = [];
  private places = new Map<string, number>();

  constructor(private readonly latelyAtLeast = LATELY_AT_LEAST) {}

  /** How many persons there are. */
  get size(): number {
    return this.places.size;
  }

  /** Puts a person under these terms and no others. */
  put(person: string, tokens: Uint32Array): void {
    const place = this.placeOf(person);
    for (const token of tokens) {
      const there = this.lately.get(token);
      if (there === undefined) this.lately.set(token, [place]);
      else there.push(place);
    }
    this.latelyCount += tokens.length;
    if (this.latelyCount > Math.max(this.latelyAtLeast, this.sorted.length / 4)) this.settle();
  }

  /** As `put`, for many at once: they are found from the next `settle` on. */
  fill(person: string, tokens: Uint32Array): void {
    const place = this.placeOf(person);
    this.filled.push(Float64Array.from(tokens, (token) => token * PLACES + place));
  }

  /** Forgets a person; false when there was none. */
  drop(person: string): boolean {
    const place = this.places.get(person);
    if (place === undefined) return false;
    this.persons[place] = undefined;
    return this.places.delete(person);
  }

  /** Everyone under a term, each once. */
  under(token: number): readonly string[] {
    const found: string[] = [];
    const add = (place: number): void => {
      const person = this.persons[place];
      if (person !== undefined) found.push(person);
    };
    const from = token * PLACES;
    for (let at = firstFrom(this.sorted, from); at < this.sorted.length; at++) {
      const entry = this.sorted[at] as number;
      if (entry >= from + PLACES) break;
      add(entry - from);
    }
    for (const place of this.lately.get(token) ?? []) add(place);
    return found;
  }

  /** Sorts in what came lately and what was filled, leaves out who is gone, and numbers the places anew. */
  settle(): void {
    const renumbered = new Int32Array(this.persons.length).fill(GONE);
    const persons: string[] = [];
    for (const [person, place] of this.places) renumbered[place] = persons.push(person) - 1;
    const filled = this.filled.reduce((sum, { length }) => sum + length, 0);
    const all = new Float64Array(this.sorted.length + this.latelyCount + filled);
    let count = 0;
    const keep = (token: number, place: number): void => {
      const now = renumbered[place] ?? GONE;
      if (now !== GONE) all[count++] = token * PLACES + now;
    };
    for (const entries of [this.sorted, ...this.filled])
      for (const entry of entries) keep(Math.floor(entry / PLACES), entry % PLACES);
    for (const [token, places] of this.lately) for (const place of places) keep(token, place);
    this.sorted = all.slice(0, count).sort();
    this.filled = [];
    this.lately = new Map();
    this.latelyCount = 0;
    this.persons = persons;
    this.places = new Map(persons.map((person, place) => [person, place]));
  }

  /** A new place for a person; what points to the one before is passed over from now on. */
  private placeOf(person: string): number {
    this.drop(person);
    if (this.persons.length >= PLACES - 1) this.settle();
    const place = this.persons.push(person) - 1;
    this.places.set(person, place);
    return place;
  }
}

/** Index of the first entry that is this or greater. */
function firstFrom(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
