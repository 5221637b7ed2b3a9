import type { ModelDefinition } from '../dialect/command-parts.js';
import { SqlError } from '../dialect/sql-error.js';
import { checkAutoObjective } from './check-definition.js';
import { typeName } from './columns.js';
import type { ProblemType } from './model-record.js';

/** Whole numbers with more values than this are amounts, not classes. Ours: Autopilot's rule is not published. */
const mostNumericClasses = 20;
/** As many classes as a text label may have. */
const mostClasses = 100;
/** The objective that CREATE MODEL takes where none is given (Developer Guide, parameters of CREATE MODEL). */
const defaultObjectives: Record<ProblemType, string> = {
  regression: 'mse',
  binary_classification: 'f1',
  multiclass_classification: 'accuracy',
};

/** What is to be learned, and by what measure. */
export interface Problem {
  problem: ProblemType;
  objective: string;
  /** The classes in the order of their numbers; absent where there are none to decode. */
  labels?: string[];
}

/**
 * The problem that a statement and its labels pose.
 * @param labels the distinct labels as text, in order; at least `labelLimit` of them when there are so many
 * @throws SqlError when there are too few or too many classes
 */
export function problemOf(model: ModelDefinition, targetType: string, labels: string[]): Problem {
  if (!model.auto) {
    const objective = (model.objective ?? '').toLowerCase();
    const problem = xgboostProblem(objective);
    if (problem !== 'regression') requireClasses(labels);
    return { problem, objective };
  }
  const problem = model.problemType ?? inferred(targetType, labels.length);
  const objective = (model.objective ?? defaultObjectives[problem]).toLowerCase();
  checkAutoObjective(objective, problem);
  if (problem === 'regression') {
    if (['varchar', 'bpchar', 'bool'].includes(typeName(targetType)))
      throw new SqlError('The target of a REGRESSION must be a number', '42804');
    return { problem, objective };
  }
  requireClasses(labels);
  const most = problem === 'binary_classification' ? 2 : mostClasses;
  if (labels.length > most)
    throw new SqlError(
      `The target column has more than ${most} distinct values: too many for PROBLEM_TYPE ${problem.toUpperCase()}`,
      '22023',
    );
  return { problem, objective, labels };
}

/** So many distinct labels tell all that `problemOf` asks. */
export const labelLimit = mostClasses + 1;

function xgboostProblem(objective: string): ProblemType {
  if (objective.startsWith('multi:')) return 'multiclass_classification';
  return objective.startsWith('binary:') ? 'binary_classification' : 'regression';
}

function inferred(targetType: string, distinct: number): ProblemType {
  const name = typeName(targetType);
  const classes = distinct <= 2 ? 'binary_classification' : 'multiclass_classification';
  if (['varchar', 'bpchar', 'bool'].includes(name)) return classes;
  if (name.startsWith('float')) return 'regression';
  return distinct <= mostNumericClasses ? classes : 'regression';
}

function requireClasses(labels: string[]): void {
  if (labels.length >= 2) return;
  throw new SqlError(
    'The target column must have at least two distinct values for a classification',
    '22023',
  );
}
