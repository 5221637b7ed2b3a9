import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { compareRecorded, readRecorded, replyOf } from './recorded-cases.js';

const file = readRecorded('iam/test_iam.snapshot.json');
let test: TestCloud;
let iam: IAMClient;
let count = 0;

const trust = (service: unknown, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...more }],
  });

/** The SDK leaves policy documents URL-encoded; the recording (boto) has them as objects. */
async function decoded(call: Promise<object>): Promise<Record<string, unknown>> {
  const reply = await replyOf(call);
  return JSON.parse(JSON.stringify(reply), (key, value) =>
    /PolicyDocument$/.test(key) && typeof value === 'string' ? JSON.parse(decodeURIComponent(value)) : value,
  );
}
const create = (RoleName: string, document: string, more: object = {}) =>
  decoded(iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document, ...more })));
const get = (RoleName: string) => decoded(iam.send(new GetRoleCommand({ RoleName })));
const list = (PathPrefix: string) => decoded(iam.send(new ListRolesCommand({ PathPrefix })));

async function linked(AWSServiceName: string, CustomSuffix?: string) {
  const { Role } = await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName, CustomSuffix }));
  const RoleName = Role?.RoleName ?? '';
  return {
    'describe-response': await get(RoleName),
    'inline-role-policies': await replyOf(iam.send(new ListRolePoliciesCommand({ RoleName }))),
    'attached-role-policies': await replyOf(iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))),
  };
}
const serviceIn = (title: string) => /\[(.*)\]/.exec(title)?.[1] ?? '';
const allow = (Action: string | string[], Resource: string | string[] = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

describe.runIf(file.present)('IAM as recorded on AWS', () => {
  beforeAll(async () => {
    test = await startCloud({ services: ['iam'] });
    iam = new IAMClient(test.clientConfig);
  });
  afterAll(() => test.stop());

  compareRecorded(
    'iam',
    file,
    [
      [
        'suffix_not_allowed',
        async (_recorded, title) => ({
          'custom-suffix-not-allowed': await replyOf(
            iam.send(
              new CreateServiceLinkedRoleCommand({
                AWSServiceName: serviceIn(title),
                CustomSuffix: 'testsuffix',
              }),
            ),
          ),
        }),
      ],
      ['lifecycle_custom_suffix', (_recorded, title) => linked(serviceIn(title), 'testsuffix')],
      ['test_service_role_lifecycle', (_recorded, title) => linked(serviceIn(title))],
      [
        'test_service_role_already_exists',
        async () => ({
          'role-already-exists-error': await replyOf(
            iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'batch.amazonaws.com' })),
          ),
        }),
      ],
      [
        'test_service_role_deletion',
        async () => {
          const RoleName = 'AWSServiceRoleForBatch';
          const deletion = await replyOf(iam.send(new DeleteServiceLinkedRoleCommand({ RoleName })));
          const DeletionTaskId = deletion.DeletionTaskId as string;
          return {
            'service-linked-role-deletion-response': deletion,
            'service-linked-role-deletion-status-response': await replyOf(
              iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId })),
            ),
          };
        },
      ],
      [
        'test_update_assume_role_policy',
        async () => {
          const document = JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] } },
            ],
          });
          return {
            created_role: await create('updated', document),
            updated_policy: await replyOf(
              iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'updated', PolicyDocument: document })),
            ),
          };
        },
      ],
      [
        'malformed_assume_role_policy_document',
        async () => ({ 'invalid-json': await create('bad', '{"Version":"2012-10-17","Statement":[{}') }),
      ],
      [
        'test_list_roles_with_permission_boundary',
        async () => ({
          created_role: await create('bounded', trust('ec2.amazonaws.com'), { Path: '/pb/' }),
          list_roles_result: await list('/pb/'),
        }),
      ],
      [
        'test_create_describe_role',
        async () => ({
          create_role_result: await create('described', trust('ec2.amazonaws.com'), { Path: '/cd/' }),
          get_role_result: await get('described'),
          list_roles_result: await list('/cd/'),
        }),
      ],
      [
        'test_role_attach_policy',
        async () => {
          const PolicyName = 'attached';
          const policy = await replyOf(
            iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('s3:ListBucket') })),
          );
          const { Arn } = policy.Policy as { Arn: string };
          await create('attaching', trust('ec2.amazonaws.com'));
          const attach = (PolicyArn: string) =>
            replyOf(iam.send(new AttachRolePolicyCommand({ RoleName: 'attaching', PolicyArn })));
          return {
            create_policy_response: policy,
            non_existent_malformed_policy_arn: await attach('longpolicynamebutnoarn'),
            existing_policy_name_provided: await attach('attached-under-its-name'),
            valid_arn_not_existent: await attach(`${Arn}123`),
            valid_policy_arn: await attach(Arn),
          };
        },
      ],
      [
        'test_role_with_path_lifecycle',
        async () => ({
          'create-role-response': await create('pathed', trust('lambda.amazonaws.com'), {
            Path: '/path1/path2/',
          }),
          'get-role-response': await get('pathed'),
          'delete-role-response': await replyOf(iam.send(new DeleteRoleCommand({ RoleName: 'pathed' }))),
        }),
      ],
      [
        'test_put_role_policy_encoding',
        async () => {
          const encoded = 'arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Faaeeieije';
          const Condition = { StringEquals: { 'aws:SourceArn': encoded } };
          const RoleName = 'encoded';
          const created = await create(RoleName, trust('lambda.amazonaws.com', { Condition }), {
            Path: '/enc/',
          });
          const resource = `arn:aws:apigateway:us-east-1::/tags/${encoded}`;
          await iam.send(
            new PutRolePolicyCommand({
              RoleName,
              PolicyName: 'p',
              PolicyDocument: allow(['apigatway:PUT'], [resource]),
            }),
          );
          return {
            'create-role-response': created,
            'get-policy-response': await decoded(
              iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'p' })),
            ),
            'get-role-response': await get(RoleName),
            'list-roles-response': await list('/enc/'),
          };
        },
      ],
      [
        'test_delete_non_existent_policy_returns_no_such_entity',
        async () => ({
          'delete-non-existent-policy-exc': await replyOf(
            iam.send(
              new DeletePolicyCommand({
                PolicyArn: `arn:aws:iam::${test.cloud.accountId}:policy/non-existent-policy`,
              }),
            ),
          ),
        }),
      ],
      [
        'test_simulate_principle_policy[role]',
        async () => {
          const PolicyDocument =
            '{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}';
          const { Policy } = await iam.send(
            new CreatePolicyCommand({ PolicyName: `sim${++count}`, PolicyDocument }),
          );
          await create('simulated', trust('lambda.amazonaws.com'));
          await iam.send(new AttachRolePolicyCommand({ RoleName: 'simulated', PolicyArn: Policy?.Arn }));
          return {
            response: await replyOf(
              iam.send(
                new SimulatePrincipalPolicyCommand({
                  PolicySourceArn: `arn:aws:iam::${test.cloud.accountId}:role/simulated`,
                  ActionNames: ['s3:PutObject', 's3:GetObjectVersion'],
                  ResourceArns: ['arn:aws:s3:::bucket'],
                }),
              ),
            ),
          };
        },
      ],
      [
        'test_role_with_tags',
        async () => ({
          'create-role-response': await create('tagged', trust('ec2.amazonaws.com'), {
            Path: '/role-with-tags/',
            Tags: [{ Key: 'test', Value: 'value' }],
          }),
          'get-role-response': await get('tagged'),
          'list-role-response': await list('/role-with-tags/'),
        }),
      ],
    ],
    [
      [/user|group|ServiceSpecificCredentials/i, 'users and groups are not part of the local cloud'],
      [
        /lifecycle\[(kafka|rds|resource-explorer-2|ssm|sso)\.amazonaws/,
        'recorded on a role in use: RoleLastUsed has a date',
      ],
    ],
  );
});
