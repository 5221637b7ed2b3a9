import type { WorkshopConfig } from '../config.js';
import type { Target, TargetLifecycle } from './target.js';

function awsTarget(config: WorkshopConfig): Target {
  return {
    kind: 'aws',
    region: config.region,
    endpoint: undefined,
    credentials: undefined,
    profile: config.profile,
    workspaceUrl: (workspace) => `https://${workspace.endpoint}`,
    pageAccess: () => '',
  };
}

/** The user's own account: it is always there, and nothing of it is ours to remove but what the stacks made. */
export const aws: TargetLifecycle = {
  open: async (config) => ({ target: awsTarget(config), started: false }),
  find: async (config) => awsTarget(config),
  remove: async () => [],
};
