import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';

/**
 * The AWS CLI, which is written in another language, by others, and reads replies by its own copy of the API models,
 * against a workshop: what it reads must be what our CLI and SQL say.
 */
const here = spawnSync('aws', ['--version'], { encoding: 'utf8' });
if (here.status !== 0) console.log('independent client: not run, there is no AWS CLI on PATH');

const computer = new Computer();
let environment: NodeJS.ProcessEnv = {};

/** Runs `aws …` with the variables of `workshop local env` and no others. @returns its JSON */
// biome-ignore lint/suspicious/noExplicitAny: the AWS CLI's output, as it comes.
function aws(...args: string[]): Promise<any> {
  return new Promise((resolve, reject) => {
    execFile(
      'aws',
      args,
      { env: environment, cwd: computer.home, maxBuffer: 2 ** 26 },
      (error, out, said) => {
        if (error) reject(new Error(`aws ${args.join(' ')}: ${said || error.message}`));
        else if (args[0] === 's3') resolve(out);
        else resolve(out.trim() === '' ? undefined : JSON.parse(out));
      },
    );
  });
}

/** The variables that a shell has after `eval "$(workshop local env)"`. */
async function exported(): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await computer.run('local', 'env');
  const { PATH } = process.env;
  const shell = spawnSync('sh', ['-c', `eval "$0"; env`, stdout], { env: { PATH }, encoding: 'utf8' });
  const all = shell.stdout.split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string]);
  return {
    PATH,
    HOME: computer.home,
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...Object.fromEntries(all.filter(([name]) => name.startsWith('AWS_'))),
  };
}

const names = <T>(list: T[], member: keyof T) => list.map((item) => item[member]).sort();
let account = '';
let invoked: Promise<unknown>;

