import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  FieldTextAlignment,
  TableCellDisplayMode,
  TableCellHeight,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorModeId, type GridPos, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { base, fixedColour } from './colour.js';
import { delayWords } from './delay-words.js';
import { recentTransactions } from './queries.js';
import { redshift, redshiftQuery, TABLE } from './redshift-query.js';
import { withoutFooter } from './schema-table.js';

/** About as far as two places in Australia lie from each other, in km: the end of the distance gauge. */
const FAR = 3800;

/** The newest consignments: the delay as reported and as predicted, each in its colour, the distance as a gauge. */
export function recentTransactionsTable(id: number, place: GridPos): Builder<Panel> {
  const table = new PanelBuilder()
    .id(id)
    .gridPos(place)
    .title('Recent Transactions')
    .datasource(redshift)
    .withTarget(redshiftQuery(recentTransactions, TABLE))
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: {},
        indexByName: {},
        renameByName: {
          consignmentid: 'ID',
          origin_state: 'Origin',
          delivery_state: 'Destination',
          delay_probability: 'Delay Probability',
          predicted_delay: 'Predicted Delay',
          delivery_distance: 'Distance',
          revenue: 'Revenue',
          cost: 'Cost',
        },
      },
    })
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .align(FieldTextAlignment.Auto)
    .inspect(false)
    .filterable(false)
    .thresholds(base('text'))
    .colorScheme({ build: () => ({ mode: FieldColorModeId.Thresholds }) })
    .overrideByName('ID', [
      { id: 'decimals', value: 0 },
      { id: 'custom.width', value: 150 },
    ])
    .overrideByName('Origin', filterable(100))
    .overrideByName('Destination', filterable(130))
    .overrideByName('Delay Probability', [
      ...filterable(170),
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText } },
      delayWords(),
    ])
    .overrideByName('Predicted Delay', [
      ...filterable(160),
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText } },
      delayWords(),
    ])
    .overrideByName('Distance', [
      { id: 'unit', value: 'suffix: km' },
      { id: 'decimals', value: 0 },
      { id: 'min', value: 0 },
      { id: 'max', value: FAR },
      { id: 'color', value: { mode: FieldColorModeId.ContinuousGrYlRd } },
      {
        id: 'custom.cellOptions',
        value: {
          type: TableCellDisplayMode.Gauge,
          mode: BarGaugeDisplayMode.Basic,
          valueDisplayMode: BarGaugeValueMode.Color,
        },
      },
    ])
    .overrideByName('Revenue', money())
    .overrideByName('Cost', money());
  return withoutFooter(table);
}

function filterable(width: number) {
  return [
    { id: 'custom.filterable', value: true },
    { id: 'custom.width', value: width },
  ];
}

function money() {
  return [{ id: 'decimals', value: 2 }, fixedColour('text'), { id: 'custom.width', value: 110 }];
}
