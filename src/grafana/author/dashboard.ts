import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  TimePickerBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { consignmentsByStatePanel } from './consignments-by-state.js';
import { delayProbabilityOverTime } from './delay-probability.js';
import { fleetByState, fleetTotals } from './fleet.js';
import { keyPerformanceIndicators } from './key-performance-indicators.js';
import { predictedAgainstReportedTable, predictionTotals } from './predictions.js';
import { recentTransactionsTable } from './recent-transactions.js';
import { redshift } from './redshift-query.js';

/** What importing the dashboard asks for. The SDK does not model it; Grafana's export writes it. */
interface Importable {
  __inputs: {
    name: string;
    label: string;
    description: string;
    type: 'datasource';
    pluginId: string;
    pluginName: string;
  }[];
  __requires: { type: string; id: string; name: string; version: string }[];
}

/** The logistics dashboard as `dashboard.json` holds it. Panels stand on Grafana's grid of 24 columns of 38 px rows. */
export function logisticsDashboard(): Importable & Dashboard {
  const dashboard = new DashboardBuilder('Logistics Dashboard')
    .uid('logistics-dashboard')
    .description(
      'Consignments as they stream into Redshift: what they bring, where they go, which will be late.',
    )
    .tags(['redshift', 'streaming', 'workshop'])
    .editable()
    .timezone('browser')
    .tooltip(DashboardCursorSync.Off)
    // As short as a newcomer's first look: a minute after setup a fifth of it is filled.
    .time({ from: 'now-5m', to: 'now' })
    .timepicker(
      new TimePickerBuilder().refreshIntervals(['5s', '10s', '30s', '1m', '5m', '15m', '30m', '1h']),
    )
    .refresh('5s')
    .withRow(new RowBuilder('Key Performance Indicators').id(1).gridPos({ x: 0, y: 0, w: 24, h: 1 }))
    .withPanel(keyPerformanceIndicators(2, { x: 0, y: 1, w: 24, h: 3 }))
    .withPanel(delayProbabilityOverTime(3, { x: 0, y: 4, w: 13, h: 9 }))
    .withPanel(consignmentsByStatePanel(4, { x: 13, y: 4, w: 11, h: 9 }))
    .withRow(new RowBuilder('Fleet and Predictions').id(6).gridPos({ x: 0, y: 13, w: 24, h: 1 }))
    .withPanel(fleetTotals(7, { x: 0, y: 14, w: 4, h: 10 }))
    .withPanel(fleetByState(8, { x: 4, y: 14, w: 9, h: 10 }))
    .withPanel(predictionTotals(9, { x: 13, y: 14, w: 11, h: 3 }))
    .withPanel(predictedAgainstReportedTable(10, { x: 13, y: 17, w: 11, h: 7 }))
    .withRow(new RowBuilder('Transactions').id(11).gridPos({ x: 0, y: 24, w: 24, h: 1 }))
    .withPanel(recentTransactionsTable(5, { x: 0, y: 25, w: 24, h: 11 }))
    .build();
  return {
    __inputs: [
      {
        name: 'DS_REDSHIFT',
        label: 'Redshift Streaming',
        description: 'The cluster of the workshop, read as redshift_data_api_user.',
        type: 'datasource',
        pluginId: redshift.type,
        pluginName: 'Amazon Redshift',
      },
    ],
    __requires: [
      { type: 'grafana', id: 'grafana', name: 'Grafana', version: '10.4.0' },
      { type: 'datasource', id: redshift.type, name: 'Amazon Redshift', version: '1.20.0' },
      ...['barchart', 'stat', 'table', 'timeseries'].map((id) => ({
        type: 'panel',
        id,
        name: id,
        version: '',
      })),
    ],
    ...dashboard,
    id: null as unknown as number,
  };
}
