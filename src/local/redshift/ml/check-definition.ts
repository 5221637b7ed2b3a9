import type { ModelDefinition } from '../dialect/command-parts.js';
import { notSupported, SqlError } from '../dialect/sql-error.js';
import type { ProblemType } from './model-record.js';
import { readHyperparameters } from './trees/hyperparameters.js';
import { TrainingError } from './trees/training-error.js';

/** AUTO ON's objectives with the problems that each is for (SageMaker API reference, AutoMLJobObjective). */
const autoObjectives: Record<string, ProblemType[]> = {
  mse: ['regression'],
  accuracy: ['binary_classification', 'multiclass_classification'],
  f1: ['binary_classification'],
  f1macro: ['multiclass_classification'],
  f1_macro: ['multiclass_classification'],
  auc: ['binary_classification'],
};

/**
 * Refuses what Redshift refuses in the clauses themselves, and by name what only SageMaker can train. Redshift's own
 * sentences are not documented; these name the clause and the rule of the Developer Guide.
 */
export function checkDefinition(model: ModelDefinition): void {
  refuseAbsent(model);
  if (model.settings.s3Bucket === undefined) throw wrong('S3_BUCKET is required in SETTINGS');
  if (model.target === undefined) throw wrong('TARGET is required for this model type');
  if (model.auto) checkAuto(model);
  else checkXgboost(model);
}

function refuseAbsent(model: ModelDefinition): void {
  const { settings } = model;
  if (model.modelType !== undefined && model.modelType !== 'xgboost')
    throw notSupported(`MODEL_TYPE ${model.modelType.toUpperCase()}`);
  if (
    settings.horizon !== undefined ||
    settings.frequency !== undefined ||
    settings.percentiles !== undefined
  )
    throw notSupported('SETTINGS of MODEL_TYPE FORECAST (HORIZON, FREQUENCY, PERCENTILES)');
  if (settings.maxBatchRows !== undefined) throw notSupported('MAX_BATCH_ROWS of remote models');
}

function checkAuto(model: ModelDefinition): void {
  if (model.hyperparameters !== undefined) throw wrong('HYPERPARAMETERS can only be given when AUTO is OFF');
  if (model.preprocessors !== undefined && model.preprocessors.toLowerCase() !== 'none')
    throw notSupported('PREPROCESSORS under AUTO ON');
  if (model.objective === undefined) return;
  const problems = Object.hasOwn(autoObjectives, model.objective.toLowerCase())
    ? autoObjectives[model.objective.toLowerCase()]
    : undefined;
  if (problems === undefined)
    throw wrong(
      `OBJECTIVE '${model.objective}' is not valid when AUTO is ON: use MSE, Accuracy, F1, F1Macro or AUC`,
    );
  if (model.problemType !== undefined) checkAutoObjective(model.objective, model.problemType);
}

/** @throws SqlError when an objective of AUTO ON is not one of the problem's */
export function checkAutoObjective(objective: string, problem: ProblemType): void {
  if (autoObjectives[objective.toLowerCase()]?.includes(problem)) return;
  throw wrong(`OBJECTIVE '${objective}' is not valid for PROBLEM_TYPE ${problem.toUpperCase()}`);
}

function checkXgboost(model: ModelDefinition): void {
  if (model.modelType === undefined) throw wrong('MODEL_TYPE is required when AUTO is OFF');
  if (model.problemType !== undefined) throw wrong('PROBLEM_TYPE is not supported when AUTO is OFF');
  if (model.objective === undefined) throw wrong('OBJECTIVE is required when AUTO is OFF');
  if (model.preprocessors?.toLowerCase() !== 'none')
    throw wrong("PREPROCESSORS must be 'none' when AUTO is OFF");
  if (model.hyperparameters === undefined) throw wrong('HYPERPARAMETERS is required when AUTO is OFF');
  if (model.hyperparameters.objective !== undefined)
    throw wrong('OBJECTIVE cannot be given as a hyperparameter');
  try {
    readHyperparameters(model.objective, model.hyperparameters);
  } catch (error) {
    if (error instanceof TrainingError) throw wrong(error.message);
    throw error;
  }
}

function wrong(words: string): SqlError {
  return new SqlError(words, '22023');
}
