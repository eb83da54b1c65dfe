import { Temporal } from 'temporal-polyfill';
import type { LocalMeaning, TimeZone } from '../../domain/language/business-time.js';

/** Version of the zone data that this process computes with; it is recorded beside promises made in local time. */
export const ZONE_DATA_VERSION = process.versions.tz ?? 'unknown';

/** A stretch of time during which a zone keeps one offset: from ≤ t < until, in epoch milliseconds. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

const HALF_DAY_AND_MORE = 26 * 3_600_000;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

class IanaZone implements TimeZone {
  private readonly spans: Span[] = [];
  private last: Span;

  constructor(readonly id: string) {
    this.last = this.compute(0);
  }

  localOf(instant: string): string {
    const ms = Date.parse(instant);
    if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
    return new Date(ms + this.spanAt(ms).offset).toISOString().slice(0, 23);
  }

  instantOf(local: string): LocalMeaning {
    const wall = LOCAL.test(local) ? Date.parse(`${local}:00.000Z`) : Number.NaN;
    if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 16) !== local) {
      throw new RangeError(`not a local time: ${local}`);
    }
    const found: number[] = [];
    for (let span = this.spanAt(wall - HALF_DAY_AND_MORE); ; span = this.spanAt(span.until)) {
      const at = wall - span.offset;
      if (at >= span.from && at < span.until) found.push(at);
      if (span.until > wall + HALF_DAY_AND_MORE) break;
    }
    const [earlier, later] = found.map((ms) => new Date(ms).toISOString());
    if (earlier === undefined) return { kind: 'none' };
    return later === undefined ? { kind: 'one', instant: earlier } : { kind: 'two', earlier, later };
  }

  private spanAt(ms: number): Span {
    if (ms >= this.last.from && ms < this.last.until) return this.last;
    this.last = this.spans.find((span) => ms >= span.from && ms < span.until) ?? this.compute(ms);
    return this.last;
  }

  private compute(ms: number): Span {
    const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.id);
    // A transition in the zone data may keep the offset; only the bounds matter, so that does no harm.
    const next = at.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
    const following = Temporal.Instant.fromEpochMilliseconds(ms + 1).toZonedDateTimeISO(this.id);
    const from = following.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
    const span = { from, until: next, offset: at.offsetNanoseconds / 1_000_000 };
    this.spans.push(span);
    return span;
  }
}

const zones = new Map<string, TimeZone>();

/** The zone of an IANA name, one object per zone; throws when the name is unknown. */
export function timeZone(id: string): TimeZone {
  let zone = zones.get(id);
  if (zone === undefined) {
    try {
      zone = new IanaZone(id);
    } catch {
      throw new RangeError(`unknown time zone: ${id}`);
    }
    zones.set(id, zone);
  }
  return zone;
}
