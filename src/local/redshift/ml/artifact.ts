import type { RelationColumn } from '../dialect/resolver.js';
import { duckdbType } from '../dialect/types.js';
import { typeName } from './columns.js';
import { type Encoding, encodedSql } from './encoding.js';
import { inNumbers } from './feature-sql.js';
import { type ModelRecord, macroNames, type Score } from './model-record.js';
import type { TrainedModel } from './trees/model.js';
import { predictionMacro } from './trees/prediction-macro.js';
import { readModel } from './trees/read-model.js';

/** The version of the format below. */
const version = 1;

/** The version of what an artifact is compiled to; another one, and every model is compiled anew at its next opening. */
export const compilerVersion = 1;

/** What a training leaves in the bucket: the model, how its features come from the arguments, and how good it is. */
export interface Artifact {
  version: typeof version;
  encodings: Encoding[];
  model: TrainedModel;
  scores: Score[];
}

export function artifactOf(parts: Omit<Artifact, 'version'>): Artifact {
  return { version, ...parts };
}

/** @throws Error when the text is not an artifact that this code can compile */
export function readArtifact(text: string): Artifact {
  const artifact = JSON.parse(text) as Artifact;
  if (artifact.version !== version) throw new Error(`the model's artifact has version ${artifact.version}`);
  return { ...artifact, model: readModel(artifact.model) };
}

/** The statements that make a model's prediction function in DuckDB: the learner's own macro, and around it the types. */
export function functionSql(record: ModelRecord, { encodings, model }: Artifact): string[] {
  const parameters = record.function.arguments.map((_, at) => `a${at}`);
  const features = encodings.map((encoding) => {
    const parameter = parameters[encoding.argument] as string;
    const { type } = record.function.arguments[encoding.argument] as RelationColumn;
    return encodedSql(encoding, parameter, inNumbers(parameter, type));
  });
  const [outer, inner] = macroNames(record);
  const prediction = decoded(record, model, `${inner}(${features.join(', ')})`);
  return [
    predictionMacro(model, inner),
    `CREATE OR REPLACE MACRO ${outer}(${parameters.join(', ')}) AS ${prediction}`,
  ];
}

/** The label behind a prediction, in the type that the function gives. */
function decoded(record: ModelRecord, model: TrainedModel, prediction: string): string {
  const type = duckdbType(record.function.returns);
  // The learner's probability of class 1; Redshift's function gives the class (tutorial on XGBoost models).
  const value = model.objective === 'binary:logistic' ? `CAST(${prediction} >= 0.5 AS INTEGER)` : prediction;
  if (record.labels !== undefined) {
    const labels = record.labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ');
    return `CAST(([${labels}])[CAST(${value} AS INTEGER) + 1] AS ${type})`;
  }
  return typeName(record.function.returns) === 'bool'
    ? `CAST(CAST(${value} AS INTEGER) AS BOOLEAN)`
    : `CAST(${value} AS ${type})`;
}
