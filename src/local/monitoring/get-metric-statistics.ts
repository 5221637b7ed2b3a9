import type { Action } from '../service.js';
import { type Dimension, invalidCombination, keyOf } from './metric.js';
import { checkPeriod, pointsOf, statisticOf } from './statistics.js';
import type { MetricStore } from './store.js';

interface Input {
  Namespace: string;
  MetricName: string;
  Dimensions?: Dimension[];
  StartTime: Date;
  EndTime: Date;
  Period: number;
  Statistics?: string[];
  ExtendedStatistics?: string[];
  Unit?: string;
}

const mostPoints = 1440;

/** GetMetricStatistics: periods begin at the start time, rounded down to a minute. Source: API reference. */
export function getMetricStatistics(store: MetricStore): Action {
  return (input: Input) => {
    checkPeriod(input.Period);
    const names = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])];
    if (names.length === 0) throw invalidCombination('Must specify either Statistics or ExtendedStatistics.');
    const statistics = names.map(statisticOf);
    const start = input.StartTime.getTime() / 1000;
    const end = input.EndTime.getTime() / 1000;
    if (start >= end)
      throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.');
    const asked = Math.ceil((end - start) / input.Period);
    if (asked > mostPoints)
      throw invalidCombination(
        `You have requested up to ${asked} datapoints, which exceeds the limit of ${mostPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    const from = input.Period < 60 ? Math.floor(start) : Math.floor(start / 60) * 60;
    const key = keyOf({ ...input, Dimensions: input.Dimensions ?? [] });
    const points = pointsOf(store.data(key, from, end, Date.now()), input.Period, from, input.Unit);
    return {
      Label: input.MetricName,
      Datapoints: points.map((point) => ({
        Timestamp: new Date(point.at * 1000),
        ...Object.fromEntries(statistics.map((name) => [name, point[name]])),
        Unit: point.unit,
      })),
    };
  };
}
