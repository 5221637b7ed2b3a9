import { pageOf } from '../paging.js';
import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { type Dimension, invalidCombination, invalidValue, keyOf } from './metric.js';
import { checkPeriod, pointsOf, statisticOf } from './statistics.js';
import type { MetricStore } from './store.js';

interface Query {
  Id: string;
  MetricStat?: {
    Metric: { Namespace?: string; MetricName?: string; Dimensions?: Dimension[] };
    Period: number;
    Stat: string;
    Unit?: string;
  };
  Expression?: string;
  Label?: string;
  ReturnData?: boolean;
}

interface Input {
  MetricDataQueries: Query[];
  StartTime: Date;
  EndTime: Date;
  NextToken?: string;
  ScanBy?: 'TimestampAscending' | 'TimestampDescending';
  MaxDatapoints?: number;
}

const mostPoints = 100_800;

/** GetMetricData: newest first unless asked otherwise; one page holds MaxDatapoints of all queries together. */
export function getMetricData(store: MetricStore): Action {
  return (input: Input) => {
    const start = input.StartTime.getTime() / 1000;
    const end = input.EndTime.getTime() / 1000;
    if (start >= end)
      throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.');
    const queries = input.MetricDataQueries;
    if (queries.length === 0 || queries.length > 500)
      throw invalidValue('MetricDataQueries must have from 1 to 500 members.');
    if (new Set(queries.map(({ Id }) => Id)).size !== queries.length)
      throw invalidValue('Each Id in MetricDataQueries must be different.');
    const results = queries
      .map((query) => ({ query, points: valuesOf(store, query, start, end) }))
      .filter(({ query }) => query.ReturnData !== false);
    if (input.ScanBy !== 'TimestampAscending') for (const { points } of results) points.reverse();
    const all = results.flatMap(({ query, points }) => points.map((point) => ({ id: query.Id, ...point })));
    const { items, next } = pageOf(
      all,
      { size: Math.min(input.MaxDatapoints ?? mostPoints, mostPoints), token: input.NextToken },
      () => new AwsError('InvalidNextToken', 'The next token specified is invalid.'),
    );
    return {
      MetricDataResults: results.map(({ query }) => {
        const own = items.filter(({ id }) => id === query.Id);
        return {
          Id: query.Id,
          Label: query.Label ?? query.MetricStat?.Metric.MetricName,
          Timestamps: own.map(({ at }) => new Date(at * 1000)),
          Values: own.map(({ value }) => value),
          StatusCode: next ? 'PartialData' : 'Complete',
        };
      }),
      NextToken: next,
      Messages: [],
    };
  };
}

function valuesOf(
  store: MetricStore,
  query: Query,
  start: number,
  end: number,
): { at: number; value: number }[] {
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(query.Id))
    throw invalidValue(
      `The value ${query.Id} for parameter Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if (query.Expression !== undefined)
    throw invalidValue('Metric math (Expression) is not supported by the local cloud.');
  if (!query.MetricStat) throw invalidCombination('Either MetricStat or Expression must be given.');
  const { Metric, Period, Stat, Unit } = query.MetricStat;
  checkPeriod(Period);
  const statistic = statisticOf(Stat);
  const key = keyOf({
    Namespace: Metric.Namespace ?? '',
    MetricName: Metric.MetricName ?? '',
    Dimensions: Metric.Dimensions ?? [],
  });
  const from = Math.floor(start / Period) * Period;
  return pointsOf(store.data(key, from, end, Date.now()), Period, 0, Unit).map((point) => ({
    at: point.at,
    value: point[statistic],
  }));
}
