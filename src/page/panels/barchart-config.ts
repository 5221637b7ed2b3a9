import {
  type DataFrame,
  type Field,
  FieldColorModeId,
  formattedValueToString,
  type GrafanaTheme2,
  getFieldSeriesColor,
} from '@grafana/data';
import {
  AxisPlacement,
  GraphDrawStyle,
  ScaleDirection,
  ScaleOrientation,
  StackingMode,
  VisibilityMode,
} from '@grafana/schema';
import { UPLOT_AXIS_FONT_SIZE, UPlotConfigBuilder } from '@grafana/ui';
import uPlot from 'uplot';

export interface BarChartLook {
  /** bars lie along the x axis */
  horizontal: boolean;
  stacking: StackingMode;
  /** of the room that a category has, 0 to 1 */
  groupWidth: number;
  barWidth: number;
  barRadius: number;
  showValue: VisibilityMode;
  labelRotation: number;
  labelLength: number | undefined;
}

/** The columns that are drawn: categories first, then what each series reaches to. Stacked ones reach over the last. */
export function stackedColumns(frame: DataFrame, stacking: StackingMode): (number | null)[][] {
  const series = frame.fields.slice(1).map((field) => field.values as (number | null)[]);
  const categories = Array.from({ length: frame.length }, (_, index) => index);
  if (stacking === StackingMode.None) return [categories, ...series];
  const reached = new Array<number>(frame.length).fill(0);
  const stacked = series.map((values) =>
    values.map((value, index) => {
      reached[index] = (reached[index] ?? 0) + (value ?? 0);
      return reached[index];
    }),
  );
  if (stacking === StackingMode.Normal) return [categories, ...stacked];
  return [categories, ...stacked.map((values) => values.map((value, index) => share(value, reached[index])))];
}

function share(value: number, total: number | undefined): number {
  return total === undefined || total === 0 ? 0 : value / total;
}

/** Bars on uPlot: the frame's first field names the categories, each other field is a series. */
export function barChartConfig(
  frame: DataFrame,
  look: BarChartLook,
  theme: GrafanaTheme2,
): UPlotConfigBuilder {
  const builder = new UPlotConfigBuilder();
  const [names, ...series] = frame.fields;
  const label = (index: number) => shorten(text(names, index), look.labelLength);
  builder.setPrepData((frames) => stackedColumns(frames[0] ?? frame, look.stacking) as uPlot.AlignedData);
  builder.addScale({
    scaleKey: 'x',
    orientation: look.horizontal ? ScaleOrientation.Vertical : ScaleOrientation.Horizontal,
    direction: look.horizontal ? ScaleDirection.Down : ScaleDirection.Right,
    range: () => [-0.5, frame.length - 0.5],
  });
  builder.addAxis({
    scaleKey: 'x',
    placement: look.horizontal ? AxisPlacement.Left : AxisPlacement.Bottom,
    theme,
    grid: { show: false },
    ticks: { show: false },
    splits: () => Array.from({ length: frame.length }, (_, index) => index),
    values: (_plot, splits) => splits.map(label),
    ...(look.horizontal ? {} : { tickLabelRotation: look.labelRotation }),
  });
  if (look.stacking !== StackingMode.None) {
    builder.setStackingGroups([{ series: series.map((_, index) => index + 1), dir: 1 }]);
  }
  series.forEach((field, index) => {
    addSeries(builder, field, index, look.stacking === StackingMode.None ? series.length : 1, look, theme);
  });
  // The last tick's number stands half outside the plot.
  if (look.horizontal) builder.setPadding([0, 20, 0, 0]);
  builder.setCursor({ points: { show: false }, drag: { x: false, y: false } });
  if (look.showValue !== VisibilityMode.Never)
    builder.addHook('draw', (plot) => drawValues(plot, frame, look, theme));
  return builder;
}

