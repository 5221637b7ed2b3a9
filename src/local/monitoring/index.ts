import { join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { monitoringAccess } from './access.js';
import { getMetricData } from './get-metric-data.js';
import { getMetricStatistics } from './get-metric-statistics.js';
import { listMetrics } from './list-metrics.js';
import { putMetricData } from './put-metric-data.js';
import { MetricStore } from './store.js';

/** CloudWatch's metrics: what services and others put here, and nothing that nobody counted. */
export function createMonitoringService(cloud: Cloud): Service {
  const store = new MetricStore(join(cloud.folder, 'monitoring'));
  return {
    id: 'monitoring',
    access: monitoringAccess,
    actions: {
      PutMetricData: putMetricData(store),
      GetMetricData: getMetricData(store),
      GetMetricStatistics: getMetricStatistics(store),
      ListMetrics: listMetrics(store),
    },
  };
}
