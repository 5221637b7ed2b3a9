import type { Random } from './random.js';

/** What Lambda tells a handler of its invocation, as far as we use it. */
export interface LambdaContext {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Time and chance, so that a test can bring its own. */
export interface World {
  /** epoch ms */
  now(): number;
  sleep(ms: number): Promise<void>;
  random: Random;
}

export const realWorld: World = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/** How long an invocation sends: the minute until the next one begins, less what ending takes, so that orders flow without a gap. */
export const RUN_MS = 59_000;
const SPARE_MS = 2_000;

/** When an invocation stops sending: before the next minute's begins, and before Lambda's time-out ends it. */
export function lastMoment(context: LambdaContext, world: World): number {
  return world.now() + Math.min(RUN_MS, context.getRemainingTimeInMillis() - SPARE_MS);
}

/** @throws Error naming the variable when it is not set */
export function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}

/** @throws Error naming the variable when it is not a rate that the ids' types can bear */
export function rate(environment: NodeJS.ProcessEnv, name: string, most: number): number {
  const value = Number(required(environment, name));
  if (!(value > 0 && value <= most)) throw new Error(`${name} must be a number above 0, at most ${most}`);
  return value;
}
