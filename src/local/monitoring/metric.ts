import { AwsError } from '../protocol/errors.js';

export interface Dimension {
  Name: string;
  Value: string;
}

/** What tells one metric from another. */
export interface Metric {
  Namespace: string;
  MetricName: string;
  Dimensions: Dimension[];
}

/** Samples of one instant, as a statistic set. */
export interface Datum {
  /** epoch seconds, on the metric's resolution */
  at: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  unit: string;
}

/** A metric's name within the store: the order of dimensions does not matter. */
export function keyOf({ Namespace, MetricName, Dimensions }: Metric): string {
  const dimensions = Dimensions.map(({ Name, Value }) => [Name, Value]).sort(([a = ''], [b = '']) =>
    a < b ? -1 : 1,
  );
  return JSON.stringify([Namespace, MetricName, dimensions]);
}

export function metricOf(key: string): Metric {
  const [Namespace, MetricName, dimensions] = JSON.parse(key) as [string, string, [string, string][]];
  return { Namespace, MetricName, Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })) };
}

/** `code` without `Exception`, as CloudWatch names it on the wire, is the API model's affair. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message);
}
