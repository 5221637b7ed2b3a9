import type { Scenario } from '../recorded-cases.js';
import { histories, inputOf, machine, type Stage } from './player.js';

type Fields = Record<string, unknown>;
type Definition = Fields | ((title: string) => Fields);

const pass = (more: Fields = {}): Fields => ({ Type: 'Pass', ...more });
const fail = (error?: string, cause?: string): Fields => ({ Type: 'Fail', Error: error, Cause: cause });
const jsonata = { QueryLanguage: 'JSONata' };
const parameter = (title: string) => /\[(.*)\]$/.exec(title)?.[1] ?? '';

const BASE: [string, Definition][] = [
  [
    'test_state_fail_path',
    machine({ FailState: { Type: 'Fail', ErrorPath: '$.Error', CausePath: '$.Cause' } }),
  ],
  [
    'test_state_fail_intrinsic',
    machine({
      FailState: {
        Type: 'Fail',
        ErrorPath: "States.Format('{}', $.Error)",
        CausePath: "States.Format('This is a custom error message for {}, caused by {}.', $.Error, $.Cause)",
      },
    }),
  ],
  [
    'test_state_pass_result_jsonpaths',
    machine({ State_1: pass({ Result: { 'unsupported1.$': '$.jsonpath', 'unsupported2.$': '$$' } }) }),
  ],
  [
    'test_state_pass_result_null_input_output_paths',
    machine({
      State0: pass({ Parameters: { Arg1: 'argument1', 'FromInput.$': '$' }, Next: 'State1' }),
      State1: pass({
        InputPath: null,
        Parameters: { Arg2: 'argument2', 'FromInput.$': '$' },
        Next: 'State2',
      }),
      State2: pass({ OutputPath: null }),
    }),
  ],
  [
    'test_state_pass_regex_json_path_base',
    machine({ State0: pass({ Parameters: { 'FromInput.$': '$.users[?(@.status == 0)]' } }) }),
  ],
  ['test_state_pass_result', machine({ State_1: pass({ Result: { Arg1: 'argument1' } }) })],
  ['test_decl_version_1_0', machine({ State_1: pass() }, { Version: '1.0' })],
  [
    'test_query_context_object_values',
    machine({
      QueryValues1: pass({
        Next: 'QueryValues2',
        ResultPath: '$.query_values_1',
        Parameters: {
          'context_object.$': '$$',
          'execution.$': '$$.Execution',
          'execution_id.$': '$$.Execution.Id',
          'execution_input.$': '$$.Execution.Input',
          'execution_name.$': '$$.Execution.Name',
          'execution_rolearn.$': '$$.Execution.RoleArn',
          'execution_starttime.$': '$$.Execution.StartTime',
          'state.$': '$$.State',
          'state_enteredtime.$': '$$.State.EnteredTime',
          'state_name.$': '$$.State.Name',
          'statemachine.$': '$$.StateMachine',
          'statemachine_id.$': '$$.StateMachine.Id',
          'statemachine_name.$': '$$.StateMachine.Name',
        },
      }),
      QueryValues2: pass({ ResultPath: '$.query_values_2', Parameters: { 'context_object.$': '$$' } }),
    }),
  ],
  [
    'test_json_path_array',
    (title) =>
      machine({
        EntryState: pass({
          Parameters: { 'item.$': /no_input\[(.*)\]$|access\[(.*)\]$/.exec(title)?.slice(1).find(Boolean) },
        }),
      }),
  ],
  [
    'test_base_wait_seconds_path',
    machine({ WaitState: { Type: 'Wait', SecondsPath: '$.input.waitSeconds' } }),
  ],
  ['test_wait_timestamppath', machine({ State_1: { Type: 'Wait', TimestampPath: '$.start_at' } })],
  [
    'test_comment_in_parameters',
    machine({
      StartState: pass({
        Parameters: { Comment: 'Comment text', comment: 'comment text', constant: 'constant text' },
      }),
    }),
  ],
];

