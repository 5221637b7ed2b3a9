import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMineByMap, tagChanges, tagMap } from './ownership.js';
import { document, flag, given, number, object, text, texts } from './property-values.js';
import { storedZip } from './stored-zip.js';
import type { ResourceRequest, ResourceType } from './type.js';

const CONFIGURATION = [
  'Description',
  'Environment',
  'EphemeralStorage',
  'Handler',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'Timeout',
  'TracingConfig',
  'VpcConfig',
] as const;

/** AWS::Lambda::Function. Ref is the name. */
export const lambdaFunction: ResourceType = {
  type: 'AWS::Lambda::Function',
  properties: [...CONFIGURATION, 'Architectures', 'Code', 'ReservedConcurrentExecutions', 'Tags'],
  createOnly: ['FunctionName', 'PackageType'],
  required: ['Code', 'Role'],
  name: { property: 'FunctionName', maximum: 64 },
  attributes: ['Arn'],
  async create(request) {
    await request.call('lambda', 'CreateFunction', {
      FunctionName: request.name,
      ...configuration(request),
      ...given({
        Architectures: texts(request.properties.Architectures),
        PackageType: text(request.properties.PackageType),
      }),
      Code: code(request),
      Tags: tagMap(request.tags),
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(request.call('lambda', 'GetFunction', { FunctionName: request.name }));
    return reply && isMineByMap(reply.Tags, request) ? request.name : undefined;
  },
  async configure(request) {
    if (request.properties.ReservedConcurrentExecutions !== undefined) await setConcurrency(request);
  },
  ready: isReady,
  async read(request) {
    const { Configuration } = await request.call('lambda', 'GetFunction', {
      FunctionName: request.physicalId,
    });
    return { Arn: Configuration.FunctionArn };
  },
  async update(request) {
    const FunctionName = request.physicalId;
    if (changed(request, 'Code', 'Architectures', 'Handler', 'Runtime')) {
      await request.call('lambda', 'UpdateFunctionCode', {
        FunctionName,
        ...code(request),
        ...given({ Architectures: texts(request.properties.Architectures) }),
      });
      await request.until(() => isReady(request));
    }
    if (changed(request, ...CONFIGURATION)) {
      await request.call('lambda', 'UpdateFunctionConfiguration', {
        FunctionName,
        ...configuration(request),
        // What the template no longer says goes back to none.
        ...(request.properties.Environment === undefined && { Environment: { Variables: {} } }),
        ...(request.properties.Description === undefined && { Description: '' }),
      });
      await request.until(() => isReady(request));
    }
    if (changed(request, 'ReservedConcurrentExecutions')) await setConcurrency(request);
    const { added, removed } = tagChanges(request);
    if (added.length + removed.length === 0) return;
    const { Configuration } = await request.call('lambda', 'GetFunction', { FunctionName });
    const Resource = Configuration.FunctionArn;
    if (added.length > 0) await request.call('lambda', 'TagResource', { Resource, Tags: tagMap(added) });
    if (removed.length > 0) await request.call('lambda', 'UntagResource', { Resource, TagKeys: removed });
  },
  async remove(request) {
    await request.call('lambda', 'DeleteFunction', { FunctionName: request.physicalId });
  },
};

/** @throws Error where the function can't be made ready. */
async function isReady(request: ResourceRequest): Promise<boolean> {
  const { Configuration } = await request.call('lambda', 'GetFunction', { FunctionName: request.physicalId });
  if (Configuration.State === 'Failed') throw new Error(Configuration.StateReason ?? 'The function failed.');
  if (Configuration.LastUpdateStatus === 'Failed') {
    throw new Error(Configuration.LastUpdateStatusReason ?? 'The function could not be updated.');
  }
  return Configuration.State === 'Active' && Configuration.LastUpdateStatus !== 'InProgress';
}

function configuration({ properties }: ResourceRequest) {
  const environment = object(properties.Environment);
  const variables = object(environment?.Variables) ?? {};
  const logging = object(properties.LoggingConfig);
  const vpc = object(properties.VpcConfig);
  return given({
    Description: text(properties.Description),
    Environment: environment && {
      Variables: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    },
    EphemeralStorage: properties.EphemeralStorage && {
      Size: number(object(properties.EphemeralStorage)?.Size),
    },
    Handler: text(properties.Handler),
    Layers: texts(properties.Layers),
    LoggingConfig: logging,
    MemorySize: number(properties.MemorySize),
    Role: text(properties.Role),
    Runtime: text(properties.Runtime),
    Timeout: number(properties.Timeout),
    TracingConfig: object(properties.TracingConfig),
    VpcConfig:
      vpc &&
      given({
        SubnetIds: texts(vpc.SubnetIds),
        SecurityGroupIds: texts(vpc.SecurityGroupIds),
        Ipv6AllowedForDualStack: flag(vpc.Ipv6AllowedForDualStack),
      }),
  });
}

/** Inline text becomes `index.js` (or `index.py`) in an archive, as AWS does. */
function code({ properties }: ResourceRequest) {
  const source = object(properties.Code) ?? {};
  const inline = document(source.ZipFile);
  if (inline === undefined) {
    return given({
      S3Bucket: text(source.S3Bucket),
      S3Key: text(source.S3Key),
      S3ObjectVersion: text(source.S3ObjectVersion),
    });
  }
  const file = String(properties.Runtime ?? '').startsWith('python') ? 'index.py' : 'index.js';
  return { ZipFile: storedZip(file, Buffer.from(inline, 'utf8')) };
}

async function setConcurrency(request: ResourceRequest): Promise<void> {
  const reserved = number(request.properties.ReservedConcurrentExecutions);
  const FunctionName = request.physicalId;
  if (reserved === undefined) await request.call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  else {
    await request.call('lambda', 'PutFunctionConcurrency', {
      FunctionName,
      ReservedConcurrentExecutions: reserved,
    });
  }
}