function addSeries(
  builder: UPlotConfigBuilder,
  field: Field,
  index: number,
  beside: number,
  look: BarChartLook,
  theme: GrafanaTheme2,
): void {
  const custom = field.config.custom ?? {};
  const { axisSoftMin, axisSoftMax } = custom;
  const colour = getFieldSeriesColor(field, theme).color;
  builder.addScale({
    scaleKey: 'y',
    orientation: look.horizontal ? ScaleOrientation.Horizontal : ScaleOrientation.Vertical,
    direction: look.horizontal ? ScaleDirection.Right : ScaleDirection.Up,
    min: field.config.min ?? null,
    max: field.config.max ?? null,
    softMin: axisSoftMin ?? 0,
    softMax: axisSoftMax ?? null,
    stackingMode: look.stacking,
  });
  if (custom.axisPlacement !== AxisPlacement.Hidden) {
    builder.addAxis({
      scaleKey: 'y',
      placement: look.horizontal ? AxisPlacement.Bottom : AxisPlacement.Left,
      theme,
      label: custom.axisLabel,
      grid: { show: custom.axisGridShow ?? true },
      ticks: { show: false },
      formatValue: (value: number) =>
        look.stacking === StackingMode.Percent ? `${Math.round(value * 100)}%` : format(field, value),
    });
  }
  const room = look.groupWidth / beside;
  const width = room * (beside === 1 ? look.barWidth / look.groupWidth : look.barWidth);
  const starts = (plot: uPlot) =>
    Array.from(
      plot.data[0],
      (x) => x - (room * beside) / 2 + room * (beside === 1 ? 0 : index) + (room - width) / 2,
    );
  builder.addSeries({
    scaleKey: 'y',
    theme,
    drawStyle: GraphDrawStyle.Bars,
    pathBuilder: (uPlot.paths.bars as uPlot.Series.BarsPathBuilderFactory)({
      radius: look.barRadius,
      disp: {
        x0: { unit: 1, values: starts },
        size: { unit: 1, values: (plot) => Array.from(plot.data[0], () => width) },
      },
    }),
    pointsBuilder: () => false,
    lineColor: colour,
    lineWidth: custom.lineWidth ?? 1,
    fillOpacity: custom.fillOpacity ?? 80,
    gradientMode: custom.gradientMode,
    colorMode: { id: FieldColorModeId.Fixed } as never,
    dataFrameFieldIndex: { frameIndex: 0, fieldIndex: index + 1 },
  });
}

/** Writes each value at the end of its bar, where there is room for it. */
function drawValues(plot: uPlot, frame: DataFrame, look: BarChartLook, theme: GrafanaTheme2): void {
  const { ctx } = plot;
  const series = frame.fields.slice(1);
  const beside = look.stacking === StackingMode.None ? series.length : 1;
  const room = look.groupWidth / beside;
  const size = UPLOT_AXIS_FONT_SIZE * uPlot.pxRatio;
  const slot = Math.abs(plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true)) * room;
  const along = (look.horizontal ? slot : size) >= size || look.showValue === VisibilityMode.Always;
  if (!along) return;
  ctx.save();
  ctx.font = `${size}px ${theme.typography.fontFamily}`;
  ctx.fillStyle = theme.colors.text.primary;
  ctx.textBaseline = look.horizontal ? 'middle' : 'bottom';
  ctx.textAlign = look.horizontal ? 'left' : 'center';
  const gap = 4 * uPlot.pxRatio;
  series.forEach((field, index) => {
    field.values.forEach((value: number | null, row) => {
      const end = plot.data[index + 1]?.[row];
      if (value === null || value === 0 || end === null || end === undefined) return;
      const words = format(field, value);
      const position = plot.valToPos(end, 'y', true);
      const following = beside === 1 ? plot.data[index + 2]?.[row] : undefined;
      const taken = look.horizontal ? ctx.measureText(words).width + 2 * gap : size + gap;
      if (following !== null && following !== undefined && look.showValue !== VisibilityMode.Always) {
        const free = Math.abs(plot.valToPos(following, 'y', true) - position);
        if (free > 0 && free < taken) return;
      }
      const centre = plot.valToPos(
        row - (room * (beside - 1)) / 2 + room * index * (beside === 1 ? 0 : 1),
        'x',
        true,
      );
      if (look.horizontal) ctx.fillText(words, position + gap, centre);
      else ctx.fillText(words, centre, position - gap / 2);
    });
  });
  ctx.restore();
}

function text(field: Field | undefined, index: number): string {
  const value = field?.values[index];
  return field?.display === undefined ? String(value ?? '') : formattedValueToString(field.display(value));
}

function format(field: Field, value: number): string {
  return field.display === undefined ? String(value) : formattedValueToString(field.display(value));
}

function shorten(words: string, length: number | undefined): string {
  return length !== undefined && length > 0 && words.length > length ? `${words.slice(0, length)}…` : words;
}
