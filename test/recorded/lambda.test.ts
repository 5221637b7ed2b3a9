import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { makeRole } from '../local/lambda/functions.js';
import { around } from './lambda/around.js';
import { lifecycle } from './lambda/lifecycle.js';
import {
  deleteNonexisting,
  mismatch,
  nameValidation,
  nonexistingVersion,
  operation,
} from './lambda/names.js';
import { adapted, Stage } from './lambda/stage.js';
import { compareRecorded, readRecorded, type Scenario } from './recorded-cases.js';

const file = readRecorded('lambda_/test_lambda_api.snapshot.json');
const cases = new Map([...file.cases].map(([title, replies]) => [title, adapted(replies)]));

describe.runIf(file.present)('Lambda as recorded on AWS', () => {
  let test: TestCloud;
  let stage: Stage;
  const on = () => stage;
  beforeAll(async () => {
    // Long enough for a second update to come while the first is in progress.
    const settings = { delays: { resource: 40 } };
    test = await startCloud({ services: ['iam', 'sts', 'logs', 'lambda'], settings });
    const role = await makeRole(test, 'runner', 'lambda.amazonaws.com', []);
    stage = new Stage(new LambdaClient(test.clientConfig), role, test.cloud.accountId);
  });
  afterAll(() => test.stop());

  const scenarios: [RegExp, Scenario][] = [
    [/test_function_name_and_qualifier_validation/, nameValidation(on)],
    [
      /test_invalid_invoke/,
      async () => ({
        invoke_function_name_pattern_exc: await stage.send(
          new InvokeCommand({ FunctionName: 'arn:aws:lambda:us-east-1:123400000000@function:myfn' }),
        ),
      }),
    ],
    [/test_ops_on_nonexisting_fn/, operation(on, () => ({ FunctionName: 'nowhere' }))],
    [
      /test_get_function_wrong_region/,
      operation(on, (one) => ({ FunctionName: one.arn('f').replace('us-east-1', 'eu-west-1') })),
    ],
    [/test_ops_on_nonexisting_version/, nonexistingVersion(on)],
    [/test_ops_with_arn_qualifier_mismatch/, mismatch(on)],
    [/test_delete_on_nonexisting_version/, deleteNonexisting(on)],
    ...lifecycle(on),
    ...around(on),
  ];
  const other = 'about what BEHAVIOUR.md names as absent';
  const different: [RegExp, string][] = [
    [
      /SnapStart|Layer|Alias::|Url|Images|CodeSigning|EventSourceMapping|Provisioned|AccountSettings|Recursion/,
      other,
    ],
    [
      /url_config|code_signing|event_source|capacity_provider|vpc_config|on_esm_create|versions_and_alias|version_and_alias/,
      other,
    ],
    [
      /permission_fn_versioning|function_revisions_permissions|permission_revisions|permission_versioning/,
      'goes through aliases, or the revisions of policies, which AWS ties to those of functions',
    ],
    [/code_location_s3|s3_errors/, 'reads its code from a bucket that the recording does not show'],
    [/test_oversized|test_large_lambda/, 'sends archives of 50 MB and more'],
    [
      /\]$(?<=-create_function\])(?<=(?:qualifier_too_long1|incomplete_arn|qualifier_too_long)-create_function\])/,
      'records no reply',
    ],
    [/optional_fields|cross_region_arn|configuration_full_arn/, 'records no reply'],
  ];
  compareRecorded('lambda', { present: true, cases }, scenarios, different);
});
