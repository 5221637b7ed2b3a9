import type { Action } from '../service.js';
import { type Datum, type Dimension, invalidCombination, invalidValue, keyOf } from './metric.js';
import type { MetricStore } from './store.js';

interface MetricDatum {
  MetricName: string;
  Dimensions?: Dimension[];
  Timestamp?: Date;
  Value?: number;
  Values?: number[];
  Counts?: number[];
  StatisticValues?: { SampleCount: number; Sum: number; Minimum: number; Maximum: number };
  Unit?: string;
  StorageResolution?: number;
}

const hourSeconds = 3600;
const twoWeeksSeconds = 14 * 24 * hourSeconds;

/** PutMetricData. `AWS/` namespaces are for services only. Source: CloudWatch API reference, PutMetricData. */
export function putMetricData(store: MetricStore): Action {
  return (input, { caller }) => {
    const Namespace: string = input.Namespace;
    if (Namespace.startsWith(':') || Namespace.length > 255) throw invalidNamespace(Namespace);
    if (Namespace.startsWith('AWS/') && !/^[a-z0-9.-]+\.amazonaws\.com$/.test(caller.arn))
      throw invalidNamespace('AWS/');
    if (input.EntityMetricData?.length)
      throw invalidValue('EntityMetricData is not supported by the local cloud.');
    const data: MetricDatum[] = input.MetricData ?? [];
    if (data.length === 0) throw invalidValue('The collection MetricData must not have a size equal to 0.');
    if (data.length > 1000)
      throw invalidValue('The collection MetricData must not have a size greater than 1000.');
    const now = Date.now();
    store.add(
      data.map((datum, index) => ({
        key: keyOf({ Namespace, MetricName: datum.MetricName, Dimensions: datum.Dimensions ?? [] }),
        datum: datumOf(datum, `MetricData.member.${index + 1}`, now),
      })),
      now,
    );
    return {};
  };
}

function datumOf(datum: MetricDatum, place: string, now: number): Datum {
  if ((datum.Dimensions?.length ?? 0) > 30)
    throw invalidValue(`The collection ${place}.Dimensions must not have a size greater than 30.`);
  const seconds = (datum.Timestamp?.getTime() ?? now) / 1000;
  if (seconds < now / 1000 - twoWeeksSeconds)
    throw invalidValue(`The parameter ${place}.Timestamp must specify a time within the past two weeks.`);
  if (seconds > now / 1000 + 2 * hourSeconds)
    throw invalidValue(
      `The parameter ${place}.Timestamp must specify a time no more than two hours in the future.`,
    );
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60)
    throw invalidValue(`The parameter ${place}.StorageResolution must be 1 or 60.`);
  const at = Math.floor(seconds / resolution) * resolution;
  return { at, unit: datum.Unit ?? 'None', ...samplesOf(datum, place) };
}

function samplesOf(datum: MetricDatum, place: string): Omit<Datum, 'at' | 'unit'> {
  const { Value, Values, Counts, StatisticValues } = datum;
  const given = [Value, StatisticValues, Values?.length ? Values : undefined].filter(
    (one) => one !== undefined,
  );
  if (given.length !== 1)
    throw invalidCombination(
      `The parameters ${place}.Value, ${place}.Values and ${place}.StatisticValues are mutually exclusive and you have specified ${given.length === 0 ? 'none' : 'more than one'} of them.`,
    );
  if (StatisticValues) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
    for (const number of [SampleCount, Sum, Minimum, Maximum]) checkFinite(number, place);
    return { count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum };
  }
  const values = Value !== undefined ? [Value] : (Values ?? []);
  if (values.length > 150) throw invalidValue(`The collection ${place}.Values is larger than 150.`);
  if (Counts?.length && Counts.length !== values.length)
    throw invalidValue(`The parameters ${place}.Values and ${place}.Counts must be of the same size.`);
  for (const number of values) checkFinite(number, place);
  const counts = values.map((_, index) => (Value === undefined ? (Counts?.[index] ?? 1) : 1));
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    sum: values.reduce((sum, value, index) => sum + value * (counts[index] ?? 1), 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
  };
}

function checkFinite(value: number, place: string): void {
  if (!Number.isFinite(value)) throw invalidValue(`The value ${value} for parameter ${place} is invalid.`);
}

function invalidNamespace(namespace: string): Error {
  return invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
}
