import type { RelationColumn } from '../dialect/resolver.js';
import type { ModelFolder } from './bucket.js';

/** What a model predicts. */
export type ProblemType = 'regression' | 'binary_classification' | 'multiclass_classification';

/** A model of the database, and its prediction function, as the catalog keeps them. */
export interface ModelRecord {
  schema: string;
  name: string;
  id: number;
  owner: string;
  /** epoch ms */
  createdAt: number;
  state: 'TRAINING' | 'READY' | 'FAILED';
  /** Why it is FAILED. */
  reason?: string;
  function: ModelFunction;
  /** The label's column and its type. */
  target: RelationColumn;
  /** Redshift's text of the training query. */
  query: string;
  /** Keys of the relations that the training query reads. */
  dependsOn: string[];
  auto: boolean;
  problem: ProblemType;
  /** OBJECTIVE as written, in lower case; what AUTO ON chose where it was not. */
  objective: string;
  /** Labels in the order of their class numbers; absent for regression. */
  labels?: string[];
  /** What HYPERPARAMETERS says, keys in lower case. */
  hyperparameters: Record<string, string>;
  folder: ModelFolder;
  /** S3_GARBAGE_COLLECT */
  collect: boolean;
  kmsKeyId?: string;
  /** Seconds. */
  maxRuntime: number;
  /** The name of SageMaker's job. */
  job: string;
  /** Exported rows. */
  rows: number;
  scores?: Score[];
  /** By which version of the compiler its function was made; absent before there is one, or before versions were kept. */
  compiler?: number;
}

/** A score under the name by which SHOW MODEL shows it: `validation:merror`. */
export interface Score {
  name: string;
  value: number;
}

/** The prediction function; it lives in the model's schema unless CREATE MODEL says another. */
export interface ModelFunction {
  schema: string;
  name: string;
  arguments: RelationColumn[];
  /** The type of what it gives. */
  returns: string;
}

/** How views and grants name a model: never the key of a relation. */
export function modelObject(model: { schema: string; name: string }): string {
  return `model:${model.schema}.${model.name}`;
}

/** DuckDB's names of a model's prediction function: what queries call, and the trees within. */
export function macroNames(model: { id: number }): [outer: string, inner: string] {
  return [`rs_model_${model.id}`, `rs_model_${model.id}_trees`];
}