const CONTEXT: [string, Definition][] = [
  ['test_input_path', (title) => machine({ TestState: pass({ InputPath: parameter(title) }) })],
  ['test_output_path', (title) => machine({ TestState: pass({ OutputPath: parameter(title) }) })],
  [
    'test_variable',
    machine({
      TestState: {
        Type: 'Choice',
        Choices: [
          { Variable: '$$.Execution.Input.input-value', NumericLessThanEquals: 0, Next: 'QuitChoiceMatched' },
        ],
        Default: 'QuitNoChoiceMatched',
      },
      QuitChoiceMatched: pass(),
      QuitNoChoiceMatched: pass(),
    }),
  ],
  [
    'test_error_cause_path',
    machine({ StartState: { Type: 'Fail', ErrorPath: '$$.State.Name', CausePath: '$$.StateMachine.Name' } }),
  ],
];

const literal = {
  constant_null: null,
  constant_int: 0,
  constant_float: 0.1,
  constant_bool: true,
  constant_str: 'constant string',
  constant_not_jsonata: ' {% states.input %} ',
};
const literals = [
  null,
  0,
  0.1,
  true,
  [],
  { constant: 0 },
  ' {% states.input %} ',
  '$states.input',
  '$no.such.var.path',
];
const inObject = Object.fromEntries(Object.entries(literal).map(([key, value]) => [`in_obj_${key}`, value]));
const output = (Output: unknown) => machine({ State0: pass({ ...jsonata, Output }) });

const OUTPUT: [string, Definition][] = [
  ['\\[NULL\\]', output(null)],
  ['\\[INT\\]', output(0)],
  ['\\[FLOAT\\]', output(0.1)],
  ['\\[BOOL\\]', output(true)],
  ['LIST_EMPY', output([])],
  ['BASE_EMPTY', output({})],
  [
    'BASE_LITERALS',
    output({
      ...literal,
      constant_varpath_states: '$states.input',
      constant_varpath: '$no.such.var.path',
      constant_jp_input: '$',
      'constant_jp_input.$': '$',
      constant_jp_input_path: '$.input_value',
      constant_jp_context: '$$',
      constant_if: "States.Format('Format:{}', 101)",
      constant_lst_empty: [],
      constant_lst: literals,
      constant_obj_empty: {},
      constant_obj: {
        ...inObject,
        in_obj_constant_lst_empty: [],
        in_obj_constant_lst: literals,
        in_obj_constant_obj_empty: {},
        in_obj_constant_obj: { constant: 0 },
      },
    }),
  ],
  [
    'BASE_EXPR',
    machine({
      Init: pass({ Assign: { 'var_input_value.$': '$.input_value', var_constant_1: 1 }, Next: 'State0' }),
      State0: pass({
        ...jsonata,
        Output: {
          ja_states_context: '{% $states.context %}',
          ja_states_input: '{% $states.input %}',
          ja_var_access: '{% $var_input_value %}',
          ja_expr: '{% $sum($states.input.input_values) + $var_constant_1 %}',
        },
      }),
    }),
  ],
  [
    'BASE_DIRECT_EXPR',
    machine({
      Init: pass({ Assign: { var_constant_1: 1 }, Next: 'State0' }),
      State0: pass({ ...jsonata, Output: '{% $sum($states.input.input_values) + $var_constant_1 %}' }),
    }),
  ],
  [
    'test_output_in_choice',
    machine(
      {
        ChoiceState: {
          Type: 'Choice',
          Choices: [
            {
              Condition: '{% $states.input.condition %}',
              Next: 'ConditionTrue',
              Output: 'Condition Output block',
            },
          ],
          Default: 'DefaultState',
          Output: 'Default Output block',
        },
        ConditionTrue: pass(),
        DefaultState: fail(undefined, 'Condition is false'),
      },
      jsonata,
    ),
  ],
];

const exits = {
  Public: pass(),
  ValueIsZero: pass(),
  ValueInTwenties: pass(),
  DefaultState: fail(undefined, 'No Matches!'),
};
const single = { Public: pass(), DefaultState: fail(undefined, 'No Matches!') };
const finishes = { FinishTrue: pass(), FinishFalse: pass() };
const when = (Condition: unknown, Next: string) => ({ Condition, Next });
const choice = (Choices: unknown[], more: Fields = {}) => ({ Type: 'Choice', Choices, ...more });

