import { describe, expect, it } from 'vitest';
import { iamPolicy } from '../../../src/local/cloudformation/resources/iam-policy.js';
import { snsTopicPolicy } from '../../../src/local/cloudformation/resources/sns-topic-policy.js';
import type { ResourceRequest } from '../../../src/local/cloudformation/resources/type.js';
import { AwsError } from '../../../src/local/protocol/errors.js';

const DOCUMENT = { Version: '2012-10-17', Statement: [] };

/** A request that notes its calls as `Action carrier name`; carriers named `gone` are gone. */
function request(properties: object, previous: object = {}) {
  const calls: string[] = [];
  const made = {
    name: 'stack-policy-1',
    physicalId: 'stack-policy-1',
    accountId: '000000000000',
    properties,
    previous,
    call: async (_: string, action: string, input: Record<string, string>) => {
      const carrier = input.RoleName ?? input.TopicArn;
      calls.push(
        `${action} ${carrier} ${input.PolicyName ?? JSON.parse(input.AttributeValue ?? '{}').Version}`,
      );
      if (carrier === 'gone') throw new AwsError('NoSuchEntity', 'The role does not exist.', { status: 404 });
    },
  };
  return { calls, request: made as unknown as ResourceRequest };
}

describe('a policy that is put on other things', () => {
  it('stands on the carriers of the update and leaves the others', async () => {
    const { calls, request: update } = request(
      { PolicyName: 'p', PolicyDocument: DOCUMENT, Roles: ['a', 'b'] },
      { PolicyName: 'p', PolicyDocument: DOCUMENT, Roles: ['b', 'c', 'gone'] },
    );
    await iamPolicy.update?.(update);
    expect(calls).toEqual([
      'PutRolePolicy a p',
      'PutRolePolicy b p',
      'DeleteRolePolicy c p',
      'DeleteRolePolicy gone p',
    ]);
  });

  it('under a new name leaves nothing of the old one', async () => {
    const { calls, request: update } = request(
      { PolicyName: 'new', PolicyDocument: DOCUMENT, Roles: ['a'] },
      { PolicyName: 'old', PolicyDocument: DOCUMENT, Roles: ['a'] },
    );
    await iamPolicy.update?.(update);
    expect(calls).toEqual(['PutRolePolicy a new', 'DeleteRolePolicy a old']);
  });

  it('taken from a topic gives way to the default of SNS', async () => {
    const { calls, request: update } = request(
      { PolicyDocument: DOCUMENT, Topics: ['new'] },
      { PolicyDocument: DOCUMENT, Topics: ['old'] },
    );
    await snsTopicPolicy.update?.(update);
    expect(calls).toEqual(['SetTopicAttributes new 2012-10-17', 'SetTopicAttributes old 2008-10-17']);
  });

  it('needs a role to stand on', async () => {
    const { request: create } = request({ PolicyName: 'p', PolicyDocument: DOCUMENT, Roles: [] });
    await expect(iamPolicy.create(create)).rejects.toThrow('At least one of [Groups,Roles,Users]');
    expect(snsTopicPolicy.required).toContain('Topics');
  });
});
