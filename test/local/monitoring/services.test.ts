import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';
import { makeFunction, makeRole } from '../lambda/functions.js';

let test: TestCloud;

beforeAll(async () => {
  test = await startCloud({ services: ['iam', 'sts', 'logs', 'monitoring', 'kinesis', 'lambda'] });
});
afterAll(() => test.stop());

/** Sums over the last five minutes; a restart makes the services give away what they have counted. */
async function sum(Namespace: string, MetricName: string, Name: string, Value: string) {
  const reply = await new CloudWatchClient(test.clientConfig).send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions: [{ Name, Value }],
      StartTime: new Date(Date.now() - 300_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 300,
      Statistics: ['Sum', 'SampleCount'],
    }),
  );
  return reply.Datapoints?.reduce((total, point) => total + (point.Sum ?? 0), 0);
}

describe('what the services count of themselves', () => {
  it('is what was put into a stream', async () => {
    const kinesis = new KinesisClient(test.clientConfig);
    const StreamName = 'counted';
    await kinesis.send(
      new CreateStreamCommand({
        StreamName,
        ShardCount: 1,
        StreamModeDetails: { StreamMode: 'PROVISIONED' },
      }),
    );
    for (const count of [3, 4])
      await kinesis.send(
        new PutRecordsCommand({
          StreamName,
          Records: Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.from('12345') })),
        }),
      );
    await test.restart();
    expect(await sum('AWS/Kinesis', 'IncomingRecords', 'StreamName', StreamName)).toBe(7);
    expect(await sum('AWS/Kinesis', 'IncomingBytes', 'StreamName', StreamName)).toBe(7 * 6);
    expect(await sum('AWS/Kinesis', 'IncomingRecords', 'StreamName', 'other')).toBe(0);
  });

  it('is how often a function ran, and failed', async () => {
    const role = await makeRole(test, 'counted', 'lambda.amazonaws.com', []);
    const lambda = new LambdaClient(test.clientConfig);
    const code = 'exports.handler = async (event) => { if (event.fail) throw new Error("no"); return 1; };';
    await makeFunction(lambda, 'counted', role, code);
    for (const event of ['{}', '{"fail":true}', '{}'])
      await lambda.send(new InvokeCommand({ FunctionName: 'counted', Payload: Buffer.from(event) }));
    await test.restart();
    expect(await sum('AWS/Lambda', 'Invocations', 'FunctionName', 'counted')).toBe(3);
    expect(await sum('AWS/Lambda', 'Errors', 'FunctionName', 'counted')).toBe(1);
    expect(await sum('AWS/Lambda', 'Duration', 'FunctionName', 'counted')).toBeGreaterThan(0);
  });
});
