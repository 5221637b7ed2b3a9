import type { TargetKind, WorkshopConfig } from '../config.js';

export interface TargetCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * A cloud to work on: where its API is, who signs, and how a workspace's endpoint becomes a URL. Nothing else differs
 * between AWS and this computer, and nothing else may ask which of them it is.
 */
export interface Target {
  readonly kind: TargetKind;
  readonly region: string;
  /** Undefined: the SDK's own endpoints. */
  readonly endpoint: string | undefined;
  /** Undefined: the SDK's own chain (with `profile`). */
  readonly credentials: TargetCredentials | undefined;
  readonly profile: string | undefined;
  /** Base URL of a workspace's HTTP API, without a slash at the end. */
  workspaceUrl(workspace: { id: string; endpoint: string }): string;
  /** The query that a browser needs to be let in (`?token=…`), or '' where signing in is the workspace's own affair. */
  pageAccess(workspace: { id: string }): string;
}

/** How a target is brought up before setup and done away with after teardown. */
export interface TargetLifecycle {
  /** Ready to answer: the local cloud is started; AWS always is. `started` says whether it had to be. */
  open(config: WorkshopConfig): Promise<{ target: Target; started: boolean }>;
  /** The target if it is there; undefined when nothing of it exists. */
  find(config: WorkshopConfig): Promise<Target | undefined>;
  /** After teardown: stops and wipes what belongs to the target itself. @returns what was removed, in words. */
  remove(config: WorkshopConfig): Promise<string[]>;
}
