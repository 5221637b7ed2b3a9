import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  FieldTextAlignment,
  ReduceDataOptionsBuilder,
  TableCellBackgroundDisplayMode,
  TableCellDisplayMode,
  TableCellHeight,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorModeId,
  type GridPos,
  MappingType,
  type Panel,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { base, colourMode, displayName, fixedColour } from './colour.js';
import { delayWords, inPlaceOfNull } from './delay-words.js';
import { agreement, predictedAgainstReported } from './queries.js';
import { redshift, redshiftQuery, TABLE } from './redshift-query.js';
import { withoutFooter } from './schema-table.js';

/** The share of predictions that say what was reported, and how many consignments have one and have none. */
export function predictionTotals(id: number, place: GridPos): Stat {
  return new Stat()
    .id(id)
    .gridPos(place)
    .title('')
    .transparent(true)
    .datasource(redshift)
    .withTarget(redshiftQuery(agreement, TABLE))
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
    .unit('none')
    .decimals(0)
    .overrideByName('agreement', [
      displayName('Prediction agrees'),
      fixedColour('green'),
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 1 },
      { id: 'mappings', value: [inPlaceOfNull('not yet')] },
    ])
    .overrideByName('predicted', [displayName('Predicted'), fixedColour('blue')])
    .overrideByName('not_predicted', [displayName('Not yet predicted'), fixedColour('text')]);
}

/** A count behind its word: drawn without the word, in a colour. The first that fits is taken: none is a dash. */
const counts: ValueMapping[] = [
  counted('/^\\w+ 0$/', '–', 'transparent', 0),
  counted('/^agree (\\d+)$/', '$1', 'dark-green', 1),
  counted('/^near (\\d+)$/', '$1', 'rgba(255, 152, 48, 0.25)', 2),
  counted('/^far (\\d+)$/', '$1', 'rgba(242, 73, 92, 0.35)', 3),
];

function counted(pattern: string, text: string, color: string, index: number): ValueMapping {
  return { type: MappingType.RegexToText, options: { pattern, result: { text, color, index } } };
}

/** Rows as reported, columns as predicted; what agrees stands on the green diagonal. Says so while there is nothing. */
export function predictedAgainstReportedTable(id: number, place: GridPos): Builder<Panel> {
  const table = new Table()
    .id(id)
    .gridPos(place)
    .title('Predicted against Reported Delay')
    .description(
      "Consignments of the time range: a row for each delay as reported, a column for each as the model predicts it. The diagonal is agreement. Predictions follow their consignments by a minute or two, once the model is trained; `workshop status` tells the model's state.",
    )
    .datasource(redshift)
    .withTarget(redshiftQuery(predictedAgainstReported, TABLE))
    .showHeader(true)
    .cellHeight(TableCellHeight.Lg)
    .align(FieldTextAlignment.Center)
    .inspect(false)
    .filterable(false)
    .thresholds(base('text'))
    .colorScheme(colourMode(FieldColorModeId.Thresholds))
    .overrideByName('reported', [
      displayName('Reported'),
      { id: 'custom.minWidth', value: 76 },
      { id: 'custom.align', value: FieldTextAlignment.Left },
      // In two places: where Grafana 10 has it, and where the newer ones do.
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText, wrapText: true } },
      { id: 'custom.wrapText', value: true },
      delayWords(),
    ]);
  for (const level of ['low', 'medium', 'high']) {
    table.overrideByName(`predicted_${level}`, [
      displayName(`Predicted ${level.toUpperCase()}`),
      { id: 'custom.minWidth', value: 76 },
      { id: 'custom.wrapHeaderText', value: true },
      {
        id: 'custom.cellOptions',
        value: { type: TableCellDisplayMode.ColorBackground, mode: TableCellBackgroundDisplayMode.Basic },
      },
      { id: 'mappings', value: counts },
    ]);
  }
  return withoutFooter(table);
}
