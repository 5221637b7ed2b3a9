import { type Cron, nextCron, parseCron } from './cron.js';
import { momentOf } from './zone.js';

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** A schedule expression, read. */
export type Expression =
  | { kind: 'rate' /** ms */; period: number }
  | { kind: 'cron'; cron: Cron }
  | { kind: 'at' /** epoch ms */; at: number };

/**
 * Reads `rate(5 minutes)`, `cron(0 12 ? * MON-FRI *)` or `at(2030-01-01T00:00:00)`; undefined for anything else. Strict
 * where AWS is: blanks outside the fields, seconds, a zone in `at` are refused (scheduler :: test_scheduler).
 */
export function parseExpression(text: string, zone: string): Expression | undefined {
  const rate = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(text);
  if (rate) return { kind: 'rate', period: Number(rate[1]) * (UNITS[rate[2] ?? ''] ?? 0) };
  const at = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/.exec(text);
  if (at) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = at.slice(1).map(Number);
    const there = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    if (
      there.getUTCMonth() !== month - 1 ||
      there.getUTCDate() !== day ||
      hour > 23 ||
      minute > 59 ||
      second > 59
    ) {
      return undefined;
    }
    const moment = momentOf({ year, month, day, hour, minute, second }, zone);
    return moment === undefined ? undefined : { kind: 'at', at: moment };
  }
  const fields = /^cron\((.*)\)$/.exec(text);
  const cron = fields && parseCron(fields[1] ?? '');
  return cron ? { kind: 'cron', cron } : undefined;
}

/**
 * The first run after a moment, and before `end`. A rate runs at its anchor and every period after it.
 * @param after epoch ms; a run at exactly this moment has happened
 */
export function nextRun(
  expression: Expression,
  zone: string,
  after: number,
  window: { anchor: number; start: number | undefined; end: number | undefined },
): number | undefined {
  let next: number | undefined;
  if (expression.kind === 'at') return expression.at > after ? expression.at : undefined;
  if (expression.kind === 'rate') {
    const periods = Math.max(0, Math.floor((after - window.anchor) / expression.period) + 1);
    next = window.anchor + periods * expression.period;
  } else {
    next = nextCron(expression.cron, Math.max(after, (window.start ?? 0) - 1), zone);
  }
  return next !== undefined && window.end !== undefined && next > window.end ? undefined : next;
}
