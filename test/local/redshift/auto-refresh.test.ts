import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, makeStream, order, startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await startWarehouse();
  await makeStream(warehouse.kinesis, 'orders');
  await warehouse.sql('CREATE EXTERNAL SCHEMA kds FROM KINESIS IAM_ROLE default');
  await warehouse.sql(
    'CREATE MATERIALIZED VIEW arrivals AUTO REFRESH YES AS SELECT partition_key, kinesis_data FROM kds.orders',
  );
});
afterAll(() => warehouse?.test.stop());

async function rows(count: number): Promise<void> {
  for (;;) {
    const [[found]] = (await warehouse.sql('SELECT count(*) FROM arrivals')) as [[number]];
    if (found === count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('AUTO REFRESH', () => {
  it('stops when the role may no longer read the stream, and goes on when it may again', async () => {
    await warehouse.put('orders', [order(1)]);
    await rows(1);
    const policy = { RoleName: 'warehouse', PolicyName: 'streams' };
    await warehouse.iam.send(new DeleteRolePolicyCommand(policy));
    await warehouse.test.restart();
    warehouse = connect(warehouse.test, warehouse.roleArn);
    await warehouse.put('orders', [order(2)]);
    const refused = (line: string) =>
      line.includes('automatic refresh of arrivals failed') &&
      line.includes('is not authorized to perform: kinesis:');
    while (!warehouse.test.lines.some(refused)) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await warehouse.sql('SELECT count(*) FROM arrivals')).toEqual([[1]]);
    const may = { Effect: 'Allow', Action: 'kinesis:*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [may] });
    await warehouse.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    await rows(2);
  });

  it('is refused by name over tables, where nothing would refresh', async () => {
    const words = expect.stringContaining('AUTO REFRESH of a materialized view over tables');
    await warehouse.sql('CREATE TABLE t (a int)');
    const refused = await warehouse.run('CREATE MATERIALIZED VIEW m AUTO REFRESH YES AS SELECT a FROM t');
    expect(refused).toMatchObject({ Status: 'FAILED', Error: words });
    await warehouse.sql('CREATE MATERIALIZED VIEW m AS SELECT a FROM t');
    expect(await warehouse.run('ALTER MATERIALIZED VIEW m AUTO REFRESH YES')).toMatchObject({ Error: words });
    await warehouse.sql('ALTER MATERIALIZED VIEW m AUTO REFRESH NO');
    await warehouse.sql('INSERT INTO t VALUES (1)');
    await warehouse.sql('REFRESH MATERIALIZED VIEW m');
    expect(await warehouse.sql('SELECT a FROM m')).toEqual([[1]]);
  });
});
