const milliseconds: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * A length of time as Grafana writes it: `10s`, `1m`, `1h30m`, `1d`. A month is its own length in Grafana; a group needs
 * a fixed one, so months and years are refused here.
 * @returns ms
 * @throws Error when it is no such length
 */
export function parseInterval(text: string): number {
  const trimmed = text.trim();
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(trimmed)) throw new Error(`error parsing interval ${text}`);
  let total = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(count) * (milliseconds[unit ?? ''] ?? 0);
  }
  if (total <= 0) throw new Error(`error parsing interval ${text}`);
  return total;
}
