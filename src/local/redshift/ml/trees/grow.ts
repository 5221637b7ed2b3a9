import type { BinnedFeature } from './bins.js';
import type { Hyperparameters } from './hyperparameters.js';
import type { Tree } from './model.js';

/** What one tree is grown from. */
export interface GrowthInput {
  features: BinnedFeature[];
  /** By row, of this tree's class. */
  gradients: Float64Array;
  hessians: Float64Array;
  /** The rows that were sampled for this tree; reordered by the call. */
  rows: Uint32Array;
  hyperparameters: Hyperparameters;
  random: () => number;
}

/** A tree, and at each inner node the last bin that goes left: training rows are binned already. */
export interface GrownTree {
  tree: Tree;
  splitBins: number[];
}

/**
 * Grows one tree depth by depth from histograms of gradients, with XGBoost's gain, weights and sparsity-aware splits
 * (Chen and Guestrin 2016, algorithms 1 and 3; the smaller child is counted, its sibling is the difference). Uses
 * nothing but its arguments: it also runs in the worker.
 */
export function growTree({
  features,
  gradients,
  hessians,
  rows,
  hyperparameters,
  random,
}: GrowthInput): GrownTree {
  const { lambda, alpha, gamma, eta, max_depth, min_child_weight, max_delta_step } = hyperparameters;
  /** Smaller gains are rounding errors: XGBoost's kRtEps. */
  const epsilon = 1e-6;
  const offsets = [0];
  for (const { cuts } of features) offsets.push((offsets.at(-1) as number) + cuts.length + 1);
  const slots = offsets.at(-1) as number;
  const buffer = new Uint32Array(rows.length);
  const tree: Tree = {
    split_indices: [],
    split_conditions: [],
    default_left: [],
    left_children: [],
    right_children: [],
    leaf_values: [],
    loss_changes: [],
    sum_hessian: [],
  };
  const splitBins: number[] = [];

  const sampled = (from: number[], share: number): number[] => {
    if (share >= 1) return from;
    const pool = [...from];
    const count = Math.max(1, Math.floor(share * pool.length));
    for (let index = 0; index < count; index++) {
      const other = index + Math.floor(random() * (pool.length - index));
      [pool[index], pool[other]] = [pool[other] as number, pool[index] as number];
    }
    return pool.slice(0, count).sort((a, b) => a - b);
  };
  const ofTree = sampled(
    features.map((_, index) => index),
    hyperparameters.colsample_bytree,
  );
  const ofLevel: number[][] = [];
  const candidates = (depth: number) => {
    ofLevel[depth] ??= sampled(ofTree, hyperparameters.colsample_bylevel);
    return sampled(ofLevel[depth], hyperparameters.colsample_bynode);
  };

  const weight = (gradient: number, hessian: number): number => {
    if (hessian < min_child_weight || hessian <= 0) return 0;
    const shrunk = Math.sign(gradient) * Math.max(Math.abs(gradient) - alpha, 0);
    const step = -shrunk / (hessian + lambda);
    return max_delta_step > 0 ? Math.sign(step) * Math.min(Math.abs(step), max_delta_step) : step;
  };
  const gain = (gradient: number, hessian: number): number => {
    if (hessian < min_child_weight || hessian <= 0) return 0;
    if (max_delta_step > 0) {
      const w = weight(gradient, hessian);
      return -(2 * gradient * w + (hessian + lambda) * w * w + 2 * alpha * Math.abs(w));
    }
    const shrunk = Math.max(Math.abs(gradient) - alpha, 0);
    return (shrunk * shrunk) / (hessian + lambda);
  };

  /** Sums of gradients, of hessians, and rows, of each feature's bins. */
  const count = (from: number, to: number): Float64Array => {
    const histogram = new Float64Array(slots * 3);
    for (const index of ofTree) {
      const { bins } = features[index] as BinnedFeature;
      const offset = offsets[index] as number;
      for (let at = from; at < to; at++) {
        const row = rows[at] as number;
        const slot = (offset + (bins[row] as number)) * 3;
        histogram[slot] = (histogram[slot] as number) + (gradients[row] as number);
        histogram[slot + 1] = (histogram[slot + 1] as number) + (hessians[row] as number);
        histogram[slot + 2] = (histogram[slot + 2] as number) + 1;
      }
    }
    return histogram;
  };

  interface Split {
    gain: number;
    feature: number;
    bin: number;
    defaultLeft: boolean;
    leftGradient: number;
    leftHessian: number;
  }
  const bestSplit = (
    histogram: Float64Array,
    among: number[],
    gradient: number,
    hessian: number,
    rowsHere: number,
  ): Split | undefined => {
    const own = gain(gradient, hessian);
    let best: Split | undefined;
    for (const feature of among) {
      const offset = offsets[feature] as number;
      const bins = (features[feature] as BinnedFeature).cuts.length;
      const missing = (offset + bins) * 3;
      const missingRows = histogram[missing + 2] as number;
      // Missing values to the right; then, where there are any, to the left.
      for (let side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
        let g = side === 0 ? 0 : (histogram[missing] as number);
        let h = side === 0 ? 0 : (histogram[missing + 1] as number);
        let n = side === 0 ? 0 : missingRows;
        for (let bin = 0; bin < bins; bin++) {
          const slot = (offset + bin) * 3;
          g += histogram[slot] as number;
          h += histogram[slot + 1] as number;
          n += histogram[slot + 2] as number;
          if (n === 0 || h < min_child_weight) continue;
          if (n === rowsHere || hessian - h < min_child_weight) break;
          const change = gain(g, h) + gain(gradient - g, hessian - h) - own;
          if (change > (best?.gain ?? epsilon) && change >= gamma) {
            best = { gain: change, feature, bin, defaultLeft: side === 1, leftGradient: g, leftHessian: h };
          }
        }
      }
    }
    return best;
  };

  /** Reorders the rows of a node, those that go left first; both sides keep their order. */
  const partition = (from: number, to: number, { feature, bin, defaultLeft }: Split): number => {
    const { bins, cuts } = features[feature] as BinnedFeature;
    let left = from;
    let right = 0;
    for (let at = from; at < to; at++) {
      const row = rows[at] as number;
      const own = bins[row] as number;
      if (own === cuts.length ? defaultLeft : own <= bin) rows[left++] = row;
      else buffer[right++] = row;
    }
    rows.set(buffer.subarray(0, right), left);
    return left;
  };

  const grow = (
    from: number,
    to: number,
    depth: number,
    histogram: Float64Array | undefined,
    gradient: number,
    hessian: number,
  ): number => {
    const node = splitBins.push(0) - 1;
    tree.split_indices.push(0);
    tree.split_conditions.push(0);
    tree.default_left.push(false);
    tree.left_children.push(-1);
    tree.right_children.push(-1);
    tree.leaf_values.push(0);
    tree.loss_changes.push(0);
    tree.sum_hessian.push(hessian);
    const split = histogram && bestSplit(histogram, candidates(depth), gradient, hessian, to - from);
    if (!histogram || !split) {
      // Never −0: JSON has none.
      tree.leaf_values[node] = weight(gradient, hessian) * eta + 0;
      return node;
    }
    const middle = partition(from, to, split);
    let left: Float64Array | undefined;
    let right: Float64Array | undefined;
    if (depth + 1 < max_depth) {
      const leftIsSmaller = middle - from <= to - middle;
      const smaller = leftIsSmaller ? count(from, middle) : count(middle, to);
      for (let slot = 0; slot < histogram.length; slot++) {
        histogram[slot] = (histogram[slot] as number) - (smaller[slot] as number);
      }
      left = leftIsSmaller ? smaller : histogram;
      right = leftIsSmaller ? histogram : smaller;
    }
    splitBins[node] = split.bin;
    tree.split_indices[node] = split.feature;
    tree.split_conditions[node] = (features[split.feature] as BinnedFeature).cuts[split.bin] as number;
    tree.default_left[node] = split.defaultLeft;
    tree.loss_changes[node] = split.gain;
    tree.left_children[node] = grow(from, middle, depth + 1, left, split.leftGradient, split.leftHessian);
    tree.right_children[node] = grow(
      middle,
      to,
      depth + 1,
      right,
      gradient - split.leftGradient,
      hessian - split.leftHessian,
    );
    return node;
  };

  let gradient = 0;
  let hessian = 0;
  for (const row of rows) {
    gradient += gradients[row] as number;
    hessian += hessians[row] as number;
  }
  grow(0, rows.length, 0, count(0, rows.length), gradient, hessian);
  return { tree, splitBins };
}
