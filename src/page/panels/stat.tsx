import {
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
      {...(options.text === undefined ? {} : { text: options.text })}
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
      orientation={options.orientation}
    />
  );
}

export const stat: PanelKind = {
  component: Stat,
  customKeys: [],
  optionKeys: Object.keys(defaults),
  defaultColour: 'thresholds',
};
