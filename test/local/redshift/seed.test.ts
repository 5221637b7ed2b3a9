import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStream, order, startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await startWarehouse();
  await makeStream(warehouse.kinesis, 'customer_stream');
  await makeStream(warehouse.kinesis, 'order_stream');
});
afterAll(() => warehouse?.test.stop());

const text = (name: string, type: string, column = name) =>
  `JSON_EXTRACT_PATH_TEXT(from_varbyte(Data, 'utf-8'), '${name}', true)::${type} as ${column}`;

describe("the seed's statements, as the seed writes them", () => {
  it('makes the external schema and the views, refreshes, and reads', async () => {
    const { sql, put } = warehouse;
    await put(
      'customer_stream',
      Array.from({ length: 100 }, (_, id) => ({ userid: id, STATE: 'x', state: 'VIC' })),
    );
    await put(
      'order_stream',
      Array.from({ length: 1_000 }, (_, id) => order(id)),
    );
    await sql('CREATE EXTERNAL SCHEMA kinesis_schema\nFROM KINESIS\nIAM_ROLE default;');
    await sql(`CREATE MATERIALIZED VIEW customer_stream AS
SELECT ApproximateArrivalTimestamp,
JSON_PARSE(from_varbyte(Data, 'utf-8')) as customer_data
FROM kinesis_schema.customer_stream
WHERE is_utf8(Data) AND is_valid_json(from_varbyte(Data, 'utf-8'));`);
    await sql('REFRESH MATERIALIZED VIEW customer_stream;');
    expect(await sql('SELECT * FROM customer_stream;')).toHaveLength(100);
    expect(
      await sql(`SELECT count(1), customer_data.STATE::VARCHAR
FROM customer_stream
GROUP BY customer_data.STATE;`),
    ).toEqual([[100, 'VIC']]);
    await sql(`CREATE MATERIALIZED VIEW order_stream AS
SELECT ApproximateArrivalTimestamp,
${text('consignmentid', 'BIGINT')},
${text('timestamp', 'VARCHAR(50)', 'order_timestamp')},
${text('delivery_address', 'VARCHAR(100)')},
${text('delivery_state', 'VARCHAR(50)')},
${text('origin_address', 'VARCHAR(100)')},
${text('origin_state', 'VARCHAR(50)')},
${text('delay_probability', 'VARCHAR(10)')},
${text('days_to_deliver', 'INT')},
${text('delivery_distance', 'FLOAT')},
${text('userid', 'INT')},
${text('revenue', 'FLOAT')},
${text('cost', 'FLOAT')}
FROM kinesis_schema.order_stream
WHERE is_utf8(Data) AND is_valid_json(from_varbyte(Data, 'utf-8'));`);
    await sql('REFRESH MATERIALIZED VIEW order_stream;');
    const rows = await sql('SELECT * FROM order_stream;');
    expect(rows).toHaveLength(1_000);
    expect(rows[0]).toHaveLength(13);
    const recent =
      await sql(`SELECT current_timestamp, current_timestamp-ApproximateArrivalTimestamp as time_diff, * FROM order_stream
order by ApproximateArrivalTimestamp desc limit 10;`);
    expect(recent).toHaveLength(10);
    expect(
      await sql(`SELECT os.delivery_state, cs.customer_data.state::VARCHAR as origin_state, count(1)
FROM customer_stream cs
INNER JOIN order_stream os ON cs.customer_data.userid::INT = os.userid
GROUP BY os.delivery_state, cs.customer_data.state::VARCHAR
ORDER BY count(1) desc`),
    ).toEqual([['NSW', 'VIC', 1_000]]);
    await sql("CREATE USER redshift_data_api_user PASSWORD 'Specify1YourOwn';");
    await sql('GRANT SELECT ON ALL TABLES IN SCHEMA PUBLIC TO redshift_data_api_user;');
    expect(await sql('SELECT count(*) FROM order_stream', { user: 'redshift_data_api_user' })).toEqual([
      [1_000],
    ]);
  });

  it('lands only what came since, and each record once', async () => {
    const { sql, put } = warehouse;
    await put(
      'order_stream',
      Array.from({ length: 250 }, (_, id) => order(1_000 + id)),
    );
    await sql('REFRESH MATERIALIZED VIEW order_stream');
    await sql('REFRESH MATERIALIZED VIEW order_stream');
    expect(await sql('SELECT count(*), count(distinct consignmentid) FROM order_stream')).toEqual([
      [1_250, 1_250],
    ]);
    expect(
      await sql(
        "SELECT sum(scanned_rows), sum(skipped_rows) FROM sys_stream_scan_states WHERE mv_name = 'order_stream'",
      ),
    ).toEqual([['1250', '0']]);
  });
});
