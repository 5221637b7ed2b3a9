import { PanelBuilder } from '@grafana/grafana-foundation-sdk/barchart';
import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import { displayName, fixedColour } from './colour.js';
import { consignmentsByState } from './queries.js';
import { redshift, redshiftQuery, TABLE } from './redshift-query.js';

/** For each state of delivery, the consignments likely to be late and the others: the whole bar is all of them. */
export function consignmentsByStatePanel(id: number, place: GridPos): PanelBuilder {
  return new PanelBuilder()
    .id(id)
    .gridPos(place)
    .title('Consignments by State')
    .description('By state of delivery. A whole bar is all of the consignments to that state.')
    .transparent(true)
    .datasource(redshift)
    .withTarget(redshiftQuery(consignmentsByState, TABLE))
    .xField('delivery_state')
    .orientation(VizOrientation.Horizontal)
    .stacking(StackingMode.Normal)
    .showValue(VisibilityMode.Auto)
    .barWidth(0.6)
    .groupWidth(0.7)
    .barRadius(0)
    .fullHighlight(false)
    .xTickLabelRotation(0)
    .xTickLabelSpacing(0)
    .lineWidth(1)
    .fillOpacity(40)
    .unit('none')
    .decimals(0)
    .axisSoftMin(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.None))
    .overrideByName('high_delay', [displayName('high delay'), fixedColour('red')])
    .overrideByName('other', [displayName('other consignments'), fixedColour('green')]);
}
