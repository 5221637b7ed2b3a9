import {
  type FieldConfig,
  FieldConfigOptionsRegistry,
  type FieldConfigPropertyItem,
  FieldType,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  type ThresholdsConfig,
} from '@grafana/data';

/** The field settings that every panel has. */
const standardKeys: (keyof FieldConfig)[] = [
  'displayName',
  'description',
  'unit',
  'min',
  'max',
  'fieldMinMax',
  'decimals',
  'noValue',
  'color',
  'thresholds',
  'mappings',
  'links',
  'actions',
  'filterable',
];

const numberOnly = new Set<string>(['min', 'max', 'fieldMinMax']);

/** JSON has no -Infinity: a threshold's base is written as null. */
function withBase(thresholds: ThresholdsConfig | undefined): ThresholdsConfig | undefined {
  if (thresholds === undefined) return undefined;
  const steps = thresholds.steps.map((step) => ({ ...step, value: step.value ?? Number.NEGATIVE_INFINITY }));
  return { ...thresholds, steps };
}

function item(id: string, path: string, isCustom: boolean): FieldConfigPropertyItem {
  return {
    id,
    path,
    name: id,
    isCustom,
    // This page draws and does not edit, so there are no editors.
    editor: () => null,
    override: () => null,
    process: (value) => (id === 'thresholds' ? withBase(value) : value),
    shouldApply: (field) => isCustom || !numberOnly.has(id) || field.type === FieldType.number,
  };
}

/** The registry by which a panel's defaults and overrides are applied: the standard settings and the panel's own. */
export function fieldRegistry(customKeys: readonly string[]): FieldConfigOptionsRegistry {
  return new FieldConfigOptionsRegistry(() => [
    ...standardKeys.map((key) => item(key, key, false)),
    ...customKeys.map((key) => item(`custom.${key}`, key, true)),
  ]);
}

/** Fills Grafana's registries, which its application does at its start. Call once, before anything is drawn. */
export function initialiseRegistries(): void {
  standardFieldConfigEditorRegistry.setInit(() => standardKeys.map((key) => item(key, key, false)));
  // Two of the package's transformers share an id, which its registry refuses.
  const byId = new Map(
    Object.values(standardTransformers).map((transformer) => [transformer.id, transformer]),
  );
  standardTransformersRegistry.setInit(() =>
    [...byId.values()].map((transformer) => ({
      id: transformer.id,
      name: transformer.name,
      description: transformer.description ?? '',
      transformation: () => Promise.resolve(transformer as never),
      editor: () => null,
      imageDark: '',
      imageLight: '',
    })),
  );
}
