import { MergeShardsCommand, SplitShardCommand, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import { ModifyClusterIamRolesCommand } from '@aws-sdk/client-redshift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterName, connect, makeRole, makeStream, startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await startWarehouse({ defaultRole: false });
  await makeStream(warehouse.kinesis, 'events', 2);
});
afterAll(() => warehouse?.test.stop());

const id = "JSON_EXTRACT_PATH_TEXT(from_varbyte(kinesis_data, 'utf-8'), 'id')::BIGINT AS id";
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: from + index }));

describe('the role behind an external schema', () => {
  it('must be the default one, attached, and allowed', async () => {
    const { run, sql, redshift, iam, roleArn } = warehouse;
    const none = await run('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default');
    expect(none.Status).toBe('FAILED');
    expect(none.Error).toContain('default IAM role');
    const weak = await makeRole(iam, 'weak', null);
    const strange = await run(`CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE '${weak}'`);
    expect(strange.Error).toContain(`is not authorized to assume IAM Role ${weak}`);
    await redshift.send(
      new ModifyClusterIamRolesCommand({ ClusterIdentifier: clusterName, AddIamRoles: [weak] }),
    );
    await sql(`CREATE EXTERNAL SCHEMA weak FROM KINESIS IAM_ROLE '${weak}'`);
    const denied = await run(`CREATE MATERIALIZED VIEW v AS SELECT ${id} FROM weak.events`);
    expect(denied.Error).toContain('is not authorized to perform: kinesis:DescribeStreamSummary');
    await redshift.send(
      new ModifyClusterIamRolesCommand({ ClusterIdentifier: clusterName, DefaultIamRoleArn: roleArn }),
    );
    await sql('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default');
    await sql('CREATE EXTERNAL SCHEMA IF NOT EXISTS kds FROM KINESIS IAM_ROLE default');
    expect((await run('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default')).Error).toBe(
      'ERROR: schema "kds" already exists',
    );
    expect((await run(`CREATE MATERIALIZED VIEW v AS SELECT ${id} FROM kds.nowhere`)).Error).toContain(
      'Stream nowhere',
    );
  });
});

describe('a streaming view', () => {
  it('is made empty with its types', async () => {
    const { sql, run } = warehouse;
    await sql(`CREATE MATERIALIZED VIEW events AUTO REFRESH YES AS
      SELECT approximate_arrival_timestamp, refresh_time, partition_key, shard_id, sequence_number, ${id} FROM kds.events`);
    expect(await sql('SELECT count(*) FROM events')).toEqual([[0]]);
    expect(
      await sql(
        "SELECT column_name, data_type FROM svv_columns WHERE table_name = 'events' ORDER BY ordinal_position",
      ),
    ).toEqual([
      ['approximate_arrival_timestamp', 'timestamp without time zone'],
      ['refresh_time', 'timestamp without time zone'],
      ['partition_key', 'character varying'],
      ['shard_id', 'character'],
      ['sequence_number', 'character varying'],
      ['id', 'bigint'],
    ]);
    expect((await run('SELECT * FROM kds.events')).Error).toContain('only through a materialized view');
  });

  it('refreshes by itself when records arrive', async () => {
    const { sql, put } = warehouse;
    await put('events', numbered(0, 300));
    await expect
      .poll(() => sql('SELECT count(*), count(distinct id) FROM events'), { timeout: 20_000 })
      .toEqual([[300, 300]]);
    expect(await sql("SELECT count(*) > 0 FROM sys_mv_refresh_history WHERE refresh_type = 'Auto'")).toEqual([
      [true],
    ]);
    expect(
      await sql('SELECT count(*) FROM events WHERE refresh_time >= approximate_arrival_timestamp'),
    ).toEqual([[300]]);
  });

  it('follows its stream through a split and a merge', async () => {
    const { sql, put, kinesis } = warehouse;
    const half = '85070591730234615865843651857942052864';
    const settled = () =>
      waitUntilStreamExists(
        { client: kinesis, maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.2 },
        { StreamName: 'events' },
      );
    await kinesis.send(
      new SplitShardCommand({
        StreamName: 'events',
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: half,
      }),
    );
    await settled();
    await put('events', numbered(300, 200));
    await kinesis.send(
      new MergeShardsCommand({
        StreamName: 'events',
        ShardToMerge: 'shardId-000000000002',
        AdjacentShardToMerge: 'shardId-000000000003',
      }),
    );
    await settled();
    await put('events', numbered(500, 200));
    await sql('REFRESH MATERIALIZED VIEW events');
    expect(await sql('SELECT count(*), count(distinct id) FROM events')).toEqual([[700, 700]]);
  });

  it('takes its refreshes up after a restart', async () => {
    await warehouse.test.restart();
    warehouse = connect(warehouse.test, warehouse.roleArn);
    await warehouse.put('events', numbered(700, 100));
    await expect
      .poll(() => warehouse.sql('SELECT count(*), count(distinct id) FROM events'), { timeout: 20_000 })
      .toEqual([[800, 800]]);
  });

  it('goes, with its positions, and comes back whole', async () => {
    const { sql, run } = warehouse;
    expect((await run('DROP SCHEMA kds')).Error).toBe(
      'ERROR: cannot drop schema kds because other objects depend on it',
    );
    await sql('DROP MATERIALIZED VIEW events');
    await sql(`CREATE MATERIALIZED VIEW events AS SELECT ${id} FROM kds.events`);
    await sql('REFRESH MATERIALIZED VIEW events');
    expect(await sql('SELECT count(*), count(distinct id) FROM events')).toEqual([[800, 800]]);
  });
});
