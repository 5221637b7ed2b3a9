import { TrainingError } from './training-error.js';

/** The objectives that this learner has, of those that Redshift's CREATE MODEL names for XGBOOST. */
export const objectives = [
  'reg:squarederror',
  'reg:squaredlogerror',
  'reg:logistic',
  'reg:pseudohubererror',
  'reg:tweedie',
  'binary:logistic',
  'binary:hinge',
  'multi:softmax',
] as const;
export type Objective = (typeof objectives)[number];

/** XGBoost's parameters; defaults are SageMaker's (docs.aws.amazon.com/sagemaker/latest/dg/xgboost_hyperparameters.html). */
export interface Hyperparameters {
  /** Rounds of boosting: trees of each class. */
  num_round: number;
  /** Of multi:softmax only. */
  num_class: number;
  eta: number;
  max_depth: number;
  gamma: number;
  min_child_weight: number;
  max_delta_step: number;
  lambda: number;
  alpha: number;
  subsample: number;
  colsample_bytree: number;
  colsample_bylevel: number;
  colsample_bynode: number;
  base_score: number;
  scale_pos_weight: number;
  max_bin: number;
  tweedie_variance_power: number;
  seed: number;
}

interface Parameter {
  whole?: boolean;
  default: number;
  holds: (value: number) => boolean;
  range: string;
}

const atLeastZero = { holds: (value: number) => value >= 0, range: '[0, ∞)' };
const share = { holds: (value: number) => value > 0 && value <= 1, range: '(0, 1]' };

// SageMaker demands num_round, Redshift's statements do without; its own default isn't documented: 100 is what its
// documentation's examples set.
const parameters: Record<keyof Hyperparameters, Parameter> = {
  num_round: { whole: true, default: 100, holds: (n) => n >= 1 && n <= 10_000, range: '[1, 10000]' },
  num_class: { whole: true, default: 0, holds: (n) => n >= 2 && n <= 1_000, range: '[2, 1000]' },
  eta: { default: 0.3, holds: (n) => n >= 0 && n <= 1, range: '[0, 1]' },
  max_depth: { whole: true, default: 6, holds: (n) => n >= 1 && n <= 16, range: '[1, 16]' },
  gamma: { default: 0, ...atLeastZero },
  min_child_weight: { default: 1, ...atLeastZero },
  max_delta_step: { default: 0, ...atLeastZero },
  lambda: { default: 1, ...atLeastZero },
  alpha: { default: 0, ...atLeastZero },
  subsample: { default: 1, ...share },
  colsample_bytree: { default: 1, ...share },
  colsample_bylevel: { default: 1, ...share },
  colsample_bynode: { default: 1, ...share },
  base_score: { default: 0.5, holds: Number.isFinite, range: 'a number' },
  scale_pos_weight: { default: 1, ...atLeastZero },
  max_bin: { whole: true, default: 256, holds: (n) => n >= 2 && n <= 65_535, range: '[2, 65535]' },
  tweedie_variance_power: { default: 1.5, holds: (n) => n > 1 && n < 2, range: '(1, 2)' },
  seed: { whole: true, default: 0, holds: (n) => n >= 0 && n < 2 ** 32, range: '[0, 4294967295]' },
};

/** Parameters that change nothing here as long as they hold one of these values. */
const fixed: Record<string, string[]> = {
  booster: ['gbtree'],
  tree_method: ['auto', 'hist', 'approx', 'exact'],
  grow_policy: ['depthwise'],
  process_type: ['default'],
  num_parallel_tree: ['1'],
  max_leaves: ['0'],
  csv_weights: ['0'],
};
const ignored = new Set(['nthread', 'verbosity', 'deterministic_histogram', 'single_precision_histogram']);

/**
 * What is left at its default and what is set, from the words of `HYPERPARAMETERS DEFAULT EXCEPT (NUM_ROUND '100', …)`.
 * @param objective as written after OBJECTIVE
 * @param given names in any case, with the texts of their values
 * @throws TrainingError naming the objective or the hyperparameter that is unknown, not supported, or out of its range
 */
export function readHyperparameters(
  objective: string,
  given: Record<string, string>,
): { objective: Objective; hyperparameters: Hyperparameters } {
  const known = objectives.find((each) => each === objective.toLowerCase());
  if (!known) {
    throw new TrainingError(
      `The objective '${objective}' is not supported here. Supported are: ${objectives.join(', ')}`,
    );
  }
  const hyperparameters = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]),
  ) as unknown as Hyperparameters;
  for (const [written, text] of Object.entries(given)) {
    const name = written.toLowerCase();
    if (ignored.has(name) || fixed[name]?.includes(text.toLowerCase())) continue;
    if (name === 'objective' && text.toLowerCase() === known) continue;
    if (fixed[name])
      throw new TrainingError(
        `The hyperparameter ${name} is supported here only as ${fixed[name].join(', ')}`,
      );
    if (!Object.hasOwn(parameters, name))
      throw new TrainingError(`The hyperparameter ${name} is not supported here`);
    hyperparameters[name as keyof Hyperparameters] = readNumber(name as keyof Hyperparameters, text);
  }
  if (known === 'multi:softmax') {
    if (hyperparameters.num_class === 0)
      throw new TrainingError('multi:softmax needs the hyperparameter num_class');
  } else if (hyperparameters.num_class > 1) {
    throw new TrainingError(`The hyperparameter num_class is of multi:softmax, not of ${known}`);
  }
  checkBaseScore(known, hyperparameters.base_score);
  return { objective: known, hyperparameters };
}

function readNumber(name: keyof Hyperparameters, text: string): number {
  const { whole, holds, range } = parameters[name];
  const value = text.trim() === '' ? Number.NaN : Number(text);
  // A single class is what the other objectives have: XGBoost takes 1 from them.
  if (name === 'num_class' && value <= 1 && value >= 0) return 0;
  if (Number.isNaN(value) || (whole && !Number.isInteger(value)) || !holds(value)) {
    throw new TrainingError(
      `The hyperparameter ${name} must be ${whole ? 'a whole number in ' : range === 'a number' ? '' : 'a number in '}${range}, not '${text}'`,
    );
  }
  return value;
}

function checkBaseScore(objective: Objective, score: number): void {
  const logistic = objective === 'binary:logistic' || objective === 'reg:logistic';
  if (logistic && !(score > 0 && score < 1)) {
    throw new TrainingError('base_score must be in (0,1) for logistic loss');
  }
  if (objective === 'reg:tweedie' && score <= 0)
    throw new TrainingError('base_score must be above 0 for reg:tweedie');
}
