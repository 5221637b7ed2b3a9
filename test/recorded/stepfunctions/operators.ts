import type { Scenario } from '../recorded-cases.js';
import { histories, historyOf, machine, run, type Stage } from './player.js';

type Cases = { input: { Variable: unknown; Value: unknown } }[];

/** `test_numeric_greater_than_path` → NumericGreaterThanPath */
function operatorOf(title: string): string {
  const words = (/test_([a-z_]+)/.exec(title)?.[1] ?? '').split('_');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** One Choice state with the operator of the case's name; its operand is recorded beside the variable. */
function choices(stage: () => Stage): Scenario {
  return async (recorded, title) => {
    const operator = operatorOf(title.slice(title.indexOf('::')));
    const cases = [];
    for (const { input } of recorded.cases as Cases) {
      const operand = operator.endsWith('Path') ? '$.Value' : input.Value;
      const result = (word: string) => ({ Type: 'Pass', Result: { 'TestResult.$': word } });
      const definition = machine({
        CheckValues: {
          Type: 'Choice',
          Choices: [{ Variable: '$.Variable', [operator]: operand, Next: 'ConditionTrue' }],
          Default: 'ConditionFalse',
        },
        ConditionTrue: result('ConditionTrue'),
        ConditionFalse: result('ConditionFalse'),
      });
      const { events } = (await historyOf(stage(), await run(stage(), definition, input))) as {
        events: { executionSucceededEventDetails?: { output: unknown } }[];
      };
      cases.push({ input, output: events.at(-1)?.executionSucceededEventDetails?.output });
    }
    return { cases };
  };
}

/** A Pass state whose one parameter is a call. */
function intrinsic(call: string, name = 'State_0') {
  return machine({ [name]: { Type: 'Pass', Parameters: { 'FunctionResult.$': call } } });
}

function jsonata(output: unknown) {
  return machine({ State_0: { Type: 'Pass', QueryLanguage: 'JSONata', Output: output } });
}

const two = '$.FunctionInput.fst, $.FunctionInput.snd';
const three = `${two}, $.FunctionInput.trd`;
const [fst, snd, trd] = ['fst', 'snd', 'trd'].map((name) => `$states.input.FunctionInput.${name}`);

const CALLS: [RegExp, object][] = [
  [/test_array_0/, intrinsic('States.Array()')],
  [/test_array_2/, intrinsic(`States.Array(${two})`)],
  [/jsonata\S* :: \S*test_array_partition/, jsonata(`{% $partition(${fst}, ${snd}) %}`)],
  [/jsonata\S* :: \S*test_array_range/, jsonata(`{% $range(${fst}, ${snd}, ${trd}) %}`)],
  [/test_array_partition/, intrinsic(`States.ArrayPartition(${two})`)],
  [/test_array_contains/, intrinsic(`States.ArrayContains(${two})`)],
  [/test_array_range/, intrinsic(`States.ArrayRange(${three})`)],
  [/test_array_get_item/, intrinsic(`States.ArrayGetItem(${two})`)],
  // The case's name says unique; what was recorded is a length.
  [/test_array_(length|unique)/, intrinsic('States.ArrayLength($.FunctionInput)')],
  [/test_base_64_encode/, intrinsic('States.Base64Encode($.FunctionInput)')],
  [/test_base_64_decode/, intrinsic('States.Base64Decode($.FunctionInput)')],
  [/test_format_1/, intrinsic("States.Format('Formatting argument {}.', $.FunctionInput)")],
  [/test_format_2/, intrinsic(`States.Format('Formatting arguments fst={} and snd={}.', ${two})`)],
  [
    /test_context_json_path/,
    intrinsic("States.Format('Formatting arguments fst={} and snd={}.', $$.Execution.Name, $$.StateMachine)"),
  ],
  [
    /test_nested_calls_1/,
    intrinsic("States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), 0)", 'State0'),
  ],
  [
    /test_nested_calls_2/,
    intrinsic(
      "States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), States.MathAdd(States.ArrayLength(States.StringSplit($$.StateMachine.Name, '-')), -1))",
      'State0',
    ),
  ],
  [/test_escape_sequence/, intrinsic("States.StringSplit('Hello\nWorld', '\n')", 'State0')],
  [/test_hash/, intrinsic(`States.Hash(${two})`)],
  [/test_string_to_json/, intrinsic('States.StringToJson($.FunctionInput)')],
  [/test_json_to_string/, intrinsic('States.JsonToString($.FunctionInput)')],
  [
    /test_json_merge_escaped_argument/,
    machine({
      StartState: {
        Type: 'Pass',
        Parameters: {
          'merged.$':
            'States.JsonMerge(States.StringToJson(\'{"constant_in_literal": "false"}\'), $$.Execution.Input.input_field, false)',
        },
        ResultPath: '$.result_path',
        OutputPath: '$.result_path.merged',
      },
    }),
  ],
  [/test_json_merge/, intrinsic(`States.JsonMerge(${two}, false)`)],
  [/test_parse/, jsonata('{% $parse($states.input.FunctionInput) %}')],
  [/jsonata\S* :: \S*test_math_random_seeded/, jsonata({ FunctionResult: `{% $randomSeeded(${fst}) %}` })],
  [/test_math_random_seeded/, intrinsic(`States.MathRandom(${three})`)],
  [/test_math_random/, intrinsic(`States.MathRandom(${two})`)],
  [/test_math_add/, intrinsic(`States.MathAdd(${two})`)],
  [
    /test_string_split_context_object/,
    intrinsic("States.StringSplit($$.Execution.Input.FunctionInput, ',')"),
  ],
  [/test_string_split/, intrinsic(`States.StringSplit(${two})`)],
  [/test_uuid/, intrinsic('States.UUID()')],
];

/** Choice operators and intrinsic functions. */
export function operators(stage: () => Stage): [RegExp, Scenario][] {
  return [
    [/^choice_operators\//, choices(stage)],
    ...CALLS.map(([pattern, definition]): [RegExp, Scenario] => [
      new RegExp(`^intrinsic_functions/.*${pattern.source}`),
      histories(stage, definition as Record<string, unknown>),
    ]),
  ];
}
