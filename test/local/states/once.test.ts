import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptToken } from '../../../src/local/states/tasks/idempotency.js';
import { admin, clusterName, connect, startWarehouse, type Warehouse } from '../redshift/fixture.js';
import { ended, makeMachine, start } from './machines.js';

let warehouse: Warehouse;
let roleArn: string;
const client = () => new SFNClient(warehouse.test.clientConfig);

beforeAll(async () => {
  warehouse = await startWarehouse({ beside: ['states'] });
  const { iam } = warehouse;
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const AssumeRolePolicyDocument = statement({
    Principal: { Service: 'states.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'machine', AssumeRolePolicyDocument }));
  const PolicyDocument = statement({ Action: ['redshift-data:*', 'redshift:*'], Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'machine', PolicyName: 'p', PolicyDocument }));
  roleArn = Role?.Arn ?? '';
  await warehouse.sql('CREATE TABLE once (a int)');
});
afterAll(() => warehouse?.test.stop());

const insert = (value: number) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:redshiftdata:executeStatement',
  Parameters: {
    ClusterIdentifier: clusterName,
    Database: 'dev',
    DbUser: admin,
    Sql: `INSERT INTO once VALUES (${value})`,
    StatementName: 'insert',
    WaitTimeSeconds: 30,
  },
  End: true,
});

/** The file of an execution's history. */
function historyFile(arn: string): string {
  const folder = join(warehouse.test.folder, 'states', 'executions');
  const paths = readdirSync(folder).map((name) => join(folder, name));
  return paths.find((path) => readFileSync(path, 'utf8').includes(arn)) ?? '';
}

describe('a task that a kill left between its call and its history', () => {
  it.each([
    ['', 1, { StartAt: 'Insert', States: { Insert: insert(1) } }],
    [
      ', also inside a Map',
      2,
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            ItemsPath: '$.items',
            ItemProcessor: { StartAt: 'Insert', States: { Insert: insert(2) } },
            End: true,
          },
        },
      },
    ],
  ])(
    'is submitted once%s',
    async (_, times, definition) => {
      const machine = await makeMachine(client(), roleArn, `inserts-${times}`, definition);
      const arn = await start(client(), machine, { items: [0, 1] });
      await ended(client(), arn);
      const file = historyFile(arn);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      const cuts = lines.flatMap((line, index) =>
        /"Task(?:Started|Succeeded)"/.test(line) ? [index + 1] : [],
      );
      // Each task's start and its success.
      expect(cuts).toHaveLength(2 * times);
      for (const kept of [cuts[0], cuts.at(-1)]) {
        writeFileSync(file, `${lines.slice(0, kept).join('\n')}\n`);
        await warehouse.test.restart();
        expect(await ended(client(), arn)).toMatchObject({ status: 'SUCCEEDED' });
      }
      warehouse = connect(warehouse.test, warehouse.roleArn);
      const count = `SELECT count(*) FROM once WHERE a = ${times}`;
      expect(await warehouse.sql(count)).toEqual([[times]]);
      // Another execution is another matter.
      await ended(client(), await start(client(), machine, { items: [0, 1] }));
      expect(await warehouse.sql(count)).toEqual([[2 * times]]);
    },
    120_000,
  );

  it('has a token for each attempt', () => {
    const tokens = [
      attemptToken('a', '2', 0),
      attemptToken('a', '2', 1),
      attemptToken('a', '3', 0),
      attemptToken('b', '2', 0),
    ];
    expect(new Set(tokens).size).toBe(4);
    expect(attemptToken('a', '2', 0)).toBe(tokens[0]);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
