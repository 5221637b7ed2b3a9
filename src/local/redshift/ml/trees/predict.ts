import type { PredictionType, TrainedModel, Tree } from './model.js';
import { objectiveFunctions } from './objectives.js';

/** Whether a model's predictions are class numbers or real values. */
export function predictionType({ objective }: TrainedModel): PredictionType {
  return objective === 'multi:softmax' || objective === 'binary:hinge' ? 'INTEGER' : 'DOUBLE';
}

/** How many margins a row has, each with trees of its own. */
export function groupsOf({ objective, classes }: TrainedModel): number {
  return objective === 'multi:softmax' ? classes : 1;
}

/** The value of the leaf where a row ends. @param row NaN is missing */
export function leafValue(tree: Tree, row: ArrayLike<number>): number {
  let node = 0;
  while ((tree.left_children[node] as number) >= 0) {
    const value = row[tree.split_indices[node] as number] as number;
    const left = Number.isNaN(value)
      ? tree.default_left[node]
      : value < (tree.split_conditions[node] as number);
    node = (left ? tree.left_children[node] : tree.right_children[node]) as number;
  }
  return tree.leaf_values[node] as number;
}

/**
 * What a model predicts for a row: a class's number, for binary:logistic the probability of class 1, else a value.
 * @param row one value a feature in the model's order, NaN is missing
 * @throws RangeError for a row of another length
 */
export function predict(model: TrainedModel, row: Float64Array): number {
  if (row.length !== model.features.length) {
    throw new RangeError(`The model has ${model.features.length} features, the row ${row.length} values.`);
  }
  const groups = groupsOf(model);
  const margins = new Float64Array(groups).fill(model.base_margin);
  for (const [index, tree] of model.trees.entries()) {
    margins[index % groups] = (margins[index % groups] as number) + leafValue(tree, row);
  }
  return objectiveFunctions(model.objective, model.hyperparameters).predict(margins, 0);
}
