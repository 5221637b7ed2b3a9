import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  type DataFrame,
  type FieldColorModeId,
  type GrafanaTheme2,
  transformDataFrame,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import type { Panel } from './model.js';
import type { PanelKind } from './panels/kind.js';
import { fieldRegistry } from './registries.js';

/** A panel's frames as it draws them: transformed, then configured by the panel's defaults and overrides. */
export async function prepareFrames(
  panel: Panel,
  kind: PanelKind,
  answer: DataFrame[],
  theme: GrafanaTheme2,
  timeZone: string,
): Promise<DataFrame[]> {
  const transformed = await lastValueFrom(transformDataFrame(panel.transformations ?? [], answer));
  const given = panel.fieldConfig ?? { defaults: {}, overrides: [] };
  const frames = applyFieldOverrides({
    data: transformed,
    fieldConfig: {
      defaults: { color: { mode: kind.defaultColour as FieldColorModeId }, ...given.defaults },
      overrides: given.overrides,
    },
    fieldConfigRegistry: fieldRegistry(kind.customKeys),
    replaceVariables: (text) => text,
    theme,
    timeZone,
  });
  cacheFieldDisplayNames(frames);
  return frames;
}

/** No rows, or rows of nothing (an aggregate over no rows is one row of NULLs and zero counts). */
export function isEmpty(frames: DataFrame[]): boolean {
  return frames.every((frame) =>
    frame.fields.every((field) =>
      field.values.every((value) => value === null || value === undefined || value === 0),
    ),
  );
}
