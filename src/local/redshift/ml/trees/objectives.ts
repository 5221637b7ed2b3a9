import type { Hyperparameters, Objective } from './hyperparameters.js';

/** What boosting must know of an objective; formulas are XGBoost's (its documentation's 'Learning Task Parameters'). */
export interface ObjectiveFunctions {
  /** The margin that a base score stands for. */
  marginOf(baseScore: number): number;
  /**
   * First and second derivatives of the loss by the margin.
   * @param margins by row, then group: row × groups + group; so are the two that are written
   */
  derive(margins: Float64Array, labels: Float64Array, gradients: Float64Array, hessians: Float64Array): void;
  /**
   * What is predicted for one row: what comes of exp in single precision, as XGBoost's, for two machines' exp differ in
   * the last bit.
   * @param at index of the row's first margin
   */
  predict(margins: ArrayLike<number>, at: number): number;
  /** Words when a label is not one of this objective's. */
  labelFault(label: number): string | undefined;
}

/** The functions of an objective. Uses nothing but its arguments: it also runs in the worker. */
export function objectiveFunctions(
  objective: Objective,
  hyperparameters: Hyperparameters,
): ObjectiveFunctions {
  const sigmoid = (margin: number) => 1 / (1 + Math.exp(-margin));
  const perRow =
    (derivatives: (margin: number, label: number) => [number, number]): ObjectiveFunctions['derive'] =>
    (margins, labels, gradients, hessians) => {
      for (let row = 0; row < labels.length; row++) {
        const label = labels[row] as number;
        const [gradient, hessian] = derivatives(margins[row] as number, label);
        gradients[row] = gradient;
        hessians[row] = hessian;
      }
    };
  const itself = (value: number) => value;
  const first = (margins: ArrayLike<number>, at: number) => margins[at] as number;
  const weightOf = (label: number) => (label === 1 ? hyperparameters.scale_pos_weight : 1);
  const logistic: ObjectiveFunctions = {
    marginOf: (score) => Math.log(score / (1 - score)),
    derive: perRow((margin, label) => {
      const p = sigmoid(margin);
      return [(p - label) * weightOf(label), Math.max(p * (1 - p), 1e-16) * weightOf(label)];
    }),
    predict: (margins, at) => Math.fround(sigmoid(margins[at] as number)),
    labelFault: (label) =>
      label >= 0 && label <= 1 ? undefined : 'label must be in [0,1] for logistic regression',
  };
  const squared: ObjectiveFunctions = {
    marginOf: itself,
    derive: perRow((margin, label) => [(margin - label) * weightOf(label), weightOf(label)]),
    predict: first,
    labelFault: () => undefined,
  };
  const power = hyperparameters.tweedie_variance_power;
  const classes = hyperparameters.num_class;
  const all: Record<Objective, ObjectiveFunctions> = {
    'reg:squarederror': squared,
    'reg:squaredlogerror': {
      marginOf: itself,
      derive: perRow((margin, label) => {
        const p = Math.max(margin, -1 + 1e-6);
        const apart = Math.log1p(p) - Math.log1p(label);
        return [
          (apart / (p + 1)) * weightOf(label),
          Math.max((1 - apart) / (p + 1) ** 2, 1e-6) * weightOf(label),
        ];
      }),
      predict: first,
      labelFault: (label) =>
        label > -1
          ? undefined
          : 'label must be greater than -1 for rmsle so that log(label + 1) can be valid.',
    },
    'reg:pseudohubererror': {
      marginOf: itself,
      derive: perRow((margin, label) => {
        const apart = margin - label;
        const root = Math.sqrt(1 + apart * apart);
        return [apart / root, 1 / ((1 + apart * apart) * root)];
      }),
      predict: first,
      labelFault: () => undefined,
    },
    'reg:tweedie': {
      marginOf: Math.log,
      derive: perRow((margin, label) => {
        const a = label * Math.exp((1 - power) * margin);
        const b = Math.exp((2 - power) * margin);
        return [b - a, (2 - power) * b - (1 - power) * a];
      }),
      predict: (margins, at) => Math.fround(Math.exp(margins[at] as number)),
      labelFault: (label) => (label >= 0 ? undefined : 'label must be nonnegative for tweedie regression'),
    },
    'reg:logistic': logistic,
    'binary:logistic': logistic,
    'binary:hinge': {
      marginOf: itself,
      derive: perRow((margin, label) => {
        const side = label * 2 - 1;
        return margin * side < 1 ? [-side * weightOf(label), weightOf(label)] : [0, 1.1754943508222875e-38];
      }),
      predict: (margins, at) => ((margins[at] as number) > 0 ? 1 : 0),
      labelFault: (label) =>
        label === 0 || label === 1 ? undefined : 'label must be 0 or 1 for binary:hinge',
    },
    'multi:softmax': {
      marginOf: itself,
      derive: (margins, labels, gradients, hessians) => {
        for (let row = 0, at = 0; row < labels.length; row++, at += classes) {
          let largest = Number.NEGATIVE_INFINITY;
          for (let k = at; k < at + classes; k++) largest = Math.max(largest, margins[k] as number);
          let sum = 0;
          for (let k = at; k < at + classes; k++) {
            const power = Math.exp((margins[k] as number) - largest);
            gradients[k] = power;
            sum += power;
          }
          for (let k = at; k < at + classes; k++) {
            const p = (gradients[k] as number) / sum;
            gradients[k] = p;
            hessians[k] = Math.max(2 * p * (1 - p), 1e-16);
          }
          const own = at + (labels[row] as number);
          gradients[own] = (gradients[own] as number) - 1;
        }
      },
      predict: (margins, at) => {
        let best = 0;
        for (let k = 1; k < classes; k++) {
          if ((margins[at + k] as number) > (margins[at + best] as number)) best = k;
        }
        return best;
      },
      labelFault: (label) =>
        Number.isInteger(label) && label >= 0 && label < classes
          ? undefined
          : 'SoftmaxMultiClassObj: label must be in [0, num_class).',
    },
  };
  return all[objective];
}
