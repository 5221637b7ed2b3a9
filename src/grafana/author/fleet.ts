import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  BarGaugeValueMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  FieldTextAlignment,
  ReduceDataOptionsBuilder,
  TableCellDisplayMode,
  TableCellHeight,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorModeId, type GridPos, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { base, colourMode, displayName, fixedColour } from './colour.js';
import { fleet } from './queries.js';
import { redshift, redshiftQuery, TABLE } from './redshift-query.js';
import { withoutFooter } from './schema-table.js';

/** What both panels say when the register of vehicles is empty. */
const NO_VEHICLES = 'No vehicles yet';

/** A status has one colour in both panels, so the totals' full names explain the table's short ones. */
const statuses = [
  { field: 'on_the_move', name: 'On the move', short: 'On the move', colour: 'green' },
  { field: 'scheduled_maintenance', name: 'Scheduled maintenance', short: 'Scheduled', colour: 'blue' },
  { field: 'unscheduled_maintenance', name: 'Unscheduled maintenance', short: 'Unscheduled', colour: 'red' },
];

/** The whole fleet in four numbers, one under the other: the sums of the table beside it. */
export function fleetTotals(id: number, place: GridPos): Stat {
  const panel = new Stat()
    .id(id)
    .gridPos(place)
    .title('Fleet Status')
    .description('What all vehicles do now, by the newest report of each, whatever the time range.')
    .transparent(true)
    .datasource(redshift)
    .withTarget(redshiftQuery(fleet, TABLE))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['sum']).values(false).fields(''))
    .orientation(VizOrientation.Horizontal)
    .textMode(BigValueTextMode.ValueAndName)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .justifyMode(BigValueJustifyMode.Auto)
    .wideLayout(false)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(32))
    .noValue(NO_VEHICLES)
    .thresholds(base('text'))
    .unit('none')
    .decimals(0);
  for (const { field, name, colour } of statuses) {
    panel.overrideByName(field, [displayName(name), fixedColour(colour)]);
  }
  return panel.overrideByName('vehicles', [displayName('Vehicles'), fixedColour('text')]);
}

/** For each state its vehicles by what they do: numbers, and bars on the scale of the largest state's fleet. */
export function fleetByState(id: number, place: GridPos): Builder<Panel> {
  const table = new Table()
    .id(id)
    .gridPos(place)
    .title('Fleet by State')
    .description(
      'By the state a vehicle is in now, whatever the time range. A full bar is as many vehicles as the largest state has.',
    )
    .datasource(redshift)
    .withTarget(redshiftQuery(fleet, TABLE))
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .align(FieldTextAlignment.Auto)
    .inspect(false)
    .filterable(false)
    .noValue(NO_VEHICLES)
    .thresholds(base('text'))
    .colorScheme(colourMode(FieldColorModeId.Thresholds))
    .decimals(0)
    .min(0)
    .overrideByName('state', [displayName('State'), { id: 'custom.width', value: 56 }]);
  for (const { field, short, colour } of statuses) {
    table.overrideByName(field, [
      displayName(short),
      { id: 'custom.minWidth', value: 98 },
      fixedColour(colour),
      {
        id: 'custom.cellOptions',
        value: {
          type: TableCellDisplayMode.Gauge,
          mode: BarGaugeDisplayMode.Basic,
          valueDisplayMode: BarGaugeValueMode.Color,
        },
      },
    ]);
  }
  // Three bars a row have room on a phone; the fourth number stays behind, and gives the bars their scale.
  table.overrideByName('vehicles', [
    displayName('Vehicles'),
    { id: 'custom.hideFrom', value: { viz: true, legend: false, tooltip: false } },
    { id: 'custom.width', value: 84 },
  ]);
  return withoutFooter(table);
}
