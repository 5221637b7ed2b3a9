import type { CloudSettings } from './cloud.js';

/** What a cloud does unless told otherwise: AWS's limits, and no more waiting than a state takes to be seen. */
export const defaultSettings: CloudSettings = {
  delays: { stream: 0, cluster: 0, workspace: 0, resource: 0 },
  kinesisLimits: true,
  strictShapes: false,
  identityCenter: 'none',
};

/**
 * Settings from the environment: `WORKSHOP_LOCAL_DELAY_STREAM|CLUSTER|WORKSPACE|RESOURCE` in ms,
 * `WORKSHOP_LOCAL_KINESIS_LIMITS=off`, `WORKSHOP_STRICT_SHAPES=1`,
 * `WORKSHOP_LOCAL_IDENTITY_CENTER=organization|account`.
 */
export function settingsFrom(environment: NodeJS.ProcessEnv): CloudSettings {
  const delay = (name: string, fallback: number): number => {
    const value = Number(environment[`WORKSHOP_LOCAL_DELAY_${name}`] ?? fallback);
    return Number.isFinite(value) && value >= 0 ? value : fallback;
  };
  const center = environment.WORKSHOP_LOCAL_IDENTITY_CENTER;
  return {
    delays: {
      stream: delay('STREAM', defaultSettings.delays.stream),
      cluster: delay('CLUSTER', defaultSettings.delays.cluster),
      workspace: delay('WORKSPACE', defaultSettings.delays.workspace),
      resource: delay('RESOURCE', defaultSettings.delays.resource),
    },
    kinesisLimits: environment.WORKSHOP_LOCAL_KINESIS_LIMITS !== 'off',
    strictShapes: environment.WORKSHOP_STRICT_SHAPES === '1',
    identityCenter: center === 'organization' || center === 'account' ? center : 'none',
  };
}
