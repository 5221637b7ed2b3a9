import type { Hyperparameters, Objective } from './hyperparameters.js';

/** One input column. */
export interface Feature {
  name: string;
  /** One value a row; NaN is missing. */
  values: Float64Array;
}

/** What a model learns from: columns of equal length, and the label of each row. */
export interface TrainingSet {
  features: Feature[];
  /** Classes are 0 … numClass − 1. No label may be missing. */
  labels: Float64Array;
}

/** How to learn: from `readHyperparameters`, which knows names, defaults and ranges. */
export interface TrainingOptions {
  objective: Objective;
  hyperparameters: Hyperparameters;
  /** Share of the rows that are held out to score the model, chosen at random by the seed; 0.2 when absent. */
  validationShare?: number;
}

/**
 * One regression tree, in XGBoost's names: node 0 is the root, a leaf has −1 for its children. A row goes left where
 * its value is below the condition, by `default_left` where it is missing, else right.
 */
export interface Tree {
  /** Index of the feature that a node looks at; 0 at a leaf. */
  split_indices: number[];
  /** Threshold at an inner node; 0 at a leaf. */
  split_conditions: number[];
  default_left: boolean[];
  left_children: number[];
  right_children: number[];
  /** What a leaf adds to the margin, eta applied; 0 at an inner node. */
  leaf_values: number[];
  /** Gain of an inner node's split; 0 at a leaf. */
  loss_changes: number[];
  /** Sum of the hessians of the rows that reached the node. */
  sum_hessian: number[];
}

/** A score under XGBoost's name for it (`merror`, `mlogloss`, `error`, `logloss`, `rmse`, …). */
export interface Metric {
  name: string;
  /** On the rows learned from. */
  train: number;
  /** On the rows held out; null when none were. */
  validation: number | null;
}

/** The version of the format below that this code writes and reads. */
export const modelVersion = 1;

/** A trained model: plain JSON, whole in itself. `readModel` checks one that comes from outside. */
export interface TrainedModel {
  version: typeof modelVersion;
  objective: Objective;
  /** Names of the features in the order of a row's values. */
  features: string[];
  /** 1 for regression, 2 for binary objectives, numClass for multi:softmax. */
  classes: number;
  hyperparameters: Hyperparameters;
  /** Margin that every row starts with, before any tree. */
  base_margin: number;
  /** In order of boosting; tree i adds to the margin of class i mod groups, where groups is numClass for multi:softmax, else 1. */
  trees: Tree[];
  rows: { train: number; validation: number };
  /** The objective's scores, the one that XGBoost reports for it first. */
  metrics: Metric[];
}

/** What a model's prediction is: a class's number, or a real value (of binary:logistic the probability of class 1). */
export type PredictionType = 'INTEGER' | 'DOUBLE';

/** What a trainer calls as it goes on: rounds done of all rounds, and the training metric so far. */
export type Progress = (progress: { round: number; rounds: number }) => void;
