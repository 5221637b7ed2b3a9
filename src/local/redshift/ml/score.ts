import type { ModelRecord } from './model-record.js';
import type { TrainedModel, TrainingSet, Tree } from './trees/model.js';

/** How well a model does on rows that it has not seen, by one of AUTO ON's objectives. */
export interface ObjectiveScore {
  /** As SHOW MODEL names it: `validation:f1_binary`. */
  name: string;
  value: number;
  /** The larger of two `rank`s is the better model. */
  rank: number;
}

/** Scores a model of AUTO ON by the objective of its record, on rows held out. */
export function scoreOn(record: ModelRecord, model: TrainedModel, set: TrainingSet): ObjectiveScore {
  const margins = marginsOf(model, set);
  const { labels } = set;
  const larger = (name: string, value: number) => ({ name: `validation:${name}`, value, rank: value });
  if (record.problem === 'regression') {
    const value = mean(labels, (label, row) => ((margins[row]?.[0] ?? 0) - label) ** 2);
    return { name: 'validation:mse', value, rank: -value };
  }
  const classes = margins.map(classOf);
  switch (record.objective) {
    case 'f1':
      return larger('f1_binary', f1(labels, classes, 1));
    case 'f1macro':
    case 'f1_macro': {
      const all = [...new Set(labels)].map((label) => f1(labels, classes, label));
      return larger(
        'f1_macro',
        mean(all, (value) => value),
      );
    }
    case 'auc':
      return larger(
        'auc',
        areaUnderCurve(
          labels,
          margins.map(([margin = 0]) => margin),
        ),
      );
    default:
      return larger(
        'accuracy',
        mean(labels, (label, row) => (classes[row] === label ? 1 : 0)),
      );
  }
}

/** The sums of the trees, by row, then class. */
function marginsOf(model: TrainedModel, { features, labels }: TrainingSet): number[][] {
  const groups = model.objective === 'multi:softmax' ? model.classes : 1;
  return Array.from(labels, (_, row) => {
    const margins = new Array<number>(groups).fill(model.base_margin);
    model.trees.forEach((tree, index) => {
      const leaf = leafOf(tree, (feature) => features[feature]?.values[row] ?? Number.NaN);
      margins[index % groups] = (margins[index % groups] ?? 0) + leaf;
    });
    return margins;
  });
}

function leafOf(tree: Tree, valueAt: (feature: number) => number): number {
  let node = 0;
  while ((tree.left_children[node] ?? -1) !== -1) {
    const value = valueAt(tree.split_indices[node] ?? 0);
    const left = Number.isNaN(value) ? tree.default_left[node] : value < (tree.split_conditions[node] ?? 0);
    node = (left ? tree.left_children[node] : tree.right_children[node]) ?? 0;
  }
  return tree.leaf_values[node] ?? 0;
}

function classOf(margins: number[]): number {
  const [first = 0] = margins;
  if (margins.length === 1) return first >= 0 ? 1 : 0;
  return margins.indexOf(Math.max(...margins));
}

function f1(labels: Float64Array, classes: number[], positive: number): number {
  let both = 0;
  let either = 0;
  labels.forEach((label, row) => {
    if (label === positive && classes[row] === positive) both++;
    if (label === positive) either++;
    if (classes[row] === positive) either++;
  });
  return either === 0 ? 0 : (2 * both) / either;
}

/** The share of pairs of a positive and a negative row that the margin ranks rightly; ties count half. */
function areaUnderCurve(labels: Float64Array, margins: number[]): number {
  const order = margins.map((_, row) => row).sort((a, b) => (margins[a] ?? 0) - (margins[b] ?? 0));
  let ranks = 0;
  let positives = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && margins[order[to] ?? 0] === margins[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) {
      if (labels[order[at] ?? 0] !== 1) continue;
      positives++;
      ranks += (from + to + 1) / 2;
    }
    from = to;
  }
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function mean(values: Float64Array | number[], of: (value: number, at: number) => number): number {
  let sum = 0;
  values.forEach((value, at) => {
    sum += of(value, at);
  });
  return values.length === 0 ? 0 : sum / values.length;
}
