import { type BinnedFeature, binFeature } from './bins.js';
import { growTree } from './grow.js';
import { metricFunctions } from './metrics.js';
import type { Progress, TrainedModel, TrainingOptions, TrainingSet, Tree } from './model.js';
import { objectiveFunctions } from './objectives.js';
import { seededRandom } from './random.js';

/** The parts that training is made of. */
export const trainingParts = { binFeature, growTree, metricFunctions, objectiveFunctions, seededRandom };
export type TrainingParts = typeof trainingParts;

/** A fault of the training data, in XGBoost's words where it has them; the caller makes an error of it. */
export interface TrainingFault {
  fault: string;
}

/**
 * Gradient boosting: each round adds a tree (of each class) that follows the loss's gradients. Deterministic by the
 * seed. Uses nothing but its arguments: it also runs in the worker.
 */
export function boost(
  parts: TrainingParts,
  set: TrainingSet,
  { objective, hyperparameters, validationShare = 0.2 }: TrainingOptions,
  onProgress?: Progress,
): TrainedModel | TrainingFault {
  const { labels, features } = set;
  const rows = labels.length;
  const groups = objective === 'multi:softmax' ? hyperparameters.num_class : 1;
  const functions = parts.objectiveFunctions(objective, hyperparameters);
  if (rows === 0) return { fault: 'There is no row to learn from.' };
  if (features.length === 0) return { fault: 'There is no feature to learn from.' };
  for (const { name, values } of features) {
    if (values.length !== rows)
      return { fault: `The feature ${name} has ${values.length} values for ${rows} rows.` };
    if (values.some((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)) {
      return { fault: `Input data contains \`inf\` or a value too large, in the feature ${name}.` };
    }
  }
  for (const label of labels) {
    const fault = Number.isFinite(label)
      ? functions.labelFault(label)
      : 'Label contains NaN, infinity or a value too large.';
    if (fault) return { fault };
  }

  const random = parts.seededRandom(hyperparameters.seed);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let row = rows - 1; row > 0; row--) {
    const other = Math.floor(random() * (row + 1));
    const swapped = order[row] as number;
    order[row] = order[other] as number;
    order[other] = swapped;
  }
  const held = Math.min(Math.floor(rows * validationShare), rows - 1);
  const validation = order.subarray(0, held).sort();
  const training = order.subarray(held).sort();
  // Cuts come of the training rows alone: the held rows must be news to the model.
  const binned = features.map(({ values }) => parts.binFeature(values, training, hyperparameters.max_bin));

  const baseMargin = functions.marginOf(hyperparameters.base_score);
  const margins = new Float64Array(rows * groups).fill(baseMargin);
  const gradients = new Float64Array(rows * groups);
  const hessians = new Float64Array(rows * groups);
  const ownGradients = groups === 1 ? gradients : new Float64Array(rows);
  const ownHessians = groups === 1 ? hessians : new Float64Array(rows);
  const trees: Tree[] = [];
  for (let round = 0; round < hyperparameters.num_round; round++) {
    functions.derive(margins, labels, gradients, hessians);
    const sampled =
      hyperparameters.subsample < 1 ? training.filter(() => random() < hyperparameters.subsample) : training;
    for (let group = 0; group < groups; group++) {
      if (groups > 1) {
        for (let row = 0, at = group; row < rows; row++, at += groups) {
          ownGradients[row] = gradients[at] as number;
          ownHessians[row] = hessians[at] as number;
        }
      }
      const { tree, splitBins } = parts.growTree({
        features: binned,
        gradients: ownGradients,
        hessians: ownHessians,
        rows: Uint32Array.from(sampled),
        hyperparameters,
        random,
      });
      const children = [Int32Array.from(tree.right_children), Int32Array.from(tree.left_children)] as const;
      const nodes = tree.split_indices.map((index, node) => ({
        bins: (binned[index] as BinnedFeature).bins,
        missing: (binned[index] as BinnedFeature).cuts.length,
        last: splitBins[node] as number,
        defaultLeft: tree.default_left[node] ? 1 : 0,
        inner: (tree.left_children[node] as number) >= 0,
        value: tree.leaf_values[node] as number,
      }));
      for (let row = 0, at = group; row < rows; row++, at += groups) {
        let index = 0;
        let node = nodes[0] as (typeof nodes)[number];
        while (node.inner) {
          const bin = node.bins[row] as number;
          const left = bin === node.missing ? node.defaultLeft : bin <= node.last ? 1 : 0;
          index = children[left as 0 | 1][index] as number;
          node = nodes[index] as (typeof nodes)[number];
        }
        margins[at] = (margins[at] as number) + node.value;
      }
      trees.push(tree);
    }
    onProgress?.({ round: round + 1, rounds: hyperparameters.num_round });
  }
  return {
    version: 1,
    objective,
    features: features.map(({ name }) => name),
    classes: groups > 1 ? groups : objective.startsWith('binary:') ? 2 : 1,
    hyperparameters,
    base_margin: baseMargin,
    trees,
    rows: { train: training.length, validation: held },
    metrics: parts.metricFunctions(objective, hyperparameters).map(({ name, score }) => ({
      name,
      train: score(margins, labels, training),
      validation: held > 0 ? score(margins, labels, validation) : null,
    })),
  };
}
