import type { Action } from '../../service.js';
import { surroundingsOf } from '../engine/surroundings.js';
import { validationError } from '../errors.js';
import { render, seenRecord } from '../rendering.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { resolve } from '../template/resolve.js';
import { resourceView } from '../views.js';

/** One resource, with its template's Metadata as JSON text (recorded: api/test_stacks test_no_echo_parameter). */
export function describeStackResource({ cloud, store }: ServiceParts): Action {
  return async (input: { StackName: string; LogicalResourceId: string }) => {
    const stack = requireStack(store, input.StackName, (name) => `Stack '${name}' does not exist`);
    const record = stack.resources[input.LogicalResourceId];
    if (!record) {
      throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`);
    }
    const { Timestamp, ...view } = resourceView(stack, record) as Record<string, unknown>;
    const rendering = render(stack.model, await surroundingsOf(cloud, store, stack, stack.model));
    const metadata = rendering.resources[input.LogicalResourceId]?.Metadata;
    const scope = rendering.scope((name) => {
      const other = stack.resources[name];
      return other && seenRecord(other);
    });
    return {
      StackResourceDetail: {
        ...view,
        LastUpdatedTimestamp: Timestamp,
        Metadata: JSON.stringify(metadata === undefined ? {} : resolve(metadata, scope)),
      },
    };
  };
}
