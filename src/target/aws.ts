import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { WorkshopConfig } from '../config.js';
import { WorkshopError } from '../errors.js';
import type { Target, TargetLifecycle } from './target.js';

function awsTarget(config: WorkshopConfig): Target {
  checkProfile(config.profile ?? process.env.AWS_PROFILE);
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

/**
 * The SDK passes a profile that nobody wrote over in silence and says in the end that there are no credentials.
 * @throws WorkshopError `profile-unknown` with the profiles that there are
 */
function checkProfile(profile: string | undefined): void {
  if (!profile) return;
  const files = [
    process.env.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'),
    process.env.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'),
  ];
  const known = new Set(
    files
      .filter((file) => existsSync(file))
      .flatMap((file) => [
        ...readFileSync(file, 'utf8').matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm),
      ])
      .map((match) => match[1] ?? '')
      .filter((name) => !/^(sso-session|services) /.test(name)),
  );
  if (known.has(profile)) return;
  throw new WorkshopError({
    code: 'profile-unknown',
    message: `There is no profile '${profile}' in your AWS configuration.`,
    why: known.size > 0 ? `There is ${[...known].join(', ')}.` : `Neither ${files.join(' nor ')} has any.`,
    next: `aws configure --profile ${profile}`,
  });
}

/** The user's own account: it is always there, and nothing of it is ours to remove but what the stacks made. */
export const aws: TargetLifecycle = {
  open: async (config) => ({ target: awsTarget(config), started: false }),
  find: async (config) => awsTarget(config),
  remove: async () => [],
};
