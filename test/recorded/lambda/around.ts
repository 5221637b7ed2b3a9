import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import type { Scenario } from '../recorded-cases.js';
import { type Stage, settingsOf } from './stage.js';

const bucket = { SourceArn: 'arn:aws:s3:::bucket' };

/** Policies, tags, concurrency and asynchronous invocation. */
export function around(stage: () => Stage): [RegExp, Scenario][] {
  const allow = (FunctionName: string, StatementId: string, Principal: string, more: object = {}) =>
    stage().send(
      new AddPermissionCommand({
        FunctionName,
        StatementId,
        Principal,
        Action: 'lambda:InvokeFunction',
        ...more,
      }),
    );
  const disallow = (FunctionName: string, StatementId: string, more: object = {}) =>
    stage().send(new RemovePermissionCommand({ FunctionName, StatementId, ...more }));
  const policy = (FunctionName: string, more: object = {}) =>
    stage().send(new GetPolicyCommand({ FunctionName, ...more }));
  const tags = (name: string) => stage().send(new ListTagsCommand({ Resource: stage().arn(name) }));
  const tag = (Resource: string, Tags: Record<string, string>) =>
    stage().send(new TagResourceCommand({ Resource, Tags }));
  const untag = (Resource: string, TagKeys: string[]) =>
    stage().send(new UntagResourceCommand({ Resource, TagKeys }));
  const asynchronous = (FunctionName: string, more: object) =>
    stage().send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...more }));

  return [
    [
      /test_add_lambda_permission_fields/,
      async () => {
        const name = await stage().made();
        const SourceAccount = stage().account;
        return {
          add_permission_principal_wildcard: await allow(name, 'wilcard', '*', { SourceAccount }),
          add_permission_principal_service: await allow(name, 'lambda', 'lambda.amazonaws.com', {
            SourceAccount,
          }),
          add_permission_principal_account: await allow(name, 'account-id', SourceAccount),
          add_permission_alexa_skill: await allow(name, 'alexaSkill', '*', {
            EventSourceToken: 'amzn1.ask.skill.xxxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
          }),
          add_permission_optional_fields: await allow(name, 'urlPermission', '*', {
            Action: 'lambda:InvokeFunctionUrl',
            SourceAccount,
            ...bucket,
            FunctionUrlAuthType: 'NONE',
            PrincipalOrgID: 'o-1234567890',
          }),
        };
      },
    ],
    [
      /test_remove_multi_permissions/,
      async () => {
        const name = await stage().made();
        const add_permission_1 = await allow(name, 's3', 's3.amazonaws.com');
        const add_permission_2 = await allow(name, 'sqs', 'sqs.amazonaws.com', bucket);
        const policy_after_2_add = await policy(name);
        const remove_permission_exception_nonexisting_sid = await disallow(name, 'non-existent');
        await disallow(name, 'sqs');
        const policy_after_removal = await policy(name);
        await disallow(name, 's3');
        return {
          add_permission_1,
          add_permission_2,
          policy_after_2_add,
          remove_permission_exception_nonexisting_sid,
          policy_after_removal,
          get_policy_exception_removed_all: await policy(name),
        };
      },
    ],
    [
      /test_create_multiple_lambda_permissions/,
      async () => {
        const name = await stage().made();
        return {
          add_permission_response_1: await allow(name, 'logs', 'logs.amazonaws.com'),
          add_permission_response_2: await allow(name, 'kinesis', 'kinesis.amazonaws.com'),
          policy_after_2_add: await policy(name),
        };
      },
    ],
    [
      /test_add_lambda_permission_aws/,
      async () => {
        const name = await stage().made();
        return {
          add_permission: await allow(name, 's3', 's3.amazonaws.com', bucket),
          get_policy: await policy(name),
        };
      },
    ],
    [
      /test_permission_exceptions/,
      async () => {
        const name = await stage().made();
        const missing = 'doesnotexist';
        const s3 = 's3.amazonaws.com';
        const replies = {
          add_permission_invalid_statement_id: await allow(name, 'example.com', s3),
          add_permission_fn_qualifier_mismatch: await allow(`${stage().arn(name)}:alias-not-42`, 's3', s3, {
            Qualifier: '42',
          }),
          add_permission_fn_qualifier_latest: await allow(name, 's3', s3, { Qualifier: '$LATEST' }),
          add_permission_principal_invalid: await allow(name, 's3', 'invalid.nonaws.com'),
          get_policy_fn_doesnotexist: await policy(missing),
          get_policy_fn_version_doesnotexist: await policy(name, { Qualifier: '42' }),
          add_permission_fn_doesnotexist: await allow(missing, 's3', s3),
          remove_permission_policy_doesnotexist: await disallow(name, 's3'),
          add_permission_fn_version_doesnotexist: await allow(name, 's3', s3, { Qualifier: '42' }),
          add_permission_fn_qualifier_invalid: await allow(name, 's3', s3, {
            Qualifier: 'invalid-qualifier-with-?-char',
          }),
          add_permission_fn_qualifier_valid_doesnotexist: await allow(name, 's3', s3, {
            Qualifier: 'valid-with-$-but-doesnotexist',
          }),
          remove_permission_fn_doesnotexist: await disallow(missing, 's3'),
        };
        await allow(name, 's3', s3);
        return { ...replies, add_permission_conflicting_statement_id: await allow(name, 's3', s3) };
      },
    ],
    [
      /TestLambdaTags::test_tag_exceptions/,
      async () => {
        const arn = stage().arn(await stage().made());
        return {
          tag_lambda_invalidarn: await tag('arn:aws:something', { key: 'value' }),
          tag_lambda_doesnotexist: await tag(stage().arn('doesnotexist'), { key: 'value' }),
          tag_lambda_qualifier_doesnotexist: await tag(`${arn}:v1`, { key: 'value' }),
          list_tag_lambda_empty: await stage().send(new ListTagsCommand({ Resource: arn })),
          untag_nomatch: await untag(arn, ['somekey']),
          tag_empty_tags: await tag(arn, {}),
        };
      },
    ],
    [
      /TestLambdaTag::test_tag_exceptions\[lambda_function\]/,
      async () => {
        const missing = stage().arn('doesnotexist');
        return {
          not_found_exception_tag: await tag(missing, { key: 'value' }),
          not_found_exception_untag: await untag(missing, ['key']),
          not_found_exception_list: await tags('doesnotexist'),
          aliased_arn_exception: await tag(`${stage().arn(await stage().made())}:alias`, { key: 'value' }),
          invalid_arn_exception: await tag(missing.replace(':function:', ':foobar:'), { key: 'value' }),
        };
      },
    ],
    [
      /TestLambdaTags::test_tag_versions/,
      async () => {
        const name = await stage().made();
        await stage().send(new PublishVersionCommand({ FunctionName: name }));
        return {
          tag_resource_exception: await tag(`${stage().arn(name)}:1`, { key: 'value' }),
          tag_resource_latest_exception: await tag(`${stage().arn(name)}:$LATEST`, { key: 'value' }),
        };
      },
    ],
    [
      /TestLambdaTags::test_tag_limits/,
      async () => {
        const many = (count: number) =>
          Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}_key`, `${n}_value`]));
        const name = await stage().made();
        const arn = stage().arn(name);
        return {
          tag_lambda_too_many_tags: await tag(arn, many(51)),
          tag_response: await tag(arn, many(50)),
          list_tags_response: await tags(name),
          tag_lambda_too_many_tags_additional: await tag(arn, { a_key: 'a_value' }),
          create_function_invalid_tags: await stage().create(stage().newName(), { Tags: many(51) }),
        };
      },
    ],
    [
      /TestLambdaTags::test_tag_lifecycle/,
      async () => {
        const name = await stage().made({ Tags: { key_a: 'value_a' }, ...{ Timeout: 30 } });
        const arn = stage().arn(name);
        const list_tags_response_postfncreate = await tags(name);
        const tag_resource_response = await tag(arn, {
          key_b: 'value_b',
          key_c: 'value_c',
          key_d: 'value_d',
          key_e: 'value_e',
        });
        const list_tags_response_postaddtags = await tags(name);
        const tag_resource_overwrite = await tag(arn, { key_b: 'value_b', key_c: 'value_x' });
        const list_tags_response_overwrite = await tags(name);
        await untag(arn, ['key_c', 'key_d']);
        const list_tags_response_postuntag = await tags(name);
        await untag(arn, ['key_a', 'key_b', 'key_c', 'key_d', 'key_e']);
        const list_tags_response_postuntagall = await tags(name);
        await stage().remove(name);
        return {
          list_tags_response_postfncreate,
          tag_resource_response,
          list_tags_response_postaddtags,
          tag_resource_overwrite,
          list_tags_response_overwrite,
          list_tags_response_postuntag,
          list_tags_response_postuntagall,
          list_tags_postdelete: await tags(name),
        };
      },
    ],
    [
      /ReservedConcurrency::test_function_concurrency(_exceptions|_limits)?$/,
      async (_recorded, title) => {
        const name = await stage().made();
        const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
          stage().send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
        if (title.endsWith('exceptions')) {
          await stage().send(new PublishVersionCommand({ FunctionName: name }));
          return {
            put_function_concurrency_with_function_name_doesnotexist: await reserve('doesnotexist', 1),
            put_function_concurrency_with_qualified_arn: await reserve(`${stage().arn(name)}:1`, 1),
          };
        }
        if (title.endsWith('limits')) {
          return {
            put_function_concurrency_account_limit_exceeded: await reserve(name, 1001),
            put_function_concurrency_below_unreserved_min_value: await reserve(name, 901),
          };
        }
        const get = () => stage().send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
        return {
          put_function_concurrency_with_reserved_0: await reserve(name, 0),
          put_function_concurrency_with_reserved_1: await reserve(name, 1),
          get_function_concurrency: await get(),
          delete_response: await stage().send(new DeleteFunctionConcurrencyCommand({ FunctionName: name })),
          get_function_concurrency_after_delete: await get(),
        };
      },
    ],
    [
      /test_lambda_eventinvokeconfig_lifecycle/,
      async () => {
        const name = await stage().made();
        const update = (more: object) =>
          stage().send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName: name, ...more }));
        const get = (Qualifier?: string) =>
          stage().send(
            new GetFunctionEventInvokeConfigCommand({
              FunctionName: name,
              ...(Qualifier ? { Qualifier } : {}),
            }),
          );
        const put_invokeconfig_retries_0 = await asynchronous(name, { MaximumRetryAttempts: 0 });
        const put_invokeconfig_eventage_60 = await asynchronous(name, { MaximumEventAgeInSeconds: 60 });
        const update_invokeconfig_eventage_nochange = await update({ MaximumEventAgeInSeconds: 60 });
        const update_invokeconfig_retries = await update({ MaximumRetryAttempts: 1 });
        const get_invokeconfig = await get();
        const get_invokeconfig_latest = await get('$LATEST');
        const list_single_invokeconfig = await stage().send(
          new ListFunctionEventInvokeConfigsCommand({ FunctionName: name }),
        );
        await stage().send(new PublishVersionCommand({ FunctionName: name }));
        return {
          put_invokeconfig_retries_0,
          put_invokeconfig_eventage_60,
          update_invokeconfig_eventage_nochange,
          update_invokeconfig_retries,
          get_invokeconfig,
          get_invokeconfig_latest,
          list_single_invokeconfig,
          get_invokeconfig_postpublish: await get('1'),
          put_published_invokeconfig: await asynchronous(name, {
            Qualifier: '1',
            MaximumEventAgeInSeconds: 120,
          }),
          get_published_invokeconfig: await get('1'),
        };
      },
    ],
    [
      /test_lambda_eventinvokeconfig_exceptions/,
      async () => {
        const name = await stage().made();
        const success = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } });
        return {
          put_functionname_name_notfound: await asynchronous('random-name', { MaximumRetryAttempts: 1 }),
          put_functionname_arn_notfound: await asynchronous(stage().arn('random-name'), {
            MaximumRetryAttempts: 1,
          }),
          put_functionname_nootherargs: await asynchronous(name, {}),
          put_destination_lambda_doesntexist: await asynchronous(name, success(stage().arn('doesnotexist'))),
          put_destination_recursive: await asynchronous(name, success(stage().arn(name))),
          put_destination_other_lambda: await asynchronous(name, success(stage().arn(await stage().made()))),
          put_destination_success_no_destination_arn: await asynchronous(name, {
            DestinationConfig: { OnSuccess: {} },
          }),
          put_destination_failure_no_destination_arn: await asynchronous(name, {
            DestinationConfig: { OnFailure: {} },
          }),
          put_destination_latest_explicit_qualifier: await asynchronous(name, {
            Qualifier: '$LATEST',
            MaximumRetryAttempts: 1,
            DestinationConfig: { OnSuccess: {} },
          }),
        };
      },
    ],
    [
      /TestLambdaTag::test_create_tag_on_fn_create/,
      async (recorded) => {
        const { Configuration, Tags } = recorded.get_function_result as {
          Configuration: object;
          Tags: Record<string, string>;
        };
        const name = await stage().made({ ...settingsOf(Configuration), Tags });
        return { get_function_result: await stage().get(name), list_tags_result: await tags(name) };
      },
    ],
    [
      /TestLambdaTag::test_tag_nonexisting_resource/,
      async (recorded) => {
        const { Configuration } = recorded.pre_delete_get_function as { Configuration: object };
        const name = await stage().made(settingsOf(Configuration));
        const pre_delete_get_function = await stage().get(name);
        await stage().remove(name);
        return {
          pre_delete_get_function,
          not_found_exception_tag: await tag(stage().arn(name), { A: 'B' }),
          not_found_exception_untag: await untag(stage().arn(name), ['A']),
          not_found_exception_list: await tags(name),
        };
      },
    ],
    [
      /TestLambdaTag::test_tag_lifecycle(\[lambda_function\])?$/,
      async (recorded) => {
        const name = await stage().made();
        const arn = stage().arn(name);
        const replies: Record<string, unknown> = {};
        // Each step brings the tags to what the recording lists after it.
        const steps = Object.keys(recorded).filter((label) => label.endsWith('_response'));
        for (const label of steps) {
          const { Tags: before = {} } = (await tags(name)) as { Tags?: Record<string, string> };
          const { Tags: after } = recorded[`${label}_listtags`] as { Tags: Record<string, string> };
          const gone = Object.keys(before).filter((key) => !(key in after));
          const keys = label.includes('nonexisting') ? [...gone, 'nothing'] : gone;
          replies[label] = label.startsWith('untag') ? await untag(arn, keys) : await tag(arn, after);
          replies[`${label}_listtags`] = await tags(name);
        }
        return replies;
      },
    ],
  ];
}
