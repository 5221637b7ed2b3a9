import { type DataFrame, type Field, formattedValueToString, getFieldDisplayName } from '@grafana/data';
import { SortOrder, TooltipDisplayMode } from '@grafana/schema';
import {
  getFieldDisplayItems,
  TooltipPlugin2,
  type UPlotConfigBuilder,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';

/** Hover over one x and see every series there. The enum is not exported as a value. */
const EVERY_SERIES_AT_X = 1;

interface ChartTooltipProps {
  config: UPlotConfigBuilder;
  /** The first field is x. */
  frame: DataFrame;
  options: { mode?: TooltipDisplayMode; sort?: SortOrder };
  onZoom?: (range: { from: number; to: number }) => void;
}

/** What a chart says about the point under the pointer; dragging over a time axis zooms into it. */
export function ChartTooltip({ config, frame, options, onZoom }: ChartTooltipProps) {
  const mode = options.mode ?? TooltipDisplayMode.Single;
  const x = frame.fields[0];
  if (x === undefined || mode === TooltipDisplayMode.None) return null;
  return (
    <TooltipPlugin2
      config={config}
      hoverMode={EVERY_SERIES_AT_X}
      {...(onZoom === undefined ? {} : { queryZoom: onZoom })}
      render={(_plot, indexes, series, isPinned) => (
        <VizTooltipWrapper>
          <VizTooltipHeader item={{ label: '', value: at(x, indexes[0] ?? null) }} isPinned={isPinned} />
          <VizTooltipContent
            isPinned={isPinned}
            items={getFieldDisplayItems(
              frame.fields,
              x,
              indexes,
              series,
              mode,
              options.sort ?? SortOrder.None,
            )}
          />
        </VizTooltipWrapper>
      )}
    />
  );
}

function at(field: Field, index: number | null): string {
  if (index === null) return getFieldDisplayName(field);
  const value = field.values[index];
  return field.display === undefined ? String(value) : formattedValueToString(field.display(value));
}
