import { seeded, whole } from '../../../../../templates/functions/random.js';

const objectives = [
  'multi:softmax',
  'binary:logistic',
  'binary:hinge',
  'reg:squarederror',
  'reg:pseudohubererror',
  'reg:squaredlogerror',
  'reg:tweedie',
  'reg:logistic',
];

/** A small training set of three features, with ties and missing values, and hyperparameters for it. */
export function randomProblem(seed: number) {
  const random = seeded(seed);
  const rows = whole(random, 2, 120);
  const objective = objectives[whole(random, 0, objectives.length - 1)] as string;
  const most = objective === 'multi:softmax' ? 2 : 1;
  const features = ['a', 'b', 'c'].map((name) => {
    const step = [1, 0.25, 1 / 3][whole(random, 0, 2)] as number;
    const missing = random() < 0.5 ? 0.2 : 0;
    const span = whole(random, 0, 30);
    const values = Float64Array.from({ length: rows }, () =>
      random() < missing ? Number.NaN : whole(random, -span, span) * step,
    );
    return { name, values };
  });
  const labels = Float64Array.from({ length: rows }, () => whole(random, 0, most));
  const given: Record<string, string> = {
    num_round: `${whole(random, 1, 6)}`,
    max_depth: `${whole(random, 1, 5)}`,
    gamma: random() < 0.5 ? '0' : '0.3',
    min_child_weight: `${whole(random, 0, 2)}`,
    alpha: random() < 0.5 ? '0' : '0.2',
    max_bin: `${whole(random, 2, 40)}`,
    seed: `${whole(random, 0, 1000)}`,
  };
  if (objective === 'multi:softmax') given.num_class = '3';
  return { objective, given, set: { features, labels } };
}
