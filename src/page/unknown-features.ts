import { fieldMatchers, standardTransformersRegistry } from '@grafana/data';
import type { Panel } from './model.js';
import type { PanelKind } from './panels/kind.js';
import { fieldRegistry } from './registries.js';

/**
 * What a panel asks for that this page does not draw, in words for the panel: its type, a transformation, an override's
 * matcher or property, a setting. Nothing is dropped in silence.
 */
export function unknownFeatures(panel: Panel, kind: PanelKind): string[] {
  const registry = fieldRegistry(kind.customKeys);
  const unknown: string[] = [];
  for (const { id, disabled } of panel.transformations ?? []) {
    if (disabled !== true && !standardTransformersRegistry.getIfExists(id))
      unknown.push(`transformation '${id}'`);
  }
  const { defaults, overrides } = panel.fieldConfig ?? { defaults: {}, overrides: [] };
  for (const override of overrides) {
    if (!fieldMatchers.getIfExists(override.matcher.id))
      unknown.push(`override matcher '${override.matcher.id}'`);
    for (const { id } of override.properties) {
      if (!registry.getIfExists(id)) unknown.push(`override '${id}'`);
    }
  }
  for (const key of Object.keys(defaults)) {
    if (key !== 'custom' && !registry.getIfExists(key)) unknown.push(`field setting '${key}'`);
  }
  for (const key of Object.keys(defaults.custom ?? {})) {
    if (!registry.getIfExists(`custom.${key}`)) unknown.push(`field setting 'custom.${key}'`);
  }
  for (const [key, value] of Object.entries(panel.options ?? {})) {
    if (!kind.optionKeys.includes(key) && !switchedOff(value)) unknown.push(`option '${key}'`);
  }
  for (const member of ['timeFrom', 'timeShift', 'timeCompare', 'repeat', 'libraryPanel'] as const) {
    if (panel[member] !== undefined && panel[member] !== null) unknown.push(`panel setting '${member}'`);
  }
  return [...new Set(unknown)];
}

/** What is written down only to say that it is off (a table's `footer: {show: false, …}`) is not missed. */
function switchedOff(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { show?: unknown }).show === false;
}
