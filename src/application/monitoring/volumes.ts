/** How many people each reader was shown in this hour and this day, by the agency's clock; only the latest day is kept. */
export class Volumes {
  readonly #days = new Map<string, { readonly day: string; readonly hours: Map<string, Set<string>> }>();

  /** Counts who was shown at a local time; the same person counts once in an hour, and once in a day. */
  add(reader: string, local: string, persons: readonly string[]): { readonly hour: number; readonly inDay: number } {
    const [day, hour] = [local.slice(0, 10), local.slice(0, 13)];
    const known = this.#days.get(reader);
    const of = known?.day === day ? known : { day, hours: new Map<string, Set<string>>() };
    this.#days.set(reader, of);
    const inHour = of.hours.get(hour) ?? new Set<string>();
    of.hours.set(hour, inHour);
    for (const person of persons) inHour.add(person);
    return { hour: inHour.size, inDay: new Set([...of.hours.values()].flatMap((one) => [...one])).size };
  }
}
