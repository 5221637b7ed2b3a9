/** A wall-clock minute. */
export interface WallTime {
  year: number;
  /** 1–12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second?: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, known);
  }
  return known;
}

/** @throws RangeError for a name that the tz database does not have. */
export function checkZone(zone: string): void {
  format(zone);
}

/** What a clock in the zone shows at a moment. */
export function wallTime(epochMs: number, zone: string): Required<WallTime> {
  const parts: Record<string, number> = {};
  for (const { type, value } of format(zone).formatToParts(epochMs)) parts[type] = Number(value);
  return {
    year: parts.year ?? 0,
    month: parts.month ?? 0,
    day: parts.day ?? 0,
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
    second: parts.second ?? 0,
  };
}

/**
 * The first moment at which a clock in the zone shows this time; undefined for one that daylight saving skips (such a
 * run is left out; an hour that comes twice runs once: scheduler/latest/UserGuide/schedule-types, daylight savings time).
 */
export function momentOf(wall: WallTime, zone: string): number | undefined {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second ?? 0);
  const offsets = new Set([asUtc - 86_400_000, asUtc, asUtc + 86_400_000].map((at) => offset(at, zone)));
  const moments = [...offsets].map((one) => asUtc - one).sort((a, b) => a - b);
  return moments.find((at) => at + offset(at, zone) === asUtc);
}

function offset(epochMs: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallTime(epochMs, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1000) * 1000;
}
