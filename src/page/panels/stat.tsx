import {
  type DataFrame,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  VizOrientation,
} from '@grafana/data';
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  useTheme2,
  VizRepeater,
  type VizRepeaterRenderValueProps,
} from '@grafana/ui';
import { optionsOf, type PanelKind, type PanelProps } from './kind.js';

const defaults = {
  reduceOptions: { calcs: ['lastNotNull'], values: false, fields: '' },
  orientation: VizOrientation.Auto,
  textMode: BigValueTextMode.Auto,
  colorMode: BigValueColorMode.Value,
  graphMode: BigValueGraphMode.Area,
  justifyMode: BigValueJustifyMode.Auto,
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: undefined,
  text: undefined,
};

/** px: below this a title and a value of ordinary size run into the next. */
const NARROW = 120;

/** px, of a title and a value that three to a row have room for on a phone. */
const small = { titleSize: 12, valueSize: 22 };

function Stat({ panel, frames, width, height, timeZone }: PanelProps) {
  const theme = useTheme2();
  const options = optionsOf(panel, defaults);
  const values = () =>
    getFieldDisplayValues({
      data: frames,
      fieldConfig: panel.fieldConfig ?? { defaults: {}, overrides: [] },
      reduceOptions: options.reduceOptions,
      replaceVariables: (text) => text,
      theme,
      timeZone,
      sparkline: options.graphMode !== BigValueGraphMode.None,
      percentChange: options.showPercentChange,
    });
  // Grafana would let columns overlap on a phone; here they wrap.
  const crowded = options.orientation === VizOrientation.Vertical && width < NARROW * shownFields(frames);
  const text = crowded ? small : options.text;
  const draw = (
    value: VizRepeaterRenderValueProps<FieldDisplay, ReturnType<typeof getDisplayValueAlignmentFactors>>,
  ) => (
    <BigValue
      value={value.value.display}
      count={value.count}
      {...(value.value.sparkline === undefined ? {} : { sparkline: value.value.sparkline })}
      colorMode={options.colorMode}
      graphMode={options.graphMode}
      justifyMode={options.justifyMode}
      textMode={options.textMode}
      alignmentFactors={value.alignmentFactors}
      {...(text === undefined ? {} : { text })}
      {...(options.percentChangeColorMode === undefined
        ? {}
        : { percentChangeColorMode: options.percentChangeColorMode })}
      disableWideLayout={!options.wideLayout}
      width={value.width}
      height={value.height}
      theme={theme}
    />
  );
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={draw}
      width={width}
      height={height}
      source={frames}
      itemSpacing={3}
      renderCounter={0}
      autoGrid
      orientation={crowded ? VizOrientation.Auto : options.orientation}
    />
  );
}

function shownFields(frames: DataFrame[]): number {
  return frames.reduce((count, frame) => count + frame.fields.length, 0);
}

export const stat: PanelKind = {
  component: Stat,
  customKeys: [],
  optionKeys: Object.keys(defaults),
  defaultColour: 'thresholds',
};
