/** Why a model cannot be trained, in words for whoever asked for it. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}
