import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let watch: CloudWatchClient;
/** The beginning of a minute five minutes ago. */
const minute = Math.floor(Date.now() / 60_000) * 60_000 - 300_000;
const at = (milliseconds: number) => new Date(minute + milliseconds);

beforeAll(async () => {
  test = await startCloud({ services: ['monitoring'] });
  watch = new CloudWatchClient(test.clientConfig);
});
afterAll(() => test.stop());

const put = (MetricName: string, data: { Value: number; at: number }[]) =>
  watch.send(
    new PutMetricDataCommand({
      Namespace: 'Own',
      MetricData: data.map(({ Value, at: when }) => ({
        MetricName,
        Dimensions: [
          { Name: 'B', Value: '2' },
          { Name: 'A', Value: '1' },
        ],
        Timestamp: at(when),
        Value,
        Unit: 'Count' as const,
      })),
    }),
  );
const statistics = (MetricName: string, more: object = {}) =>
  watch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Own',
      MetricName,
      Dimensions: [
        { Name: 'A', Value: '1' },
        { Name: 'B', Value: '2' },
      ],
      StartTime: at(0),
      EndTime: at(180_000),
      Period: 60,
      Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
      ...more,
    }),
  );

describe('CloudWatch', () => {
  it('adds up the samples of a period, whatever the order of dimensions, and keeps them', async () => {
    await put('sums', [
      { Value: 1, at: 5000 },
      { Value: 5, at: 59_000 },
      { Value: 10, at: 61_000 },
    ]);
    await put('sums', [{ Value: 3, at: 30_000 }]);
    await test.restart();
    watch = new CloudWatchClient(test.clientConfig);
    const { Label, Datapoints } = await statistics('sums');
    expect(Label).toBe('sums');
    expect(Datapoints).toEqual([
      { Timestamp: at(0), SampleCount: 3, Sum: 9, Average: 3, Minimum: 1, Maximum: 5, Unit: 'Count' },
      {
        Timestamp: at(60_000),
        SampleCount: 1,
        Sum: 10,
        Average: 10,
        Minimum: 10,
        Maximum: 10,
        Unit: 'Count',
      },
    ]);
    await put('sums', [{ Value: 100, at: 1000 }]);
    expect((await statistics('sums')).Datapoints?.[0]?.Sum).toBe(109);
    const { Metrics } = await watch.send(new ListMetricsCommand({ Namespace: 'Own', MetricName: 'sums' }));
    expect(Metrics).toHaveLength(1);
  });

  it('gives several metrics at once, newest first, page by page, and nothing where nothing was put', async () => {
    await put(
      'pages',
      [0, 1, 2].map((index) => ({ Value: index, at: index * 60_000 })),
    );
    const ask = (more: object = {}) =>
      watch.send(
        new GetMetricDataCommand({
          StartTime: at(0),
          EndTime: at(180_000),
          MetricDataQueries: ['pages', 'nobody'].map((MetricName) => ({
            Id: MetricName,
            MetricStat: {
              Metric: {
                Namespace: 'Own',
                MetricName,
                Dimensions: [
                  { Name: 'A', Value: '1' },
                  { Name: 'B', Value: '2' },
                ],
              },
              Period: 60,
              Stat: 'Sum',
            },
          })),
          ...more,
        }),
      );
    const whole = await ask();
    expect(whole.MetricDataResults).toEqual([
      {
        Id: 'pages',
        Label: 'pages',
        Timestamps: [at(120_000), at(60_000), at(0)],
        Values: [2, 1, 0],
        StatusCode: 'Complete',
      },
      { Id: 'nobody', Label: 'nobody', Timestamps: [], Values: [], StatusCode: 'Complete' },
    ]);
    const first = await ask({ MaxDatapoints: 2, ScanBy: 'TimestampAscending' });
    expect(first.MetricDataResults?.[0]).toMatchObject({ Values: [0, 1], StatusCode: 'PartialData' });
    const second = await ask({
      MaxDatapoints: 2,
      ScanBy: 'TimestampAscending',
      NextToken: first.NextToken,
    });
    expect(second.MetricDataResults?.[0]).toMatchObject({ Values: [2], StatusCode: 'Complete' });
    expect(second.NextToken).toBeUndefined();
  });

  it('takes a request that the SDK has compressed', async () => {
    const encodings: (string | undefined)[] = [];
    watch.middlewareStack.add(
      (next) => (args) => {
        encodings.push((args.request as { headers: Record<string, string> }).headers['content-encoding']);
        return next(args);
      },
      { step: 'finalizeRequest', name: 'encodings' },
    );
    const many = Array.from({ length: 400 }, (_, index) => ({ Value: index, at: 1000 }));
    await put('many', many);
    expect(encodings).toEqual(['gzip']);
    watch.middlewareStack.remove('encodings');
    expect((await statistics('many')).Datapoints?.[0]).toMatchObject({ SampleCount: 400, Maximum: 399 });
  });

  it('reads on after what a kill cut off in the middle of a line', async () => {
    await put('torn', [{ Value: 1, at: 0 }]);
    const folder = join(test.cloud.folder, 'monitoring');
    for (const file of readdirSync(folder)) appendFileSync(join(folder, file), '\n[7,"[\\"Own');
    const restart = async () => {
      await test.restart();
      watch = new CloudWatchClient(test.clientConfig);
    };
    await restart();
    await put('torn', [{ Value: 2, at: 0 }]);
    await restart();
    expect((await statistics('torn')).Datapoints?.[0]).toMatchObject({ SampleCount: 2, Sum: 3 });
  });

  it('refuses in the words of the API what it must not or cannot do', async () => {
    const foreign = new PutMetricDataCommand({
      Namespace: 'AWS/Kinesis',
      MetricData: [{ MetricName: 'IncomingRecords', Value: 1 }],
    });
    await expect(watch.send(foreign)).rejects.toThrow('The value AWS/ for parameter Namespace is invalid.');
    await expect(put('old', [{ Value: 1, at: -15 * 24 * 3_600_000 }])).rejects.toThrow('past two weeks');
    await expect(statistics('sums', { Period: 61 })).rejects.toThrow('Period must be');
    await expect(statistics('sums', { Statistics: undefined, ExtendedStatistics: ['p99'] })).rejects.toThrow(
      'The statistic p99 is not supported by the local cloud.',
    );
  });
});
