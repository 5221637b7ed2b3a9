import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { compareRecorded, readRecorded, replyOf } from './recorded-cases.js';

const file = readRecorded('sts/test_sts.snapshot.json');
let test: TestCloud;
let iam: IAMClient;
let sts: STSClient;

async function makeRole(RoleName: string): Promise<string> {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: test.cloud.accountId },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const reply = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }));
  return reply.Role?.Arn ?? '';
}
const assume = (RoleArn: string, more: object = {}) =>
  replyOf(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more })));

describe.runIf(file.present)('STS as recorded on AWS', () => {
  beforeAll(async () => {
    test = await startCloud({ services: ['iam', 'sts'] });
    iam = new IAMClient(test.clientConfig);
    sts = new STSClient(test.clientConfig);
  });
  afterAll(() => test.stop());

  compareRecorded(
    'sts',
    file,
    [
      [
        'test_assume_role_tag_validation',
        async () => {
          const role = await makeRole('tagged');
          return {
            'invalid-transitive-tag-keys': await assume(role, {
              Tags: [{ Key: 'SessionTag1', Value: '1' }],
              TransitiveTagKeys: ['SessionTag2'],
            }),
            'duplicate-tag-keys-different-casing': await assume(role, {
              Tags: [
                { Key: 'SessionTag1', Value: '1' },
                { Key: 'sessiontag1', Value: '2' },
              ],
            }),
          };
        },
      ],
      ['test_assume_role', async () => ({ 'assume-role': await assume(await makeRole('assumed')) })],
      [
        'test_sts_invalid_parameters',
        async () => ({
          'malformed-arn': await assume('nothing-valid-in-here'),
          'no-partition': await assume('arn::b:::something/test-role'),
          'no-service': await assume('arn:a::::something/test-role'),
          'not-enough-colons': await assume('arn:a:::something/test-role'),
          'no-resource': await assume('arn:a:a::aaaaaaaaaa:'),
          'invalid-session-name': await assume('arn:aws:iam::111111111111:role/r', {
            RoleSessionName: 'Session1:2',
          }),
        }),
      ],
    ],
    [
      [/federation_token/, 'GetFederationToken is not supported'],
      [/role_chaining/, 'session tags are checked but not carried into the session'],
    ],
  );
});
