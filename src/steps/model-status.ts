import type { StatementResult } from '../aws/statements.js';
import { type ModelScore, readModel } from '../sql/model.js';

/** The model and what it has done so far. */
export interface ModelStatus {
  name: string;
  /** `TRAINING`, `READY` or `FAILED` */
  state: string;
  /** Why it failed, in Redshift's words. */
  reason: string | null;
  /** The metric that SHOW MODEL gives, of validation where it has one; null before the model is trained. */
  score: ModelScore | null;
  /** ISO, UTC. */
  createdAt: string | null;
  ageSeconds: number | null;
  /** Orders that have a prediction, and orders that wait for one; null before there is a table for them. */
  predictions: { filled: number; waiting: number } | null;
}

/** The name that `sql/16-delay-model.sql` gives it. */
const modelName = 'consignment_delay';

const predictionsSql =
  'SELECT (SELECT COUNT(*) FROM consignment_predictions), (SELECT COUNT(*) FROM orders_to_predict)';

/**
 * Reads the model's state.
 * @param execute runs a statement as the model's owner
 * @returns null when there is no model
 */
export async function readModelStatus(
  execute: (sql: string) => Promise<StatementResult>,
  now = Date.now(),
): Promise<ModelStatus | null> {
  const [model, predictions] = await Promise.all([
    readModel(modelName, execute),
    execute(predictionsSql).catch((error: Error) => {
      if (/does not exist/.test(error.message)) return undefined;
      throw error;
    }),
  ]);
  if (!model) return null;
  const [filled, waiting] = predictions?.rows[0] ?? [];
  return {
    name: modelName,
    state: model.state,
    reason: model.reason,
    score: model.score,
    createdAt: model.created?.toISOString() ?? null,
    ageSeconds: model.created ? Math.max(0, (now - model.created.getTime()) / 1000) : null,
    predictions: predictions ? { filled: Number(filled), waiting: Number(waiting) } : null,
  };
}
