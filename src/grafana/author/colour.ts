import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type DynamicConfigValue,
  type FieldColor,
  FieldColorModeId,
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** One colour whatever the value, as an override's property. */
export function fixedColour(fixedColor: string): DynamicConfigValue {
  return { id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor } };
}

/** A field's colour comes from a mode, e.g. thresholds or a continuous scheme. */
export function colourMode(mode: FieldColorModeId): Builder<FieldColor> {
  return { build: () => ({ mode }) };
}

/** No thresholds but the base every field has. */
export function base(color: string): ThresholdsConfigBuilder & Builder<ThresholdsConfig> {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color }]);
}

/** What a field is called on the dashboard. */
export function displayName(value: string): DynamicConfigValue {
  return { id: 'displayName', value };
}
