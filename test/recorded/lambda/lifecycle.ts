import {
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Scenario } from '../recorded-cases.js';
import { code, type Stage, settingsOf } from './stage.js';

type Logging = Record<string, string>;

/** The logging that an update asked for, the recorded group's placeholder for this function's own. */
function loggingOf(updated: { LoggingConfig: Logging }, name: string): Logging {
  const members = Object.entries(updated.LoggingConfig);
  return Object.fromEntries(
    members.map(([key, value]) => [key, value.includes('<') ? `/aws/lambda/${name}` : value]),
  );
}

const other = () => code('exports.handler = async () => 2;');

/** Making, changing, publishing and removing functions. */
export function lifecycle(stage: () => Stage): [RegExp, Scenario][] {
  const configure = async (name: string, input: object) =>
    stage().send(new UpdateFunctionConfigurationCommand({ FunctionName: name, ...input }));
  const recode = (name: string, more: object = {}) =>
    stage().send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: other(), ...more }));
  const publish = (name: string, more: object = {}) =>
    stage().send(new PublishVersionCommand({ FunctionName: name, ...more }));
  const configuration = (name: string, Qualifier?: string) =>
    stage().send(
      new GetFunctionConfigurationCommand({ FunctionName: name, ...(Qualifier ? { Qualifier } : {}) }),
    );

  return [
    [
      /TestLambdaFunction::test_function_lifecycle$/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        const get_function_response = await stage().get(name);
        const update_func_conf_response = await configure(name, {
          Description: 'Changed-Description',
          MemorySize: 512,
          Timeout: 10,
          Runtime: 'nodejs20.x',
          Environment: { Variables: { ENV_A: 'a' } },
        });
        await stage().settled(name);
        const get_function_response_postupdate = await stage().get(name);
        const update_code_response = await recode(name);
        await stage().settled(name);
        return {
          create_response,
          get_function_response,
          update_func_conf_response,
          get_function_response_postupdate,
          update_code_response,
          get_function_response_postcodeupdate: await stage().get(name),
          delete_response: await stage().remove(name),
          delete_postdelete: await stage().get(name),
        };
      },
    ],
    [
      /test_redundant_updates/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        const change = { Description: '1st update description' };
        const first_update_result = await configure(name, change);
        await stage().settled(name);
        const get_fn_config_result = await configuration(name);
        const get_fn_result = await stage().get(name);
        const redundant_update_result = await configure(name, change);
        await stage().settled(name);
        const get_fn_result_after_redundant_update = await stage().get(name);
        return {
          create_response,
          first_update_result,
          get_fn_config_result,
          get_fn_result,
          redundant_update_result,
          get_fn_result_after_redundant_update,
        };
      },
    ],
    [
      /test_create_lambda_exceptions/,
      async () => {
        const refused = (input: object) => stage().create(stage().newName(), input);
        return {
          invalid_role_arn_exc: await refused({ Role: 'r1' }),
          invalid_runtime_exc: await refused({ Runtime: 'non-existent-runtime' }),
          uppercase_runtime_exc: await refused({ Runtime: 'PYTHON3.9' }),
          multiple_architectures: await refused({ Architectures: ['x86_64', 'arm64'] }),
          uppercase_architecture: await refused({ Architectures: ['X86_64'] }),
          invalid_zip_exc: await refused({
            Code: { ZipFile: Buffer.from('this is not a zipfile, just a random string') },
          }),
        };
      },
    ],
    [
      /test_update_lambda_exceptions/,
      async () => {
        const name = await stage().made();
        return {
          invalid_role_arn_exc: await configure(name, { Role: 'r1' }),
          invalid_runtime_exc: await configure(name, { Runtime: 'non-existent-runtime' }),
          uppercase_runtime_exc: await configure(name, { Runtime: 'PYTHON3.9' }),
        };
      },
    ],
    [
      /test_create_deprecated_function_runtime/,
      async (_recorded, title) => {
        const Runtime = /\[(.*)\]/.exec(title)?.[1] as 'nodejs14.x';
        return { deprecation_error: await stage().create(stage().newName(), { Runtime }) };
      },
    ],
    [
      /test_list_functions$/,
      async () => ({
        list_functions_invalid_functionversion: await stage().send(
          new ListFunctionsCommand({ FunctionVersion: 'invalid' as 'ALL' }),
        ),
      }),
    ],
    [
      /test_function_arns/,
      async (recorded) => {
        const [first, second] = [stage().newName(), stage().newName()];
        return {
          'create-function-arn-response': await stage().create(
            stage().arn(first),
            settingsOf(recorded['create-function-arn-response']),
          ),
          'create-function-partial-arn-response': await stage().create(
            `${stage().account}:function:${second}`,
            settingsOf(recorded['create-function-partial-arn-response']),
          ),
          invalid_function_name_exc: await stage().create('invalid:function:name'),
          long_function_name_exc: await stage().create('a'.repeat(65)),
          long_function_arn_exc: await stage().create(stage().arn('a'.repeat(100))),
          function_arn_other_region_exc: await stage().create(
            stage().arn('f').replace('us-east-1', 'ap-southeast-1'),
          ),
        };
      },
    ],
    [
      /test_publish_with_wrong_revisionid/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        return {
          create_response,
          get_fn_response: await stage().get(name),
          publish_wrong_revisionid_exc: await publish(name, { RevisionId: 'doesntexist' }),
          publish_result: await publish(name),
        };
      },
    ],
    [
      /test_publish_with_wrong_sha256/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        return {
          create_response,
          get_fn_response: await stage().get(name),
          publish_wrong_sha256_exc: await publish(name, { CodeSha256: 'somenonexistentsha256' }),
          publish_result: await publish(name),
        };
      },
    ],
    [
      /test_version_lifecycle/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        const versions = () => stage().send(new ListVersionsByFunctionCommand({ FunctionName: name }));
        const list_versions_result = await versions();
        const get_function_result = await stage().get(name);
        const first_update_response = await configure(name, { Description: 'First version :)' });
        await stage().settled(name);
        const first_update_get_function = await stage().get(name);
        const first_publish_response = await publish(name, { Description: 'First version description :)' });
        const first_publish_get_function = await stage().get(name, '1');
        const first_publish_get_function_config = await configuration(name, '1');
        const second_update_response = await configure(name, { Description: 'Second version :))' });
        await stage().settled(name);
        const first_publish_get_function_after_update = await stage().get(name, '1');
        const second_publish_response = await publish(name);
        return {
          create_response,
          get_function_result,
          list_versions_result,
          first_update_response,
          first_update_get_function,
          first_publish_response,
          first_publish_get_function,
          first_publish_get_function_config,
          second_update_response,
          first_publish_get_function_after_update,
          second_publish_response,
          third_publish_response: await publish(name),
          list_versions_result_after_third_publish: await versions(),
        };
      },
    ],
    [
      /test_function_revisions_basic/,
      async () => {
        const name = await stage().made();
        const update_function_revision_exception = await recode(name, { RevisionId: 'doesntexist' });
        const update_function_configuration_revision_exception = await configure(name, {
          RevisionId: 'doesntexist',
          Timeout: 4,
        });
        return { update_function_revision_exception, update_function_configuration_revision_exception };
      },
    ],
    [
      /test_lambda_envvars_near_limit_succeeds/,
      async (recorded) => ({
        successful_create_fn_result: await stage().create(
          stage().newName(),
          settingsOf(recorded.successful_create_fn_result),
        ),
      }),
    ],
    [
      /test_large_environment_(variables_fails|fails_multiple_keys)/,
      async (recorded) => {
        const [label = '', reply] = Object.entries(recorded)[0] ?? [];
        const { Message } = (reply as { Error: { Message: string } }).Error;
        const Variables = JSON.parse(Message.slice(Message.indexOf('{'))) as Record<string, string>;
        return { [label]: await stage().create(stage().newName(), { Environment: { Variables } }) };
      },
    ],
    [
      /test_(function_advanced_logging_configuration|advanced_logging_configuration_format_switch)$/,
      async (recorded) => {
        const name = stage().newName();
        const replies: Record<string, unknown> = {
          create_response: await stage().create(name, settingsOf(recorded.create_response)),
        };
        await stage().settled(name);
        replies.get_function_response = await stage().get(name);
        replies.function_config = await configuration(name);
        for (const suffix of ['', '_v2']) {
          const updated = recorded[`updated_config${suffix}`] as { LoggingConfig: Logging } | undefined;
          if (!updated) continue;
          replies[`updated_config${suffix}`] = await configure(name, {
            LoggingConfig: loggingOf(updated, name),
          });
          await stage().settled(name);
          replies[`received_config${suffix}`] = await configuration(name);
        }
        return replies;
      },
    ],
    [
      /test_function_partial_advanced_logging_configuration_update/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        const get_function_response = await stage().get(name);
        const LoggingConfig = loggingOf(recorded.updated_config as { LoggingConfig: Logging }, name);
        const updated_config = await configure(name, { LoggingConfig });
        await stage().settled(name);
        return {
          create_response,
          get_function_response,
          updated_config,
          received_config: await configuration(name),
        };
      },
    ],
    [
      /test_lambda_code_location_zipfile/,
      async (recorded) => {
        const name = stage().newName();
        const created = await stage().create(name, settingsOf(recorded['create-response-zip-file']));
        await stage().settled(name);
        const found = await stage().get(name);
        const updated = await recode(name);
        await stage().settled(name);
        return {
          'create-response-zip-file': created,
          'get-function-response': found,
          'update-function-response': updated,
        };
      },
    ],
    [
      /test_publish_version_on_create/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, {
          ...settingsOf(recorded.create_response),
          Publish: true,
        });
        await stage().settled(name);
        const versions = () => stage().send(new ListVersionsByFunctionCommand({ FunctionName: name }));
        return {
          create_response,
          get_function_result: await stage().get(name),
          get_function_version_result: await stage().get(name, '1'),
          get_function_latest_result: await stage().get(name, '$LATEST'),
          list_versions_result: await versions(),
          repeated_publish_response: await publish(name),
          list_versions_result_after_publish: await versions(),
        };
      },
    ],
    [
      /test_publish_with_update/,
      async (recorded) => {
        const name = stage().newName();
        const create_response = await stage().create(name, settingsOf(recorded.create_response));
        await stage().settled(name);
        const get_function_result = await stage().get(name);
        const update_function_code_result = await recode(name, { Publish: true });
        return {
          create_response,
          get_function_result,
          update_function_code_result,
        };
      },
    ],
    [
      /test_lambda_concurrent_(code|config)_updates/,
      async (recorded, title) => {
        const name = stage().newName();
        const created = await stage().create(name, settingsOf(recorded['create-function-response']));
        await stage().settled(name);
        const change = () =>
          title.includes('code') ? recode(name) : configure(name, { Description: 'changed' });
        // Sent together: the second comes while the first is in progress.
        const replies = await Promise.all([change(), change()]);
        const refused = replies.find((reply) => 'Error' in reply);
        return { 'create-function-response': created, 'update-during-in-progress-update-exc': refused };
      },
    ],
  ];
}
