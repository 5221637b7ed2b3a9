/** One statement of a step's file. */
export interface StepStatement {
  /** Without its semicolon and the comments around it. */
  text: string;
  /** Offset of `text` in the file, in UTF-16 units. */
  start: number;
  /** The line it begins on; the file's first is 1. */
  line: number;
}

/** One step of the workshop: a file `NN-name.sql`, which also runs as it is in Redshift's query editor. */
export interface SqlStep {
  number: number;
  /** e.g. `order-stream` */
  name: string;
  title: string;
  /** Setup runs what is to be built; exploring is for the learner. */
  kind: 'build' | 'explore';
  /** Names of the steps that must have been run before. */
  needs: string[];
  /** A query that returns rows when the step has been run already; its `column_name`s are a view's columns. */
  unless: string | undefined;
  /** One sentence: what to look at. */
  why: string;
  /** Path of the file. */
  file: string;
  /** The whole file. */
  text: string;
  statements: StepStatement[];
}
