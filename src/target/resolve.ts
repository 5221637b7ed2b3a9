import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { WorkshopConfig } from '../config.js';
import { WorkshopError } from '../errors.js';
import type { Target, TargetLifecycle } from './target.js';

/** How the config's target is opened, found and removed. */
export async function lifecycleOf(config: WorkshopConfig): Promise<TargetLifecycle> {
  return config.target === 'aws' ? (await import('./aws.js')).aws : (await import('./local.js')).local;
}

/** @throws WorkshopError when there is no such workshop on this computer. */
export async function existingTarget(config: WorkshopConfig): Promise<Target> {
  const target = await (await lifecycleOf(config)).find(config);
  if (target) return target;
  throw new WorkshopError({
    code: 'workshop-unknown',
    message: `There is no workshop '${config.name}' on this computer.`,
    ...(awsCredentialsSeen() ? { why: 'One in your AWS account is meant by --target aws.' } : {}),
    next: `workshop setup --target local${config.name === 'workshop' ? '' : ` --name ${config.name}`}`,
  });
}

/** Whether AWS credentials seem to be there. Looks at the environment and at files only: nothing is called. */
export function awsCredentialsSeen(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (environment.AWS_ACCESS_KEY_ID || environment.AWS_PROFILE) return true;
  if (environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || environment.AWS_CONTAINER_CREDENTIALS_FULL_URI)
    return true;
  if (environment.AWS_WEB_IDENTITY_TOKEN_FILE) return true;
  const home = homedir();
  return [
    environment.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'),
    environment.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'),
  ].some((path) => existsSync(path));
}
