import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WorkshopError } from '../errors.js';
import {
  cloudExists,
  cloudFolder,
  findCloud,
  logFile,
  type RunningCloud,
  startCloud,
  stopCloud,
} from './local-process.js';
import type { Target, TargetLifecycle } from './target.js';

function localTarget(name: string, cloud: RunningCloud): Target {
  return {
    kind: 'local',
    region: cloud.region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: cloud.accessKeyId, secretAccessKey: cloud.secretAccessKey },
    profile: undefined,
    workspaceUrl: (workspace) => `${cloud.endpoint}/${workspace.id}`,
    pageAccess: (workspace) => {
      try {
        return `?token=${readFileSync(join(cloudFolder(name), 'grafana', `${workspace.id}.page-token`), 'utf8').trim()}`;
      } catch {
        return '';
      }
    },
  };
}

/** The cloud on this computer: a process and a folder a workshop. */
export const local: TargetLifecycle = {
  async open(config) {
    const { cloud, started } = await startCloud(config.name, config.region);
    return { target: localTarget(config.name, cloud), started };
  },
  async find(config) {
    if (!cloudExists(config.name)) return undefined;
    const cloud = (await findCloud(config.name)) ?? (await startCloud(config.name, config.region)).cloud;
    return localTarget(config.name, cloud);
  },
  async remove(config) {
    if (!cloudExists(config.name)) return [];
    await stopCloud(config.name);
    if (await findCloud(config.name)) {
      throw new WorkshopError({
        code: 'cloud-not-stopped',
        message: 'The local cloud still runs, so its folder was kept.',
        next: 'workshop local stop',
      });
    }
    rmSync(cloudFolder(config.name), { recursive: true, force: true });
    rmSync(logFile(config.name), { force: true });
    return ['the local cloud and its folder'];
  },
};
