import { pageOf } from '../paging.js';
import type { Action } from '../service.js';
import { invalidValue, metricOf } from './metric.js';
import type { MetricStore } from './store.js';

const pageSize = 500;

/** ListMetrics: by namespace, name and dimensions; a filter without a value asks for the dimension's presence. */
export function listMetrics(store: MetricStore): Action {
  return (input) => {
    const wanted: { Name: string; Value?: string }[] = input.Dimensions ?? [];
    const found = store
      .keys(Date.now())
      .map(metricOf)
      .filter(
        (metric) =>
          (input.Namespace === undefined || metric.Namespace === input.Namespace) &&
          (input.MetricName === undefined || metric.MetricName === input.MetricName) &&
          wanted.every(({ Name, Value }) =>
            metric.Dimensions.some(
              (own) => own.Name === Name && (Value === undefined || own.Value === Value),
            ),
          ),
      );
    const { items, next } = pageOf(found, { size: pageSize, token: input.NextToken }, () =>
      invalidValue('The parameter NextToken is invalid.'),
    );
    return { Metrics: items, NextToken: next };
  };
}
