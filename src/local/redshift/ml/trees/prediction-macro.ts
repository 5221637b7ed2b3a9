import type { TrainedModel, Tree } from './model.js';
import { groupsOf } from './predict.js';
import { type Axis, type PredictionGrid, predictionGrid } from './prediction-grid.js';

/** A grid's classes are one character each in the macro's text: so long may it be. */
const gridLimit = 1_000_000;
/** The character of class 0. From it on ASCII has room for 79 classes, and no quote among them. */
const firstCharacter = '0'.charCodeAt(0);
const mostCharacters = 79;

/**
 * The statement that defines a model's prediction in DuckDB: `CREATE OR REPLACE MACRO name(p1, p2, …) AS (…)`, one
 * parameter a feature in the model's order. Arguments are numbers or booleans, NULL (or NaN) is missing; each is
 * evaluated once a row. The result is what `predict` gives: an INTEGER for classes, else a DOUBLE.
 *
 * A class of few features is looked up in the grid of all answers; any other model is the sum of its trees, each a
 * nest of CASE in a subquery. That one DuckDB does not take inside a lambda, and a volatile argument like random() it
 * evaluates once for all rows.
 * @param name put in as it is: quoted and qualified where it has to be
 */
export function predictionMacro(model: TrainedModel, name: string): string {
  const parameters = model.features.map((_, feature) => `p${feature + 1}`);
  return `CREATE OR REPLACE MACRO ${name}(${parameters.join(', ')}) AS (
${expression(model)}
)`;
}

function expression(model: TrainedModel): string {
  const discrete = model.objective === 'multi:softmax' || model.objective === 'binary:hinge';
  if (discrete && model.classes <= mostCharacters) {
    const grid = predictionGrid(model, gridLimit);
    if (grid) return lookUp(grid);
  }
  return sumOfTrees(model);
}

/** `list_transform([x], lambda v: …)[1]` evaluates x once, however often the body reads v. */
const bound = (value: string, variable: string, body: string) =>
  `list_transform([${value}], lambda ${variable}: ${body})[1]`;

/** A number as DuckDB reads a DOUBLE exactly: without an exponent it would be a DECIMAL. */
const literal = (value: number) => value.toExponential();

// DuckDB takes substr at once to the place in a constant that it knows to be ASCII. The error is never raised: an
// expression that could fail is one that DuckDB does not copy, and a query that reads a prediction in each branch of a
// CASE would otherwise predict once a branch.
function lookUp({ axes, classes }: PredictionGrid): string {
  const text = Buffer.from(classes.map((each) => each + firstCharacter)).toString('latin1');
  let stride = classes.length;
  const places = axes.map((axis) => {
    stride /= axis.size;
    return bound(`p${axis.feature + 1}::DOUBLE`, 'v', place(axis, stride));
  });
  const character = `substr('${text}', ${[1, ...places].join(' + ')}, 1)`;
  return `coalesce(ascii(${character}) - ${firstCharacter}, error('no prediction'))`;
}

/** Where on an axis the variable v stands, by binary search. NULL and NaN are below nothing: they stand last. */
function place({ thresholds, missing }: Axis, stride: number): string {
  const search = (low: number, high: number): string => {
    if (low === high) return String(low * stride);
    const middle = (low + high) >> 1;
    return `CASE WHEN v < ${literal(thresholds[middle] as number)} THEN ${search(low, middle)} ELSE ${search(middle + 1, high)} END`;
  };
  const found = search(0, thresholds.length);
  return missing === thresholds.length
    ? found
    : `CASE WHEN v IS NULL OR isnan(v) THEN ${missing * stride} ELSE ${found} END`;
}

function sumOfTrees(model: TrainedModel): string {
  const groups = groupsOf(model);
  const margins = Array.from({ length: groups }, (_, group) =>
    [
      literal(model.base_margin),
      ...model.trees.filter((_, index) => index % groups === group).map((tree) => cases(tree, 0)),
    ].join(' + '),
  );
  const values = model.features.map((_, feature) => `p${feature + 1}::DOUBLE AS v${feature + 1}`);
  return `SELECT ${outcome(model, 'm')} FROM (SELECT [${margins.join(', ')}] AS m FROM (SELECT ${values.join(', ')}))`;
}

function cases(tree: Tree, node: number): string {
  const left = tree.left_children[node] as number;
  if (left < 0) return literal(tree.leaf_values[node] as number);
  const v = `v${(tree.split_indices[node] as number) + 1}`;
  const below = `${v} < ${literal(tree.split_conditions[node] as number)}`;
  const condition = tree.default_left[node] ? `${below} OR ${v} IS NULL OR isnan(${v})` : below;
  return `CASE WHEN ${condition} THEN ${cases(tree, left)} ELSE ${cases(tree, tree.right_children[node] as number)} END`;
}

/** What is predicted from the list of margins. What comes of exp is rounded to single precision, as `predict` does. */
function outcome({ objective }: TrainedModel, margins: string): string {
  switch (objective) {
    case 'multi:softmax':
      return `(list_position(${margins}, list_max(${margins})) - 1)::INTEGER`;
    case 'binary:hinge':
      return `CASE WHEN ${margins}[1] > 0 THEN 1 ELSE 0 END`;
    case 'binary:logistic':
    case 'reg:logistic':
      return `(1 / (1 + exp(-${margins}[1])))::FLOAT::DOUBLE`;
    case 'reg:tweedie':
      return `exp(${margins}[1])::FLOAT::DOUBLE`;
    default:
      return `${margins}[1]`;
  }
}
