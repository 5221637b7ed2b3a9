import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { base, displayName, fixedColour } from './colour.js';
import { indicators } from './queries.js';
import { redshift, redshiftQuery, TABLE } from './redshift-query.js';

/** Revenue, cost, profit, average delivery days and number of consignments, each in its colour. */
export function keyPerformanceIndicators(id: number, place: GridPos): PanelBuilder {
  return new PanelBuilder()
    .id(id)
    .gridPos(place)
    .title('')
    .transparent(true)
    .datasource(redshift)
    .withTarget(redshiftQuery(indicators, TABLE))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(''))
    .orientation(VizOrientation.Vertical)
    .textMode(BigValueTextMode.ValueAndName)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .justifyMode(BigValueJustifyMode.Auto)
    .wideLayout(false)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(36))
    .noValue('–')
    .thresholds(base('text'))
    .unit('short')
    .overrideByName('revenue', [displayName('Revenue'), fixedColour('green'), { id: 'decimals', value: 2 }])
    .overrideByName('cost', [displayName('Cost'), fixedColour('blue'), { id: 'decimals', value: 2 }])
    .overrideByName('profit', [displayName('Profit'), fixedColour('purple'), { id: 'decimals', value: 2 }])
    .overrideByName('delivery_days', [
      displayName('Average Delivery Days'),
      fixedColour('orange'),
      { id: 'unit', value: 'none' },
      { id: 'decimals', value: 1 },
    ])
    .overrideByName('consignments', [
      displayName('Number of Consignments'),
      fixedColour('yellow'),
      { id: 'unit', value: 'none' },
      { id: 'decimals', value: 0 },
    ]);
}
