import { objectives } from './hyperparameters.js';
import { modelVersion, type TrainedModel, type Tree } from './model.js';

/** A text that is no model, or not one that this version reads. */
export class ModelFormatError extends Error {
  override name = 'ModelFormatError';
}

/**
 * Checks a model that comes from outside: every node's children, features and numbers, so that no prediction can run
 * astray.
 * @param json parsed JSON
 * @throws ModelFormatError naming what is wrong
 */
export function readModel(json: unknown): TrainedModel {
  const model = object(json, 'the model');
  if (model.version !== modelVersion) {
    throw new ModelFormatError(
      `The model's version is ${show(model.version)}; ${modelVersion} is read here.`,
    );
  }
  if (!objectives.some((each) => each === model.objective)) fail('objective', model.objective);
  const features = array(model.features, 'features');
  if (features.length === 0 || features.some((name) => typeof name !== 'string')) fail('features', features);
  if (!Number.isInteger(model.classes) || (model.classes as number) < 1) fail('classes', model.classes);
  number(model.base_margin, 'base_margin');
  for (const [name, value] of Object.entries(object(model.hyperparameters, 'hyperparameters'))) {
    number(value, `hyperparameters.${name}`);
  }
  const { num_class, num_round } = model.hyperparameters as Record<string, unknown>;
  const groups = model.objective === 'multi:softmax' ? (model.classes as number) : 1;
  if (groups > 1 && num_class !== groups) fail('hyperparameters.num_class', num_class);
  const trees = array(model.trees, 'trees');
  if (trees.length !== groups * Number(num_round)) fail('number of trees', trees.length);
  for (const [index, tree] of trees.entries())
    checkTree(object(tree, `trees[${index}]`), index, features.length);
  const rows = object(model.rows, 'rows');
  number(rows.train, 'rows.train');
  number(rows.validation, 'rows.validation');
  for (const each of array(model.metrics, 'metrics')) {
    const metric = object(each, 'metrics');
    if (typeof metric.name !== 'string') fail('metrics', metric.name);
    number(metric.train, `metrics.${metric.name}.train`);
    if (metric.validation !== null) number(metric.validation, `metrics.${metric.name}.validation`);
  }
  return json as TrainedModel;
}

const members = {
  split_indices: 'number',
  split_conditions: 'number',
  default_left: 'boolean',
  left_children: 'number',
  right_children: 'number',
  leaf_values: 'number',
  loss_changes: 'number',
  sum_hessian: 'number',
} satisfies Record<keyof Tree, string>;

function checkTree(tree: Record<string, unknown>, index: number, features: number): void {
  const nodes = array(tree.split_indices, `trees[${index}].split_indices`).length;
  for (const [name, type] of Object.entries(members)) {
    const values = array(tree[name], `trees[${index}].${name}`);
    const wrong = values.find(
      (value) => typeof value !== type || (type === 'number' && !Number.isFinite(value)),
    );
    if (wrong !== undefined || values.length !== nodes || nodes === 0)
      fail(`trees[${index}].${name}`, wrong ?? values);
  }
  const { split_indices, left_children, right_children } = tree as unknown as Tree;
  for (let node = 0; node < nodes; node++) {
    const [left, right] = [left_children[node] as number, right_children[node] as number];
    const leaf = left === -1 && right === -1;
    // A child comes after its parent, so no row can go round in a circle.
    const inner = [left, right].every((child) => Number.isInteger(child) && child > node && child < nodes);
    const feature = split_indices[node] as number;
    if (!leaf && !(inner && Number.isInteger(feature) && feature >= 0 && feature < features)) {
      fail(`trees[${index}], node ${node}`, { left, right, feature });
    }
  }
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(where, value);
  return value as Record<string, unknown>;
}

function array(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) fail(where, value);
  return value as unknown[];
}

function number(value: unknown, where: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) fail(where, value);
}

function fail(where: string, value: unknown): never {
  throw new ModelFormatError(`This is no trained model: ${where} is ${show(value)}.`);
}

const show = (value: unknown) => (JSON.stringify(value) ?? String(value)).slice(0, 80);
