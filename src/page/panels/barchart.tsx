import { type DataFrame, type Field, FieldType, getFieldDisplayName } from '@grafana/data';
import { type SortOrder, StackingMode, type TooltipDisplayMode, VisibilityMode } from '@grafana/schema';
import { PlotLegend, UPlotChart, useTheme2, VizLayout } from '@grafana/ui';
import { useMemo } from 'react';
import type { Panel } from '../model.js';
import { type BarChartLook, barChartConfig } from './barchart-config.js';
import { optionsOf, type PanelKind, type PanelProps } from './kind.js';
import { legendDefaults } from './timeseries.js';
import { ChartTooltip } from './tooltip.js';

const defaults = {
  xField: undefined as string | undefined,
  orientation: 'auto',
  stacking: StackingMode.None,
  showValue: VisibilityMode.Auto,
  barWidth: 0.97,
  groupWidth: 0.7,
  barRadius: 0,
  xTickLabelRotation: 0,
  xTickLabelMaxLength: undefined as number | undefined,
  xTickLabelSpacing: 0,
  fullHighlight: false,
  legend: legendDefaults,
  tooltip: {} as { mode?: TooltipDisplayMode; sort?: SortOrder },
};

/** Categories first, then every number that is not hidden. */
function categoriesAndNumbers(frames: DataFrame[], xField: string | undefined): DataFrame | undefined {
  const frame = frames[0];
  const x =
    frame?.fields.find(
      (field) => field.name === xField || getFieldDisplayName(field, frame, frames) === xField,
    ) ?? frame?.fields.find((field) => field.type === FieldType.string || field.type === FieldType.time);
  if (frame === undefined || x === undefined) return undefined;
  const shown = (field: Field) =>
    field !== x && field.type === FieldType.number && field.config.custom?.hideFrom?.viz !== true;
  return { ...frame, fields: [x, ...frame.fields.filter(shown)] };
}

function lookOf(panel: Panel, wide: boolean): BarChartLook {
  const options = optionsOf(panel, defaults);
  return {
    horizontal: options.orientation === 'horizontal' || (options.orientation === 'auto' && wide),
    stacking: options.stacking,
    groupWidth: options.groupWidth,
    barWidth: options.barWidth,
    barRadius: options.barRadius,
    showValue: options.showValue,
    labelRotation: options.xTickLabelRotation,
    labelLength: options.xTickLabelMaxLength,
  };
}

function BarChart({ panel, frames, width, height }: PanelProps) {
  const theme = useTheme2();
  const options = optionsOf(panel, defaults);
  const frame = useMemo(() => categoriesAndNumbers(frames, options.xField), [frames, options.xField]);
  const wide = width > height * 3;
  const look = useMemo(() => lookOf(panel, wide), [panel, wide]);
  // The chart is built anew for each answer: categories come and go, and building costs little at this size.
  const config = useMemo(
    () => (frame === undefined ? undefined : barChartConfig(frame, look, theme)),
    [frame, look, theme],
  );
  if (frame === undefined || config === undefined)
    return <p>A bar chart needs a field of names and one of numbers.</p>;
  const data = config.prepData?.([frame]) ?? [[]];
  const legend = options.legend.showLegend ? (
    <PlotLegend data={[frame]} config={config} {...options.legend} />
  ) : null;
  return (
    <VizLayout width={width} height={height} legend={legend}>
      {(plotWidth: number, plotHeight: number) => (
        <UPlotChart config={config} data={data} width={plotWidth} height={plotHeight}>
          <ChartTooltip config={config} frame={frame} options={options.tooltip} />
        </UPlotChart>
      )}
    </VizLayout>
  );
}

export const barchart: PanelKind = {
  component: BarChart,
  customKeys: [
    'axisGridShow',
    'axisLabel',
    'axisPlacement',
    'axisSoftMax',
    'axisSoftMin',
    'fillOpacity',
    'gradientMode',
    'hideFrom',
    'lineWidth',
  ],
  optionKeys: Object.keys(defaults),
  defaultColour: 'palette-classic',
};
