import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSteps } from '../../src/sql/load.js';
import { type Engine, openEngine } from '../local/redshift/dialect/engine.js';

let engine: Engine;

/** A table stands in for the view over the stream: what counts is who reads how much of it. */
beforeAll(async () => {
  engine = openEngine();
  const [register, view] = ['fleet', 'fleet-summary'].map(
    (name) => loadSteps().find((step) => step.name === name)?.statements ?? [],
  );
  for (const { text } of register ?? []) await engine.query(text);
  await engine.query(
    'CREATE TABLE fleet_stream (approximate_arrival_timestamp TIMESTAMP, vehicleid INT, state VARCHAR(50), status VARCHAR(30), status_since VARCHAR(30))',
  );
  for (const { text } of view ?? []) await engine.query(text);
  await write(`INSERT INTO public.fleet
    SELECT n, 'R' || n, 'van', 1000, 'VIC', 'SCHEDULED_MAINTENANCE', NULL FROM range(1, 221) numbers(n)`);
});
afterAll(() => engine?.close());

const write = (sql: string) => engine.database.withWriter((connection) => connection.run(sql));

/** Each vehicle's report of each minute, from one moment to another. */
const report = (from: string, to: string, status: string, vehicles = 220) =>
  write(`INSERT INTO public.fleet_stream
    SELECT minute + to_milliseconds(n * 200), n, 'NSW', '${status}', '2026-01-01T00:00:00.000Z'
    FROM range(TIMESTAMP '${from}', TIMESTAMP '${to}', INTERVAL 1 MINUTE) minutes(minute), range(1, ${vehicles + 1}) numbers(n)
    ORDER BY 1`);

const summary = async () =>
  (
    await engine.query('SELECT state, on_the_move, scheduled_maintenance, vehicles FROM fleet_summary')
  ).rows.sort();

/** Rows of fleet_stream that DuckDB reads for the dashboard's view. */
async function scanned(): Promise<number> {
  interface Node {
    operator_type?: string;
    operator_rows_scanned?: number;
    extra_info?: { Table?: string };
    children?: Node[];
  }
  const rows = await engine.database.read(({ connection }) =>
    connection.runAndReadAll('EXPLAIN (ANALYZE, FORMAT json) SELECT * FROM public.fleet_summary'),
  );
  const count = ({ operator_type, operator_rows_scanned = 0, extra_info, children = [] }: Node): number =>
    (operator_type === 'TABLE_SCAN' && extra_info?.Table?.endsWith('.fleet_stream')
      ? operator_rows_scanned
      : 0) + children.reduce((sum, child) => sum + count(child), 0);
  return count(JSON.parse(String(rows.getRows()[0]?.[1])) as Node);
}

describe('the fleet as it is now', () => {
  it('is the register’s before any vehicle has reported', async () => {
    expect(await summary()).toEqual([['VIC', 0, 220, 220]]);
  });

  it('costs no more when the workshop is older', async () => {
    await report('2026-01-01 00:00:00', '2026-01-02 00:00:00', 'ON_THE_MOVE');
    expect(await scanned()).toBeGreaterThanOrEqual(2_200);
    await report('2026-01-02 00:00:00', '2026-01-04 00:00:00', 'ON_THE_MOVE');
    const [all] = (await engine.query('SELECT COUNT(*) FROM fleet_stream')).rows;
    expect(all).toEqual([3 * 24 * 60 * 220]);
    // DuckDB skips whole groups of 122,880 rows: two in each of two scans, wherever the newest reports lie in them.
    expect(await scanned()).toBeLessThanOrEqual(4 * 122_880);
    expect(await summary()).toEqual([['NSW', 220, 0, 220]]);
  });

  it('knows every vehicle still when only a few have reported since a pause', async () => {
    await report('2026-03-01 00:00:00', '2026-03-01 00:01:00', 'SCHEDULED_MAINTENANCE', 20);
    expect(await summary()).toEqual([['NSW', 200, 20, 220]]);
  });

  it('knows every vehicle still when one floods the stream', async () => {
    await report('2026-03-01 00:01:00', '2026-03-01 00:02:00', 'SCHEDULED_MAINTENANCE');
    await write(`INSERT INTO public.fleet_stream
      SELECT TIMESTAMP '2026-03-01 00:03:00' + to_milliseconds(n), 1, 'NT', 'ON_THE_MOVE', '' FROM range(10000) numbers(n)`);
    expect(await summary()).toEqual([
      ['NSW', 0, 219, 219],
      ['NT', 1, 0, 1],
    ]);
  });

  it('takes no report whose status is none', async () => {
    await write(
      "INSERT INTO public.fleet_stream VALUES (TIMESTAMP '2026-03-01 00:04:00', 2, 'QLD', 'LOST', 'x'), (NULL, 3, 'QLD', 'ON_THE_MOVE', '')",
    );
    expect(await summary()).toEqual([
      ['NSW', 0, 219, 219],
      ['NT', 1, 0, 1],
    ]);
  });
});