const CHOICE: [string, Definition][] = [
  [
    'AWS_SCENARIO_JSONATA',
    machine({
      ChoiceStateX: choice(
        [
          when("{% $not($states.input.type = 'Private') %}", 'Public'),
          when('{% $states.input.value = 0 %}', 'ValueIsZero'),
          when('{% $states.input.value >= 20 and $states.input.value < 30 %}', 'ValueInTwenties'),
        ],
        { ...jsonata, Default: 'DefaultState' },
      ),
      ...exits,
    }),
  ],
  [
    'test_choice_aws_docs_scenario',
    machine({
      ChoiceStateX: choice(
        [
          { Not: { Variable: '$.type', StringEquals: 'Private' }, Next: 'Public' },
          { Variable: '$.value', NumericEquals: 0, Next: 'ValueIsZero' },
          {
            And: [
              { Variable: '$.value', NumericGreaterThanEquals: 20 },
              { Variable: '$.value', NumericLessThan: 30 },
            ],
            Next: 'ValueInTwenties',
          },
        ],
        { Default: 'DefaultState' },
      ),
      ...exits,
    }),
  ],
  [
    'SINGLETON_COMPOSITE_LITERAL_JSONATA',
    machine(
      {
        Pass: pass({ Output: { str_value: 'string literal' }, Next: 'Choice' }),
        Choice: choice([when('{% $states.input.str_value = "string literal" %}', 'Success')], {
          Default: 'Fail',
        }),
        Success: { Type: 'Succeed' },
        Fail: fail(),
      },
      jsonata,
    ),
  ],
  [
    'SINGLETON_COMPOSITE_JSONATA',
    machine({
      ChoiceState: choice([when("{% $states.input.type = 'Public' %}", 'Public')], {
        ...jsonata,
        Default: 'DefaultState',
      }),
      ...single,
    }),
  ],
  [
    'test_choice_singleton_composite',
    machine({
      ChoiceStateX: choice([{ And: [{ Variable: '$.type', StringEquals: 'Public' }], Next: 'Public' }], {
        Default: 'DefaultState',
      }),
      ...single,
    }),
  ],
  [
    'PARAMETERS_JSONATA',
    machine({
      CheckResult: choice(
        [
          when('{% $states.input.result.done %}', 'FinishTrue'),
          when('{% $not($states.input.result.done) %}', 'FinishFalse'),
        ],
        jsonata,
      ),
      ...finishes,
    }),
  ],
  [
    'test_choice_unsorted_parameters',
    machine({
      CheckResult: {
        Choices: [
          { BooleanEquals: true, Next: 'FinishTrue', Variable: '$.result.done' },
          { BooleanEquals: false, Next: 'FinishFalse', Variable: '$.result.done' },
        ],
        Type: 'Choice',
      },
      ...finishes,
    }),
  ],
  [
    'test_choice_condition_constant_jsonata',
    machine({
      ChoiceState: choice([when(true, 'ConditionTrue')], { ...jsonata, Default: 'DefaultState' }),
      ConditionTrue: pass(),
      DefaultState: fail(undefined, 'Condition is false'),
    }),
  ],
];

const words = {
  literal_single_quote: "'",
  literal_double_quote: '"',
  mixed_quotes: 'Text with both "double" and \'single\' quotes.',
  escaped_double_in_string: 'An escaped quote: \\"hello\\"',
  escaped_backslash: 'Backslash \\\\ in string',
  unicode_double_quote: '"unicode-quote"',
  whitespace_escapes: 'Line1\nLine2\tTabbed',
  emoji: '\u{1F197}',
};
const errorValue = pass({ Parameters: { Error: 'error-value' }, Next: 'fail' });

