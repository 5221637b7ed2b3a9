import type { Cloud } from './cloud.js';

interface Counter {
  name: string;
  of: string;
  unit: string;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
}

const minuteMilliseconds = 60_000;
const batch = 1000;

/**
 * What a service counts of its own work, given to CloudWatch once a minute as AWS's services do. Counting costs a map's
 * look-up; a kill loses the minute that was being counted.
 */
export class MinuteMetrics {
  private readonly cloud: Cloud;
  private readonly namespace: string;
  private readonly dimension: string;
  private readonly principal: string;
  private counters = new Map<string, Counter>();
  /** epoch ms of the minute that `counters` are of */
  private minute = 0;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();

  /** @param dimension the one dimension of the service's metrics, e.g. `StreamName` */
  constructor(cloud: Cloud, namespace: string, dimension: string, principal: string) {
    this.cloud = cloud;
    this.namespace = namespace;
    this.dimension = dimension;
    this.principal = principal;
  }

  /** Adds one sample. @param of the dimension's value */
  count(name: string, of: string, value: number, unit: string, now = Date.now()): void {
    const minute = now - (now % minuteMilliseconds);
    if (minute !== this.minute) {
      this.send();
      this.minute = minute;
    }
    const key = `${name}\n${of}`;
    const counter = this.counters.get(key);
    if (!counter) {
      this.counters.set(key, { name, of, unit, count: 1, sum: value, minimum: value, maximum: value });
      this.arm();
      return;
    }
    counter.count++;
    counter.sum += value;
    if (value < counter.minimum) counter.minimum = value;
    if (value > counter.maximum) counter.maximum = value;
  }

  /** Gives away what has been counted; the promise never fails. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.send();
    await this.sending;
  }

  private arm(): void {
    if (this.timer) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.send();
      },
      minuteMilliseconds - (Date.now() % minuteMilliseconds) + 1000,
    );
    this.timer.unref();
  }

  private send(): void {
    const counters = [...this.counters.values()];
    if (counters.length === 0) return;
    this.counters = new Map();
    const Timestamp = new Date(this.minute);
    const data = counters.map(({ name, of, unit, count, sum, minimum, maximum }) => ({
      MetricName: name,
      Dimensions: [{ Name: this.dimension, Value: of }],
      Timestamp,
      Unit: unit,
      StatisticValues: { SampleCount: count, Sum: sum, Minimum: minimum, Maximum: maximum },
    }));
    const put = async () => {
      for (let from = 0; from < data.length; from += batch)
        await this.cloud.call(
          'monitoring',
          'PutMetricData',
          { Namespace: this.namespace, MetricData: data.slice(from, from + batch) },
          { service: this.principal },
        );
    };
    // Metrics are best effort, as in AWS: a service that can't give them away goes on.
    this.sending = this.sending.then(put).catch(() => undefined);
  }
}
