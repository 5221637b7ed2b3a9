import { describe, expect, it } from 'vitest';
import { nextRun, parseExpression } from '../../../src/local/scheduler/expression/expression.js';

/** The next runs after a moment, ISO. */
function runs(text: string, after: string, count: number, zone = 'UTC'): string[] {
  const expression = parseExpression(text, zone);
  if (!expression) throw new Error(`not an expression: ${text}`);
  const found: string[] = [];
  let at: number | undefined = Date.parse(after);
  for (let n = 0; n < count; n += 1) {
    at = nextRun(expression, zone, at, { anchor: Date.parse(after), start: undefined, end: undefined });
    if (at === undefined) break;
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

describe('cron', () => {
  it('knows ranges, steps, lists and names', () => {
    expect(runs('cron(0/20 8-9 ? * MON-FRI *)', '2026-11-20T09:30:00Z', 3)).toEqual([
      '2026-11-20T09:40Z',
      '2026-11-23T08:00Z',
      '2026-11-23T08:20Z',
    ]);
    expect(runs('cron(15 10 1,15 JAN,JUL ? 2027)', '2026-01-01T00:00:00Z', 9)).toEqual([
      '2027-01-01T10:15Z',
      '2027-01-15T10:15Z',
      '2027-07-01T10:15Z',
      '2027-07-15T10:15Z',
    ]);
  });

  it('knows the last day, the nearest weekday and the n-th weekday', () => {
    expect(runs('cron(0 0 L * ? *)', '2027-02-01T00:00:00Z', 2)).toEqual([
      '2027-02-28T00:00Z',
      '2027-03-31T00:00Z',
    ]);
    expect(runs('cron(0 0 LW * ? *)', '2027-01-01T00:00:00Z', 1)).toEqual(['2027-01-29T00:00Z']);
    expect(runs('cron(0 0 15W * ? *)', '2027-05-01T00:00:00Z', 1)).toEqual(['2027-05-14T00:00Z']);
    expect(runs('cron(0 0 ? * 6#3 *)', '2027-01-01T00:00:00Z', 1)).toEqual(['2027-01-15T00:00Z']);
    expect(runs('cron(0 0 ? * 5L *)', '2027-01-01T00:00:00Z', 1)).toEqual(['2027-01-28T00:00Z']);
  });

  it('goes by the clock of the zone, leaves out an hour that is skipped and runs once in one that comes twice', () => {
    const zone = 'America/New_York';
    expect(runs('cron(30 2 * * ? *)', '2027-03-13T00:00:00Z', 3, zone)).toEqual([
      '2027-03-13T07:30Z',
      '2027-03-15T06:30Z',
      '2027-03-16T06:30Z',
    ]);
    expect(runs('cron(30 1 * * ? *)', '2027-11-07T00:00:00Z', 2, zone)).toEqual([
      '2027-11-07T05:30Z',
      '2027-11-08T06:30Z',
    ]);
  });
});

describe('rate and at', () => {
  it('a rate runs every period after its anchor', () => {
    expect(runs('rate(1 minute)', '2026-01-01T00:00:30.000Z', 2)).toEqual([
      '2026-01-01T00:01:30.000Z',
      '2026-01-01T00:02:30.000Z',
    ]);
    expect(runs('rate(2 days)', '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-03T00:00Z']);
  });

  it('at runs once, by the clock of the zone', () => {
    expect(runs('at(2027-06-01T09:00:00)', '2026-01-01T00:00:00Z', 5, 'Australia/Sydney')).toEqual([
      '2027-05-31T23:00Z',
    ]);
    expect(parseExpression('at(2027-02-30T09:00:00)', 'UTC')).toBeUndefined();
  });
});
