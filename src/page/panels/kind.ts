import type { DataFrame, TimeRange } from '@grafana/data';
import type { ComponentType } from 'react';
import type { Panel } from '../model.js';

/** What a panel draws from. Frames have been transformed, and their fields configured. */
export interface PanelProps {
  panel: Panel;
  frames: DataFrame[];
  /** px inside the panel's frame */
  width: number;
  height: number;
  range: TimeRange;
  timeZone: string;
  onChangeRange: (range: { from: number; to: number }) => void;
}

/** A type of panel that this page draws, and all it understands: whatever else a panel asks for is named in it. */
export interface PanelKind {
  component: ComponentType<PanelProps>;
  /** Members of `fieldConfig.defaults.custom` and of overrides `custom.*`. */
  customKeys: readonly string[];
  /** Members of `options`. */
  optionKeys: readonly string[];
  /** The colour mode of a field that names none. */
  defaultColour: 'palette-classic' | 'thresholds';
  /** Drawn without asking for data. */
  withoutData?: boolean;
}

/** A panel's options, over the panel type's defaults. */
export function optionsOf<T extends object>(panel: Panel, defaults: T): T {
  return { ...defaults, ...(panel.options as Partial<T> | undefined) };
}
