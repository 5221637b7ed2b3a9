import type { TrainedModel, Tree } from './model.js';
import { objectiveFunctions } from './objectives.js';
import { groupsOf } from './predict.js';

/** One feature's axis of the grid. */
export interface Axis {
  /** Index of the feature. */
  feature: number;
  /** Ascending; position i holds the values below thresholds[i] that position i − 1 does not. */
  thresholds: number[];
  /** Position of a missing value: the first, the last, or one of its own behind the last. */
  missing: number;
  /** How many positions there are. */
  size: number;
}

/** Every prediction that a model of classes can make: the class at each cell, the last axis running fastest. */
export interface PredictionGrid {
  axes: Axis[];
  classes: Uint8Array;
}

/**
 * Trees ask nothing of a row but on which side of some thresholds its values are, so a model of few features has few
 * different answers: this works them all out.
 * @returns undefined when there would be more than `limit` cells, or more classes than a byte counts
 */
export function predictionGrid(model: TrainedModel, limit: number): PredictionGrid | undefined {
  const axes = axesOf(model);
  const cells = axes.reduce((product, { size }) => product * size, 1);
  const groups = groupsOf(model);
  if (cells > limit || groups > 255) return undefined;
  const margins = Array.from({ length: groups }, () => new Float64Array(cells).fill(model.base_margin));
  for (const [index, tree] of model.trees.entries()) {
    addTree(margins[index % groups] as Float64Array, tree, axes);
  }
  const { predict } = objectiveFunctions(model.objective, model.hyperparameters);
  const row = new Float64Array(groups);
  const classes = new Uint8Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    for (let group = 0; group < groups; group++)
      row[group] = (margins[group] as Float64Array)[cell] as number;
    classes[cell] = predict(row, 0);
  }
  return merged({ axes, classes });
}

function axesOf({ features, trees }: TrainedModel): Axis[] {
  return features.flatMap((_, feature) => {
    const thresholds = new Set<number>();
    const sides = new Set<boolean>();
    for (const tree of trees) {
      for (const [node, index] of tree.split_indices.entries()) {
        if (index !== feature || (tree.left_children[node] as number) < 0) continue;
        thresholds.add(tree.split_conditions[node] as number);
        sides.add(tree.default_left[node] as boolean);
      }
    }
    if (thresholds.size === 0) return [];
    const last = thresholds.size;
    const missing = sides.size > 1 ? last + 1 : sides.has(true) ? 0 : last;
    const size = last + 1 + (sides.size > 1 ? 1 : 0);
    return [{ feature, thresholds: [...thresholds].sort((a, b) => a - b), missing, size }];
  });
}

/** Adds each leaf's value to the cells that reach it. */
function addTree(margins: Float64Array, tree: Tree, axes: Axis[]): void {
  const axisOf = new Map(axes.map(({ feature }, index) => [feature, index]));
  const visit = (node: number, positions: Uint32Array[]) => {
    if ((tree.left_children[node] as number) < 0) {
      addTo(margins, axes, positions, tree.leaf_values[node] as number);
      return;
    }
    const index = axisOf.get(tree.split_indices[node] as number) as number;
    const { thresholds, missing, size } = axes[index] as Axis;
    // A value at position p is below the thresholds from p on.
    const bound = thresholds.indexOf(tree.split_conditions[node] as number);
    const own = size > thresholds.length + 1;
    const goesLeft = (position: number) =>
      own && position === missing ? (tree.default_left[node] as boolean) : position <= bound;
    const all = positions[index] as Uint32Array;
    visit(tree.left_children[node] as number, positions.with(index, all.filter(goesLeft)));
    visit(
      tree.right_children[node] as number,
      positions.with(
        index,
        all.filter((position) => !goesLeft(position)),
      ),
    );
  };
  visit(
    0,
    axes.map(({ size }) => Uint32Array.from({ length: size }, (_, position) => position)),
  );
}

function addTo(margins: Float64Array, axes: Axis[], positions: Uint32Array[], value: number): void {
  const add = (axis: number, from: number) => {
    const inner = positions[axis];
    if (!inner) {
      margins[from] = (margins[from] as number) + value;
      return;
    }
    const start = from * (axes[axis] as Axis).size;
    if (axis < axes.length - 1) {
      for (const position of inner) add(axis + 1, start + position);
      return;
    }
    for (let at = 0; at < inner.length; at++) {
      const cell = start + (inner[at] as number);
      margins[cell] = (margins[cell] as number) + value;
    }
  };
  add(0, 0);
}

/** Leaves out the thresholds that change no class anywhere. */
function merged(grid: PredictionGrid): PredictionGrid {
  let { axes, classes } = grid;
  for (const [index, axis] of axes.entries()) {
    const inner = axes.slice(index + 1).reduce((product, { size }) => product * size, 1);
    const same = (one: number, other: number) => {
      for (let start = 0; start < classes.length; start += axis.size * inner) {
        for (let cell = 0; cell < inner; cell++) {
          if (classes[start + one * inner + cell] !== classes[start + other * inner + cell]) return false;
        }
      }
      return true;
    };
    const kept = Array.from({ length: axis.size }, (_, position) => position).filter(
      (position) => position === 0 || position > axis.thresholds.length || !same(position - 1, position),
    );
    const moved = new Uint8Array((classes.length / axis.size) * kept.length);
    for (let cell = 0; cell < moved.length; cell++) {
      const outer = Math.floor(cell / (kept.length * inner));
      const position = kept[Math.floor(cell / inner) % kept.length] as number;
      moved[cell] = classes[(outer * axis.size + position) * inner + (cell % inner)] as number;
    }
    const inside = kept.filter((position) => position > 0 && position <= axis.thresholds.length);
    const missing =
      axis.missing > axis.thresholds.length ? inside.length + 1 : axis.missing === 0 ? 0 : inside.length;
    axes = axes.with(index, {
      feature: axis.feature,
      thresholds: inside.map((position) => axis.thresholds[position - 1] as number),
      missing,
      size: kept.length,
    });
    classes = moved;
  }
  return { axes, classes };
}
