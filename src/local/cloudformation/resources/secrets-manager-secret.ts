import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine, tagChanges } from './ownership.js';
import { document, flag, given, number, object, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::SecretsManager::Secret. Ref is the ARN. */
export const secretsManagerSecret: ResourceType = {
  type: 'AWS::SecretsManager::Secret',
  properties: ['Description', 'GenerateSecretString', 'KmsKeyId', 'SecretString', 'Tags'],
  createOnly: ['Name'],
  name: { property: 'Name', maximum: 512, identifies: false },
  attributes: ['Id'],
  async create(request) {
    const { properties } = request;
    const reply = await request.call('secretsmanager', 'CreateSecret', {
      Name: request.name,
      ...given({
        Description: text(properties.Description),
        KmsKeyId: text(properties.KmsKeyId),
        SecretString: await value(request),
      }),
      Tags: request.tags,
    });
    return reply.ARN;
  },
  async find(request) {
    const reply = await unlessAbsent(
      request.call('secretsmanager', 'DescribeSecret', { SecretId: request.name }),
    );
    return reply && isMine(reply.Tags, request) ? reply.ARN : undefined;
  },
  async read(request) {
    return { Id: request.physicalId };
  },
  async update(request) {
    const { properties } = request;
    const SecretId = request.physicalId;
    const renewed = changed(request, 'SecretString', 'GenerateSecretString');
    await request.call('secretsmanager', 'UpdateSecret', {
      SecretId,
      ...given({
        Description: text(properties.Description) ?? '',
        KmsKeyId: text(properties.KmsKeyId),
        SecretString: renewed ? await value(request) : undefined,
      }),
    });
    const { added, removed } = tagChanges(request);
    if (added.length > 0) await request.call('secretsmanager', 'TagResource', { SecretId, Tags: added });
    if (removed.length > 0)
      await request.call('secretsmanager', 'UntagResource', { SecretId, TagKeys: removed });
  },
  // At once and for good, so that the name can be used again (recorded: resources/test_secretsmanager).
  async remove(request) {
    await request.call('secretsmanager', 'DeleteSecret', {
      SecretId: request.physicalId,
      ForceDeleteWithoutRecovery: true,
    });
  },
};

/** The template's own value, or a generated one, put into its template under its key. */
async function value({ properties, call }: ResourceRequest): Promise<string | undefined> {
  const rule = object(properties.GenerateSecretString);
  if (properties.SecretString !== undefined && rule) {
    throw new Error('You can specify either SecretString or GenerateSecretString, but not both.');
  }
  if (!rule) return document(properties.SecretString);
  const { RandomPassword } = await call(
    'secretsmanager',
    'GetRandomPassword',
    given({
      ExcludeCharacters: text(rule.ExcludeCharacters),
      ExcludeLowercase: flag(rule.ExcludeLowercase),
      ExcludeNumbers: flag(rule.ExcludeNumbers),
      ExcludePunctuation: flag(rule.ExcludePunctuation),
      ExcludeUppercase: flag(rule.ExcludeUppercase),
      IncludeSpace: flag(rule.IncludeSpace),
      PasswordLength: number(rule.PasswordLength),
      RequireEachIncludedType: flag(rule.RequireEachIncludedType),
    }),
  );
  const template = text(rule.SecretStringTemplate);
  const key = text(rule.GenerateStringKey);
  if (template === undefined && key === undefined) return RandomPassword;
  if (template === undefined || key === undefined) {
    throw new Error('SecretStringTemplate and GenerateStringKey must be specified together.');
  }
  return JSON.stringify({ ...JSON.parse(template), [key]: RandomPassword });
}