describe.runIf(here.status === 0)('the AWS CLI on a workshop of this computer', () => {
  beforeAll(async () => {
    await computer.json('setup', '--target', 'local', '--yes');
    environment = await exported();
    account = (await aws('sts', 'get-caller-identity')).Account;
    const read = ['--cli-read-timeout', '120'];
    // Runs for about a minute; what it answers is looked at last.
    invoked = aws('lambda', 'invoke', '--function-name', 'workshop-customer-producer', ...read, 'reply.json');
    invoked.catch(() => undefined);
  }, 120_000);
  afterAll(() => computer.clear());

  const physical = async (stack: string, logical: string): Promise<string> => {
    const found = await aws(
      ...['cloudformation', 'describe-stack-resource'],
      ...['--stack-name', `workshop-${stack}`, '--logical-resource-id', logical],
    );
    return found.StackResourceDetail.PhysicalResourceId;
  };

  it('sts and cloudformation: the stacks of status, each with the resources of its template', async () => {
    expect(account).toMatch(/^\d{12}$/);
    expect((await aws('sts', 'get-caller-identity')).Arn).toContain(`:${account}:`);
    const { stacks } = await computer.json<{ stacks: { name: string; status: string }[] }>('status');
    const { Stacks } = await aws('cloudformation', 'describe-stacks');
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const read = Stacks.map((stack: any) => ({ name: stack.StackName, status: stack.StackStatus }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(read.sort(byName)).toEqual([...stacks].sort(byName));
    await computer.json('synth', '--out', computer.home);
    for (const stack of Stacks) {
      expect(stack.StackId).toContain(`:${account}:stack/${stack.StackName}/`);
      expect(stack.Tags).toContainEqual({ Key: 'workshop', Value: 'workshop' });
      const file = join(computer.home, `${stack.StackName.replace('workshop-', '')}.template.json`);
      const { Resources } = JSON.parse(readFileSync(file, 'utf8'));
      const { StackResources } = await aws(
        ...['cloudformation', 'describe-stack-resources', '--stack-name', stack.StackName],
      );
      expect(names(StackResources, 'LogicalResourceId' as never)).toEqual(Object.keys(Resources).sort());
      for (const resource of StackResources) {
        expect(resource.ResourceType).toBe(Resources[resource.LogicalResourceId].Type);
        expect(resource.ResourceStatus).toBe('CREATE_COMPLETE');
      }
    }
    const { StackEvents } = await aws(
      ...['cloudformation', 'describe-stack-events', '--stack-name', 'workshop-IngestionStack'],
    );
    expect(StackEvents[0]).toMatchObject({
      LogicalResourceId: 'workshop-IngestionStack',
      ResourceStatus: 'CREATE_COMPLETE',
    });
    const moments = StackEvents.map((event: { Timestamp: string }) => Date.parse(event.Timestamp));
    expect(moments).toEqual([...moments].sort((a: number, b: number) => b - a));
    const { Exports } = await aws('cloudformation', 'list-exports');
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const outputs = Stacks.flatMap((stack: any) => stack.Outputs ?? []);
    expect(names(Exports, 'Name' as never)).toEqual(
      outputs.flatMap((output: { ExportName?: string }) => output.ExportName ?? []).sort(),
    );
  });

  it('kinesis: the streams of status, and records that SQL has too', async () => {
    const { streams } = await computer.json<{
      streams: { name: string; openShards: number; retentionHours: number }[];
    }>('status');
    for (const { name, openShards, retentionHours } of streams) {
      const { StreamDescriptionSummary: summary } = await aws(
        ...['kinesis', 'describe-stream-summary', '--stream-name', name],
      );
      expect(summary).toMatchObject({
        StreamStatus: 'ACTIVE',
        StreamARN: `arn:aws:kinesis:us-east-1:${account}:stream/${name}`,
        OpenShardCount: openShards,
        RetentionPeriodHours: retentionHours,
        StreamModeDetails: { StreamMode: name === 'fleet_stream' ? 'PROVISIONED' : 'ON_DEMAND' },
        EncryptionType: 'KMS',
      });
    }
    const { Shards } = await aws('kinesis', 'list-shards', '--stream-name', 'order_stream');
    let compared = 0;
    for (const { ShardId } of Shards) {
      const { ShardIterator } = await aws(
        ...['kinesis', 'get-shard-iterator', '--stream-name', 'order_stream', '--shard-id', ShardId],
        ...['--shard-iterator-type', 'TRIM_HORIZON'],
      );
      const { Records } = await aws(
        ...['kinesis', 'get-records', '--shard-iterator', ShardIterator, '--limit', '3'],
      );
      for (const { Data, ApproximateArrivalTimestamp } of Records) {
        const order = JSON.parse(Buffer.from(Data, 'base64').toString());
        const arrived =
          typeof ApproximateArrivalTimestamp === 'number'
            ? ApproximateArrivalTimestamp
            : Date.parse(ApproximateArrivalTimestamp) / 1000;
        const rows = await computer.query(
          `SELECT delivery_state, revenue, EXTRACT(EPOCH FROM approximate_arrival_timestamp) FROM order_stream
           WHERE consignmentid = ${order.consignmentid}`,
        );
        expect(rows).toHaveLength(1);
        const [state, revenue, epoch] = rows[0] ?? [];
        expect(state).toBe(order.delivery_state);
        expect(Number(revenue)).toBeCloseTo(Number(order.revenue), 6);
        expect(Math.abs(Number(epoch) - arrived)).toBeLessThanOrEqual(1);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('lambda, scheduler and iam: functions run as their roles, schedules call them', async () => {
    const { Functions } = await aws('lambda', 'list-functions');
    expect(names(Functions, 'FunctionName' as never)).toEqual([
      'workshop-customer-producer',
      'workshop-fleet-producer',
      'workshop-order-producer',
    ]);
    const { Roles } = await aws('iam', 'list-roles');
    const { schedules } = await computer.json<{ schedules: { name: string; state: string }[] }>('status');
    const { Schedules } = await aws('scheduler', 'list-schedules');
    expect(
      Schedules.map(({ Name, State }: { Name: string; State: string }) => ({ name: Name, state: State })),
    ).toEqual(schedules.toSorted((one, other) => one.name.localeCompare(other.name)));
    for (const { FunctionName, FunctionArn, CodeSha256, Role } of Functions) {
      const got = await aws('lambda', 'get-function', '--function-name', FunctionName);
      expect(got.Configuration).toMatchObject({
        FunctionArn,
        CodeSha256,
        Role,
        State: 'Active',
        Timeout: 70,
      });
      const role = Roles.find(({ Arn }: { Arn: string }) => Arn === Role);
      expect(role?.AssumeRolePolicyDocument.Statement).toMatchObject([
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
      const { PolicyNames } = await aws('iam', 'list-role-policies', '--role-name', role.RoleName);
      const policies = await Promise.all(
        PolicyNames.map((policy: string) =>
          aws('iam', 'get-role-policy', '--role-name', role.RoleName, '--policy-name', policy),
        ),
      );
      const allowed = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      expect(allowed.some(({ Action }) => [Action].flat().includes('kinesis:PutRecords'))).toBe(true);
      const schedule = await aws('scheduler', 'get-schedule', '--name', FunctionName);
      expect(schedule).toMatchObject({ State: 'ENABLED', Target: { Arn: FunctionArn } });
      expect(Roles.map(({ Arn }: { Arn: string }) => Arn)).toContain(schedule.Target.RoleArn);
    }
  });

  it('redshift and its Data API: the cluster, and the rows of `sql query`', async () => {
    const { Clusters } = await aws('redshift', 'describe-clusters');
    expect(Clusters).toMatchObject([
      { ClusterIdentifier: 'workshop-cluster', ClusterStatus: 'available', DBName: 'dev' },
    ]);
    const [cluster] = Clusters;
    const credentials = await aws(
      ...['redshift', 'get-cluster-credentials', '--cluster-identifier', 'workshop-cluster'],
      ...['--db-user', 'rsstream_user', '--db-name', 'dev'],
    );
    expect(credentials.DbUser).toBe('IAM:rsstream_user');
    expect(Date.parse(credentials.Expiration)).toBeGreaterThan(Date.now());
    const { Vpcs } = await aws('ec2', 'describe-vpcs');
    expect(names(Vpcs, 'VpcId' as never)).toContain(cluster.VpcId);
    const { Subnets } = await aws(
      ...['ec2', 'describe-subnets', '--filters', `Name=vpc-id,Values=${cluster.VpcId}`],
    );
    expect(names(Subnets, 'AvailabilityZone' as never)).toContain(cluster.AvailabilityZone);
    const { SecurityGroups } = await aws(
      ...['ec2', 'describe-security-groups', '--group-ids'],
      ...cluster.VpcSecurityGroups.map((group: { VpcSecurityGroupId: string }) => group.VpcSecurityGroupId),
    );
    expect(SecurityGroups).toMatchObject([{ VpcId: cluster.VpcId }]);
    const { SecretList } = await aws('secretsmanager', 'list-secrets');
    expect(names(SecretList, 'ARN' as never)).toContain(cluster.MasterPasswordSecretArn);

    const database = ['--cluster-identifier', 'workshop-cluster', '--database', 'dev'];
    const asAdmin = [...database, '--db-user', 'rsstream_user'];
    const [newest] = await computer.query('SELECT MAX(consignmentid) FROM order_stream');
    const sql = `SELECT delivery_state, COUNT(*) AS orders, ROUND(SUM(revenue), 2) AS revenue, MAX(userid) AS newest, NULL AS nothing
      FROM order_stream WHERE consignmentid <= ${newest?.[0]} GROUP BY 1 ORDER BY 1`;
    const { Id } = await aws('redshift-data', 'execute-statement', ...asAdmin, '--sql', sql);
    await expect
      .poll(async () => (await aws('redshift-data', 'describe-statement', '--id', Id)).Status, {
        timeout: 20_000,
      })
      .toBe('FINISHED');
    const described = await aws('redshift-data', 'describe-statement', '--id', Id);
    const result = await aws('redshift-data', 'get-statement-result', '--id', Id);
    const read = result.Records.map((record: Record<string, unknown>[]) =>
      record.map((cell) => (cell.isNull === true ? null : Object.values(cell)[0])),
    );
    expect(read).toEqual(await computer.query(sql));
    expect(read.length).toBeGreaterThan(0);
    expect([described.ResultRows, result.TotalNumRows]).toEqual([read.length, read.length]);
    expect(result.ColumnMetadata.map((column: { name: string }) => column.name)).toEqual([
      ...['delivery_state', 'orders', 'revenue', 'newest', 'nothing'],
    ]);
    const { Tables } = await aws('redshift-data', 'list-tables', ...asAdmin, '--schema-pattern', 'public');
    expect(names(Tables, 'name' as never)).toEqual(
      expect.arrayContaining(['consignments', 'customer_stream', 'order_stream']),
    );
    const { Statements } = await aws('redshift-data', 'list-statements', '--status', 'FINISHED');
    expect(names(Statements, 'Id' as never)).toContain(Id);
  });

  it('grafana, sns and logs: the workspace of status, the topic, what the functions logged', async () => {
    const { workspace } = await computer.json<{ workspace: { id: string } }>('status');
    const { workspaces } = await aws('grafana', 'list-workspaces');
    expect(workspaces).toMatchObject([{ id: workspace.id, name: 'workshop', status: 'ACTIVE' }]);
    const described = await aws('grafana', 'describe-workspace', '--workspace-id', workspace.id);
    expect(described.workspace).toMatchObject({
      id: workspace.id,
      endpoint: `${workspace.id}.grafana-workspace.us-east-1.amazonaws.com`,
      permissionType: 'CUSTOMER_MANAGED',
      notificationDestinations: ['SNS'],
    });
    const { Roles } = await aws('iam', 'list-roles');
    expect(names(Roles, 'Arn' as never)).toContain(described.workspace.workspaceRoleArn);

    const { Topics } = await aws('sns', 'list-topics');
    const topic = await physical('DashboardStack', 'Alerts');
    expect(Topics).toEqual([{ TopicArn: topic }]);
    const { MessageId } = await aws('sns', 'publish', '--topic-arn', topic, '--message', 'Späte Lieferung ✓');
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);

    const { logGroups } = await aws('logs', 'describe-log-groups');
    expect(names(logGroups, 'logGroupName' as never)).toEqual(
      expect.arrayContaining([
        ...['/aws/lambda/workshop-customer-producer', '/aws/lambda/workshop-order-producer'],
      ]),
    );
    const { events } = await aws(
      ...['logs', 'filter-log-events', '--log-group-name', '/aws/lambda/workshop-order-producer'],
    );
    expect(events.some(({ message }: { message: string }) => message.includes('platform.start'))).toBe(true);
  });

  it('s3: what goes up comes down, whole and in part', async () => {
    const { Buckets } = await aws('s3api', 'list-buckets');
    const bucket = await physical('RedshiftStack', 'Bucket');
    expect(names(Buckets, 'Name' as never)).toEqual([bucket]);
    // Above the AWS CLI's threshold: it goes up and comes down in several parts.
    const content = Buffer.alloc(9 * 2 ** 20, 'a load of consignments \u00fc ');
    const up = join(computer.home, 'up.bin');
    const down = join(computer.home, 'down.bin');
    writeFileSync(up, content);
    await aws('s3', 'cp', up, `s3://${bucket}/in/a file.bin`, '--no-progress');
    expect(await aws('s3', 'ls', `s3://${bucket}/in/`)).toMatch(
      new RegExp(`${content.length} a file\\.bin\\n$`),
    );
    await aws('s3', 'cp', `s3://${bucket}/in/a file.bin`, down, '--no-progress');
    expect(readFileSync(down).equals(content)).toBe(true);
    const part = await aws(
      ...[
        's3api',
        'get-object',
        '--bucket',
        bucket,
        '--key',
        'in/a file.bin',
        '--range',
        'bytes=10-19',
        down,
      ],
    );
    expect(part).toMatchObject({ ContentLength: 10, ContentRange: `bytes 10-19/${content.length}` });
    expect(readFileSync(down).equals(content.subarray(10, 20))).toBe(true);
    await aws('s3', 'rm', `s3://${bucket}/in/a file.bin`);
    const left = await aws('s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', 'in/');
    expect(left?.Contents ?? []).toEqual([]);
  });

  it('stepfunctions and lambda: a run of the refresh from first event to last; a function called by hand', async () => {
    const { stateMachines } = await aws('stepfunctions', 'list-state-machines');
    expect(stateMachines).toMatchObject([{ name: 'workshop-refresh', type: 'STANDARD' }]);
    const machine = stateMachines[0].stateMachineArn;
    const executions = async () =>
      (await aws('stepfunctions', 'list-executions', '--state-machine-arn', machine)).executions;
    await expect
      .poll(async () => (await executions()).map((run: { status: string }) => run.status), {
        timeout: 120_000,
        interval: 3000,
      })
      .toContain('SUCCEEDED');
    const { executionArn } = (await executions()).find(
      (run: { status: string }) => run.status === 'SUCCEEDED',
    );
    const run = await aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn);
    expect(run).toMatchObject({ status: 'SUCCEEDED', stateMachineArn: machine });
    const { refreshRuns } = await computer.json<{
      refreshRuns: { status: string; started: string; seconds: number | null }[];
    }>('status');
    const started =
      typeof run.startDate === 'number' ? Math.round(run.startDate * 1000) : Date.parse(run.startDate);
    expect(refreshRuns.map((known) => [known.status, Date.parse(known.started)])).toContainEqual([
      'SUCCEEDED',
      started,
    ]);
    const { events } = await aws(
      ...['stepfunctions', 'get-execution-history', '--execution-arn', executionArn],
    );
    expect([events[0].type, events.at(-1).type]).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);
    expect(events.map((event: { id: number }) => event.id)).toEqual(
      events.map((_: unknown, index: number) => index + 1),
    );
    const { definition } = await aws(
      ...['stepfunctions', 'describe-state-machine', '--state-machine-arn', machine],
    );
    const entered = events.flatMap(
      (event: { stateEnteredEventDetails?: { name: string } }) => event.stateEnteredEventDetails?.name ?? [],
    );
    expect(entered[0]).toBe(JSON.parse(definition).StartAt);

    expect(await invoked).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    const answered = JSON.parse(readFileSync(join(computer.home, 'reply.json'), 'utf8'));
    expect(answered.sent).toBeGreaterThan(0);
  }, 180_000);

  it('is told what is wrong in AWS’s own codes', async () => {
    const wrong: [RegExp, ...string[]][] = [
      [/ResourceNotFoundException/, 'kinesis', 'describe-stream-summary', '--stream-name', 'nowhere'],
      [/ValidationError.*does not exist/, 'cloudformation', 'describe-stacks', '--stack-name', 'nowhere'],
      [/ResourceNotFoundException/, 'lambda', 'get-function', '--function-name', 'nowhere'],
      [/ClusterNotFound/, 'redshift', 'describe-clusters', '--cluster-identifier', 'nowhere'],
      [/NoSuchEntity/, 'iam', 'get-role', '--role-name', 'nowhere'],
      [/NoSuchBucket/, 's3api', 'list-objects-v2', '--bucket', 'nowhere-at-all'],
      [/ResourceNotFoundException/, 'scheduler', 'get-schedule', '--name', 'nowhere'],
      [/ResourceNotFoundException/, 'grafana', 'describe-workspace', '--workspace-id', 'g-0123456789'],
      [/ResourceNotFoundException/, 'secretsmanager', 'describe-secret', '--secret-id', 'nowhere'],
      [/InvalidGroup\.NotFound/, 'ec2', 'describe-security-groups', '--group-ids', 'sg-00000000000000000'],
    ];
    for (const [code, ...call] of wrong) await expect(aws(...call), call.join(' ')).rejects.toThrow(code);
    environment = { ...environment, AWS_SECRET_ACCESS_KEY: 'wrong' };
    for (const [code, ...call] of [
      [/SignatureDoesNotMatch/, 'sts', 'get-caller-identity'],
      [/SignatureDoesNotMatch/, 's3api', 'list-buckets'],
      [/InvalidSignatureException/, 'kinesis', 'list-streams'],
      [/AuthFailure/, 'ec2', 'describe-vpcs'],
    ] as [RegExp, ...string[]][])
      await expect(aws(...call), call.join(' ')).rejects.toThrow(code);
  });
});
