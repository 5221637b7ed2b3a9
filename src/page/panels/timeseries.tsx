import {
  LegendDisplayMode,
  type SortOrder,
  type TooltipDisplayMode,
  type VizLegendOptions,
} from '@grafana/schema';
import { TimeSeries as Plot } from '@grafana/ui';
import { useStructureRev } from '../structure-rev.js';
import { optionsOf, type PanelKind, type PanelProps } from './kind.js';
import { ChartTooltip } from './tooltip.js';

export const legendDefaults: VizLegendOptions = {
  displayMode: LegendDisplayMode.List,
  placement: 'bottom',
  showLegend: true,
  calcs: [],
};

const defaults = {
  legend: legendDefaults,
  tooltip: {} as { mode?: TooltipDisplayMode; sort?: SortOrder },
  timezone: undefined as string[] | undefined,
  orientation: undefined,
};

function TimeSeries({ panel, frames, width, height, range, timeZone, onChangeRange }: PanelProps) {
  const options = optionsOf(panel, defaults);
  const structureRev = useStructureRev(frames);
  return (
    <Plot
      frames={frames}
      structureRev={structureRev}
      timeRange={range}
      timeZone={options.timezone ?? timeZone}
      width={width}
      height={height}
      legend={options.legend}
    >
      {(config, aligned) => (
        <ChartTooltip config={config} frame={aligned} options={options.tooltip} onZoom={onChangeRange} />
      )}
    </Plot>
  );
}

export const timeseries: PanelKind = {
  component: TimeSeries,
  customKeys: [
    'axisBorderShow',
    'axisCenteredZero',
    'axisColorMode',
    'axisGridShow',
    'axisLabel',
    'axisPlacement',
    'axisSoftMax',
    'axisSoftMin',
    'axisWidth',
    'barAlignment',
    'barMaxWidth',
    'barWidthFactor',
    'drawStyle',
    'fillBelowTo',
    'fillOpacity',
    'gradientMode',
    'hideFrom',
    'insertNulls',
    'lineColor',
    'lineInterpolation',
    'lineStyle',
    'lineWidth',
    'pointSize',
    'scaleDistribution',
    'showPoints',
    'spanNulls',
    'stacking',
    'thresholdsStyle',
    'transform',
  ],
  optionKeys: Object.keys(defaults),
  defaultColour: 'palette-classic',
};
