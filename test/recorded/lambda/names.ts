import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import type { Scenario } from '../recorded-cases.js';
import type { Stage } from './stage.js';

const a = (length: number) => 'a'.repeat(length);
const arn = (rest: string) => `arn:aws:lambda:us-east-1:111111111111:function:${rest}`;
const foreign = 'arn:aws:lambda:invalid-region:111111111111:function:my-function';

/** What each case asks for: the function's name, and the qualifier where one is named apart. */
const asked: Record<string, [name: string, qualifier?: string]> = {
  function_name_is_single_invalid: ['*'],
  invalid_characters_in_function_name: ['my-function!'],
  invalid_characters_in_qualifier: ['my-function', 'invalid!'],
  qualifier_too_long: ['my-function', a(129)],
  qualifier_too_long0: ['my-function', a(129)],
  qualifier_too_long1: ['my-function', a(65)],
  function_name_and_qualifier_too_long: ['my-function', a(65)],
  invalid_account_id_in_partial_arn: ['invalid-account:function:my-function'],
  invalid_region_in_arn: [foreign],
  non_lambda_arn: ['arn:aws:ec2:us-east-1:111111111111:instance:i-1234567890abcdef0'],
  function_name_too_long: [a(65)],
  function_name_too_long_and_invalid_region: [`${foreign}${a(170)}`],
  full_arn_and_qualifier_too_long_and_invalid_region: [`${foreign}-${a(170)}`, a(129)],
  full_arn_with_multiple_qualifiers: [arn('my-function:1:2')],
  incomplete_arn: ['arn:aws:lambda:us-east-1:111111111111:function'],
  partial_arn_with_extra_qualifier: ['function:my-function:$LATEST:extra'],
  latest_version_with_additional_qualifier: [arn('my-function:$LATEST'), '1'],
  lowercase_latest_qualifier: [arn('my-function'), '$latest'],
  missing_region_in_arn: ['arn:aws:lambda::111111111111:function:my-function'],
  missing_account_id_in_arn: ['arn:aws:lambda:us-east-1::function:my-function'],
  misspelled_latest_in_arn: [arn('my-function:$LATES')],
};

/** `test_function_name_and_qualifier_validation[<case>-<operation>]` */
export function nameValidation(stage: () => Stage): Scenario {
  return async (recorded, title) => {
    const [, which = '', operation = ''] = /\[(.*)-(\w+)\]$/.exec(title) ?? [];
    const [label = ''] = Object.keys(recorded);
    const [name, Qualifier] = asked[which] ?? [''];
    const input = { FunctionName: name, ...(Qualifier === undefined ? {} : { Qualifier }) };
    if (operation === 'create_function') {
      return { [label]: await stage().create(Qualifier === undefined ? name : `${name}:${Qualifier}`) };
    }
    if (operation === 'get_function') return { [label]: await stage().send(new GetFunctionCommand(input)) };
    if (operation === 'delete_function')
      return { [label]: await stage().send(new DeleteFunctionCommand(input)) };
    return { [label]: await stage().send(new InvokeCommand(input)) };
  };
}

type Operation = (
  stage: Stage,
  input: { FunctionName: string; Qualifier?: string },
) => Promise<Record<string, unknown>>;

export const operations: Record<string, Operation> = {
  delete_function: (stage, input) => stage.send(new DeleteFunctionCommand(input)),
  get_function: (stage, input) => stage.send(new GetFunctionCommand(input)),
  get_function_configuration: (stage, input) => stage.send(new GetFunctionConfigurationCommand(input)),
  get_function_event_invoke_config: (stage, input) =>
    stage.send(new GetFunctionEventInvokeConfigCommand(input)),
  get_function_concurrency: (stage, input) => stage.send(new GetFunctionConcurrencyCommand(input)),
  invoke: (stage, input) => stage.send(new InvokeCommand(input)),
};

/** One reply, of the operation that the title names in brackets. */
export function operation(
  stage: () => Stage,
  input: (stage: Stage) => { FunctionName: string; Qualifier?: string },
): Scenario {
  return async (recorded, title) => {
    const act = operations[/\[(\w+)\]/.exec(title)?.[1] ?? ''];
    const [label = ''] = Object.keys(recorded);
    return { [label]: await (act as Operation)(stage(), input(stage())) };
  };
}

/** A version that a function does not have. */
export function nonexistingVersion(stage: () => Stage): Scenario {
  return async (recorded, title) => {
    const FunctionName = await stage().made();
    return operation(stage, () => ({ FunctionName, Qualifier: '1221' }))(recorded, title);
  };
}

/** A name that already has a qualifier, and another one, or the same, beside it. */
export function mismatch(stage: () => Stage): Scenario {
  return async (_recorded, title) => {
    const act = operations[/\[(\w+)\]/.exec(title)?.[1] ?? ''] as Operation;
    const FunctionName = `${stage().arn('some-function')}:$LATEST`;
    return {
      not_match_exception: await act(stage(), { FunctionName, Qualifier: '1' }),
      match_exception: await act(stage(), { FunctionName, Qualifier: '$LATEST' }),
    };
  };
}

export function deleteNonexisting(stage: () => Stage): Scenario {
  return async () => ({
    delete_function_response_non_existent: await stage().remove('nowhere'),
    delete_function_response_non_existent_with_qualifier: await stage().send(
      new DeleteFunctionCommand({ FunctionName: 'nowhere', Qualifier: '1221' }),
    ),
  });
}
