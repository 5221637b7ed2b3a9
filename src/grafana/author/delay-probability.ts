import {
  AxisPlacement,
  BarAlignment,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { displayName, fixedColour } from './colour.js';
import { delayProbability } from './queries.js';
import { redshift, redshiftQuery, TIME_SERIES } from './redshift-query.js';

/** How many consignments of each probability of delay arrived over time: stacked bars, totals in the legend. */
export function delayProbabilityOverTime(id: number, place: GridPos): PanelBuilder {
  return new PanelBuilder()
    .id(id)
    .gridPos(place)
    .title('Delay Probability')
    .description('Consignments by the moment they arrived in the stream, and how likely each is to be late.')
    .transparent(true)
    .datasource(redshift)
    .withTarget(redshiftQuery(delayProbability, TIME_SERIES))
    .interval('5s')
    .maxDataPoints(100)
    .unit('none')
    .decimals(0)
    .drawStyle(GraphDrawStyle.Bars)
    .barAlignment(BarAlignment.After)
    .barWidthFactor(0.6)
    .lineWidth(1)
    .fillOpacity(40)
    .showPoints(VisibilityMode.Never)
    .axisPlacement(AxisPlacement.Auto)
    .axisSoftMin(0)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(['sum']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.None))
    .overrideByName('high', [displayName('High Probability'), fixedColour('red')])
    .overrideByName('medium', [displayName('Medium Probability'), fixedColour('yellow')])
    .overrideByName('low', [displayName('Low Probability'), fixedColour('green')]);
}
