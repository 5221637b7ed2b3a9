import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { makeRole } from '../local/lambda/functions.js';
import { compareRecorded, readRecorded, type Scenario } from './recorded-cases.js';
import { api } from './stepfunctions/api.js';
import { branches } from './stepfunctions/branches.js';
import { operators } from './stepfunctions/operators.js';
import type { Stage } from './stepfunctions/player.js';
import { states } from './stepfunctions/states.js';

const FOLDER = 'stepfunctions/v2';

/** Every file's cases under `<file> :: <test id>`, texts of JSON unfolded. */
function allCases() {
  const root = join(process.env.WORKSHOP_RECORDED ?? '../shared/aws-recorded', FOLDER);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  const cases = files.sort().flatMap((file) => {
    const name = file.replace('.snapshot.json', '');
    return [...readRecorded(`${FOLDER}/${file}`).cases].map(
      ([title, replies]) => [`${name} :: ${title}`, named(replies)] as const,
    );
  });
  return { present: true, cases: new Map(cases as [string, Record<string, unknown>][]) };
}

/** Placeholders that were written without their brackets. */
function named(value: unknown): unknown {
  const bare = /"(snf_role_arn(?:_t\d)?|RandomNumberGenerated|generated-uuid|[a-z]+-?time)"/g;
  return JSON.parse(JSON.stringify(value).replace(bare, '"<$1>"'));
}

/** Cases that are not played, or known to differ, with the reason. */
const different: [RegExp, string][] = [
  [
    /test_parallel_state(\[|_order|_nested|$)/,
    'the recording merged the events of the branches and left some out',
  ],
  [/test_map_state_config_inline_item_selector/, 'recorded of a Map in DISTRIBUTED mode, whatever its name'],
  [
    /distributed|item_reader|item_batching|result_writer|tolerated|test_map_state_label|reentrant_lambda/,
    'Map in DISTRIBUTED mode is refused',
  ],
  [
    /dynamodb|sqs|test_sqs|heartbeat|api_gateway|wait_for_callback|event_bridge/,
    'needs DynamoDB, SQS, API Gateway or EventBridge',
  ],
  [/test_timestamp_operators/, 'the recording replaced the timestamps that were compared'],
  [
    /lambda|lambada|error_output|test_result_selector|retry_interval|test_catch_|map_timeout/,
    'a function of Python; not replayed',
  ],
  [/aws_sdk_task_service|test_aws_sdk|test_task_service_sfn/, 'tasks of the SDK; not replayed'],
  [
    /_pagination|_list_|status_filter|punctuation|cloudformation_def|sync_execution|reversed|base_role_arn|definition_and_role|update_none|same_parameters|for_execution|nonexistent|no_such|invalid_start|list_sms|test_items_path|too_far|comments_as_per|large_input|STR_LIT|JSONATA_EXPR|LIST_RICH|path_based|negative|global_timeout|FUNCTION_2/,
    'not replayed',
  ],
];

const { present } = readRecorded(`${FOLDER}/test_sfn_api.snapshot.json`);

describe.runIf(present)('Step Functions as recorded on AWS', () => {
  let test: TestCloud;
  let stage: Stage;
  beforeAll(async () => {
    test = await startCloud({
      services: ['iam', 'sts', 'logs', 'lambda', 'states', 'sns', 's3', 'secretsmanager'],
    });
    const roleArn = await makeRole(test, 'machines', 'states.amazonaws.com', ['*']);
    stage = { client: new SFNClient(test.clientConfig), roleArn };
  });
  afterAll(() => test.stop());

  const scenarios: [RegExp, Scenario][] = [api, operators, states, branches].flatMap((cases) =>
    cases(() => stage),
  );
  if (present) compareRecorded('states', allCases(), scenarios, different);
});
