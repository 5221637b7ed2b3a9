import type { Cloud } from '../cloud.js';
import type { Action, Service } from '../service.js';
import { cloudFormationAccess } from './access.js';
import { cancelUpdateStack } from './actions/cancel-update-stack.js';
import { continueUpdateRollback } from './actions/continue-update-rollback.js';
import { createChangeSet } from './actions/create-change-set.js';
import { createStack } from './actions/create-stack.js';
import { deleteChangeSet } from './actions/delete-change-set.js';
import { deleteStack } from './actions/delete-stack.js';
import { describeAccountLimits } from './actions/describe-account-limits.js';
import { describeChangeSet } from './actions/describe-change-set.js';
import { describeEvents } from './actions/describe-events.js';
import { describeStackEvents } from './actions/describe-stack-events.js';
import { describeStackResource } from './actions/describe-stack-resource.js';
import { describeStackResources } from './actions/describe-stack-resources.js';
import { describeStacks } from './actions/describe-stacks.js';
import { executeChangeSet } from './actions/execute-change-set.js';
import { getTemplate } from './actions/get-template.js';
import { getTemplateSummary } from './actions/get-template-summary.js';
import { listChangeSets } from './actions/list-change-sets.js';
import { listExports } from './actions/list-exports.js';
import { listImports } from './actions/list-imports.js';
import { listStackResources } from './actions/list-stack-resources.js';
import { listStacks } from './actions/list-stacks.js';
import { updateStack } from './actions/update-stack.js';
import { updateTerminationProtection } from './actions/update-termination-protection.js';
import { validateTemplate } from './actions/validate-template.js';
import { Engine } from './engine/engine.js';
import { resourceTypes } from './resources/registry.js';
import type { ResourceType } from './resources/type.js';
import type { ServiceParts } from './service-parts.js';
import { StackStore } from './store.js';

const ACTIONS: Record<string, (parts: ServiceParts) => Action> = {
  CancelUpdateStack: cancelUpdateStack,
  ContinueUpdateRollback: continueUpdateRollback,
  CreateChangeSet: createChangeSet,
  CreateStack: createStack,
  DeleteChangeSet: deleteChangeSet,
  DeleteStack: deleteStack,
  DescribeAccountLimits: describeAccountLimits,
  DescribeChangeSet: describeChangeSet,
  DescribeEvents: describeEvents,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  DescribeStacks: describeStacks,
  ExecuteChangeSet: executeChangeSet,
  GetTemplate: getTemplate,
  GetTemplateSummary: getTemplateSummary,
  ListChangeSets: listChangeSets,
  ListExports: listExports,
  ListImports: listImports,
  ListStackResources: listStackResources,
  ListStacks: listStacks,
  UpdateStack: updateStack,
  UpdateTerminationProtection: updateTerminationProtection,
  ValidateTemplate: validateTemplate,
};

/** CloudFormation of the local cloud. `types` is for tests of the engine itself. */
export function createCloudFormationService(
  cloud: Cloud,
  types: ReadonlyMap<string, ResourceType> = resourceTypes,
): Service {
  const store = new StackStore(cloud);
  const engine = new Engine(cloud, store, types);
  const parts = { cloud, store, engine, types };
  return {
    id: 'cloudformation',
    access: cloudFormationAccess,
    actions: Object.fromEntries(Object.entries(ACTIONS).map(([name, make]) => [name, make(parts)])),
    start: () => engine.resume(),
    stop: () => engine.stop(),
  };
}