const REST: [string, Definition][] = [
  [
    'test_wait_timestamp_jsonata',
    machine({ WaitState: { Type: 'Wait', Timestamp: '{% $states.input.TimestampValue %}' } }, jsonata),
  ],
  ['test_wait_timestamp_path', machine({ WaitUntil: { Type: 'Wait', TimestampPath: '$.TimestampValue' } })],
  [
    'test_wait_seconds_jsonata',
    machine({ WaitState: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}' } }, jsonata),
  ],
  [
    'test_wait_timestamp',
    (title) =>
      machine({
        WaitUntil: {
          Type: 'Wait',
          Timestamp: title.includes('NANO') ? '2016-03-14T01:59:00.123456789Z' : '2016-03-14T01:59:00Z',
        },
      }),
  ],
  ['test_fail_error_jsonata', machine({ FailState: fail('{% $states.input.error %}') }, jsonata)],
  ['test_fail_cause_jsonata', machine({ FailState: fail(undefined, '{% $states.input.cause %}') }, jsonata)],
  ['IN_ERRORPATH', machine({ pass: errorValue, fail: { Type: 'Fail', ErrorPath: '$.ErrorX' } })],
  [
    'IN_CAUSEPATH',
    machine({
      pass: errorValue,
      fail: { Type: 'Fail', ErrorPath: '$.Error', CausePath: '$.NoSuchCausePath' },
    }),
  ],
  ['EXPR_JSONPATH', machine({ pass: pass({ Parameters: { 'value.$': '$.no_such_jsonpath' } }) })],
  [
    'EXPR_CONTEXTPATH',
    machine({ pass: pass({ Parameters: { 'value.$': '$$.Execution.Input.no_such_jsonpath' } }) }),
  ],
  ['IN_INPUTPATH', machine({ pass: pass({ InputPath: '$.NoSuchInputPath' }) })],
  ['IN_OUTPUTPATH', machine({ pass: pass({ OutputPath: '$.NoSuchOutputPath' }) })],
  [
    'IN_TIMEOUTSECONDSPATH',
    machine({
      task: {
        Type: 'Task',
        TimeoutSecondsPath: '$.NoSuchTimeoutSecondsPath',
        Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets',
        Parameters: {},
      },
    }),
  ],
  [
    'IN_HEARTBEATSECONDSPATH',
    machine({
      task: {
        Type: 'Task',
        HeartbeatSecondsPath: '$.NoSuchTimeoutSecondsPath',
        Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets.waitForTaskToken',
        Parameters: {},
      },
    }),
  ],
  [
    'COMPARISON_ASSIGN',
    machine(
      { Pass: pass({ Assign: { var: '"' }, Next: 'Check' }), Check: pass({ Output: "{% $var = '\"' %}" }) },
      jsonata,
    ),
  ],
  [
    'COMPARISON_OUTPUT',
    machine(
      { Pass: pass({ Output: '"', Next: 'Check' }), Check: pass({ Output: "{% $states.input = '\"' %}" }) },
      jsonata,
    ),
  ],
  [
    'ESCAPE_SEQUENCES_JSONPATH',
    machine({ JsonPathEscapeTest: pass({ Parameters: { 'value.$': '$[\'Test\\""Name"\']' } }) }),
  ],
  [
    'ESCAPE_SEQUENCES_STRING_LITERALS',
    machine({
      TestEscapesParameters: pass({ Parameters: words, Next: 'TestEscapesResult' }),
      TestEscapesResult: pass({
        Result: {
          ...words,
          'not_an_intrinsic_function.$':
            'States.StringToJson(\'{"text":"An \\"escaped double quote\\" here"}\')',
        },
      }),
    }),
  ],
];

/** The timestamps are replaced in the recordings; an invalid one stands in the cause. */
function inputWithTime(history: unknown, title: string): unknown {
  const given = inputOf(history) as Record<string, unknown>;
  const refused = /format string: (?:\$\.TimestampValue == )?([^"]*)"/.exec(JSON.stringify(history))?.[1];
  const fraction = title.includes('NANOSECONDS') ? '.123456789' : '';
  const suffix = /timestamppath\[(.*)\]$/.exec(title)?.[1] ?? 'Z';
  if ('TimestampValue' in given) return { TimestampValue: refused ?? `2016-03-14T01:59:00${fraction}Z` };
  return 'start_at' in given ? { start_at: `2016-03-14T01:59:00${suffix}` } : given;
}

/** The states that call nothing and hold no others. */
export function states(stage: () => Stage): [RegExp, Scenario][] {
  const of = (folder: string, cases: [string, Definition][]) =>
    cases.map(([name, definition]): [RegExp, Scenario] => [
      new RegExp(`^${folder}.*${name}`),
      histories(stage, definition, inputWithTime),
    ]);
  return [
    ...of('(base|comments)/', BASE),
    ...of('context_object/', CONTEXT),
    ...of('outputdecl/', OUTPUT),
    ...of('scenarios/', [...CHOICE, ...REST]),
  ];
}
