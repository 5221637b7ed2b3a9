import type { Cloud } from '../../cloud.js';
import type { StackModel } from '../records.js';
import type { Surroundings } from '../rendering.js';
import type { StackStore } from '../store.js';

/** What a template's functions may ask of the cloud. Zones are asked for only where the template wants them. */
export async function surroundingsOf(
  cloud: Cloud,
  store: StackStore,
  stack: { id: string; name: string },
  model: StackModel,
  imported?: (name: string) => void,
): Promise<Surroundings> {
  return {
    cloud,
    stackId: stack.id,
    stackName: stack.name,
    zones: model.templateBody.includes('Fn::GetAZs') ? await zones(cloud) : [],
    exports: store.exports().filter((one) => one.stackId !== stack.id),
    ...(imported && { imported }),
  };
}

async function zones(cloud: Cloud): Promise<string[]> {
  const reply = await cloud.call(
    'ec2',
    'DescribeAvailabilityZones',
    {},
    { service: 'cloudformation.amazonaws.com' },
  );
  return ((reply.AvailabilityZones ?? []) as { ZoneName: string }[]).map((zone) => zone.ZoneName).sort();
}
