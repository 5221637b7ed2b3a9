import type { JsonObject } from '../template/json.js';
import { alreadyExists, unlessAbsent } from './absent.js';
import { isMine, tagChanges } from './ownership.js';
import { document, flag, given, object, objects, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::StepFunctions::StateMachine. Ref is the ARN. */
export const statesStateMachine: ResourceType = {
  type: 'AWS::StepFunctions::StateMachine',
  properties: [
    'Definition',
    'DefinitionString',
    'DefinitionSubstitutions',
    'LoggingConfiguration',
    'RoleArn',
    'Tags',
    'TracingConfiguration',
  ],
  createOnly: ['StateMachineName', 'StateMachineType'],
  required: ['RoleArn'],
  name: { property: 'StateMachineName', maximum: 80, identifies: false },
  attributes: ['Arn', 'Name', 'StateMachineRevisionId'],
  async create(request) {
    // Step Functions gives back a state machine of the same definition; CloudFormation refuses to take one over.
    const arn = arnOf(request);
    if (await unlessAbsent(request.call('states', 'DescribeStateMachine', { stateMachineArn: arn }))) {
      throw alreadyExists('AWS::StepFunctions::StateMachine', arn);
    }
    const reply = await request.call('states', 'CreateStateMachine', {
      name: request.name,
      ...(request.properties.StateMachineType !== undefined && {
        type: text(request.properties.StateMachineType),
      }),
      ...shape(request.properties),
      tags: request.tags.map((tag) => ({ key: tag.Key, value: tag.Value })),
    });
    return reply.stateMachineArn;
  },
  async find(request) {
    const resourceArn = arnOf(request);
    const reply = await unlessAbsent(request.call('states', 'ListTagsForResource', { resourceArn }));
    const tags = (reply?.tags ?? []) as { key: string; value: string }[];
    return isMine(
      tags.map((tag) => ({ Key: tag.key, Value: tag.value })),
      request,
    )
      ? resourceArn
      : undefined;
  },
  async read(request) {
    const reply = await request.call('states', 'DescribeStateMachine', {
      stateMachineArn: request.physicalId,
    });
    return {
      Arn: reply.stateMachineArn,
      Name: reply.name,
      ...(reply.revisionId !== undefined && { StateMachineRevisionId: reply.revisionId }),
    };
  },
  async update(request) {
    const stateMachineArn = request.physicalId;
    await request.call('states', 'UpdateStateMachine', { stateMachineArn, ...shape(request.properties) });
    const { added, removed } = tagChanges(request);
    if (added.length > 0) {
      const tags = added.map((tag) => ({ key: tag.Key, value: tag.Value }));
      await request.call('states', 'TagResource', { resourceArn: stateMachineArn, tags });
    }
    if (removed.length > 0) {
      await request.call('states', 'UntagResource', { resourceArn: stateMachineArn, tagKeys: removed });
    }
  },
  async remove(request) {
    await request.call('states', 'DeleteStateMachine', { stateMachineArn: request.physicalId });
  },
  async gone(request) {
    const reply = request.call('states', 'DescribeStateMachine', { stateMachineArn: request.physicalId });
    return (await unlessAbsent(reply)) === undefined;
  },
};

function arnOf(request: ResourceRequest): string {
  return `arn:aws:states:${request.region}:${request.accountId}:stateMachine:${request.name}`;
}

function shape(properties: JsonObject) {
  const logging = object(properties.LoggingConfiguration);
  const tracing = object(properties.TracingConfiguration);
  return given({
    definition: definition(properties),
    roleArn: text(properties.RoleArn),
    loggingConfiguration:
      logging &&
      given({
        level: text(logging.Level),
        includeExecutionData: flag(logging.IncludeExecutionData),
        destinations: objects(logging.Destinations).map((one) => ({
          cloudWatchLogsLogGroup: { logGroupArn: text(object(one.CloudWatchLogsLogGroup)?.LogGroupArn) },
        })),
      }),
    tracingConfiguration: tracing && { enabled: flag(tracing.Enabled) },
  });
}

/** `${name}` in the definition stands for a value of DefinitionSubstitutions. @throws Error where there is none. */
function definition(properties: JsonObject): string {
  const whole = document(properties.DefinitionString) ?? document(properties.Definition);
  if (whole === undefined) throw new Error('One of [DefinitionString, Definition] is required.');
  const values = object(properties.DefinitionSubstitutions);
  if (!values) return whole;
  return whole.replace(/\$\{([A-Za-z0-9_,.-]+)\}/g, (placeholder, name: string) =>
    values[name] === undefined ? placeholder : JSON.stringify(String(values[name])).slice(1, -1),
  );
}
