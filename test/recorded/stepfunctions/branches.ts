import type { Scenario } from '../recorded-cases.js';
import { histories, machine, type Stage } from './player.js';

type Fields = Record<string, unknown>;
type Definition = Fields | ((title: string) => Fields);

const pass = (more: Fields = {}): Fields => ({ Type: 'Pass', ...more });
const fail = { Type: 'Fail', Error: 'HandleItemFailError', Cause: 'HandleItemFailCause' };
const jsonata = { QueryLanguage: 'JSONata' };

/** Cases named `legacy` have the processor under its older name. */
function processor(title: string, states: Record<string, Fields>): Fields {
  return { [title.includes('legacy') ? 'Iterator' : 'ItemProcessor']: machine(states) };
}

function map(title: string, states: Record<string, Fields>, more: Fields): Fields {
  return { Type: 'Map', MaxConcurrency: 1, ...processor(title, states), ...more };
}

function overResult(
  Result: unknown,
  states: Record<string, Fields>,
  more: Fields = {},
  rest: Record<string, Fields> = {},
) {
  return (title: string) =>
    machine({
      StartState: pass({ Result, ResultPath: '$.arr', Next: 'MapState' }),
      MapState: map(title, states, { ResultPath: null, InputPath: '$.arr', Next: 'Final', ...more }),
      Final: pass(),
      ...rest,
    });
}

const three = { IsNumeric: true, Variable: '$' };
const breaking = {
  Equals3: {
    Type: 'Choice',
    Choices: [
      {
        And: [{ IsPresent: true, Variable: '$' }, { And: [three, { NumericEquals: 3, Variable: '$' }] }],
        Next: 'Break',
      },
    ],
    Default: 'Pass',
  },
  Break: { Type: 'Fail', Error: 'SomeFailure', Cause: "This state machines raises a 'SomeFailure' failure." },
  Pass: pass(),
};

const parcels = [
  { prod: 'R31', 'dest-code': 9511, quantity: 1344 },
  { prod: 'S39', 'dest-code': 9511, quantity: 40 },
  { prod: 'R31', 'dest-code': 9833, quantity: 12 },
  { prod: 'R40', 'dest-code': 9860, quantity: 887 },
  { prod: 'R40', 'dest-code': 9511, quantity: 1220 },
];

function selecting(shipped: unknown[]) {
  return (title: string) =>
    machine({
      StartState: pass({ Result: { detail: { 'delivery-partner': 'UQS', shipped } }, Next: 'MapState' }),
      MapState: map(
        title,
        { HandleItem: pass() },
        {
          ResultPath: '$.detail.shipped_output',
          InputPath: '$.detail',
          ItemsPath: '$.shipped',
          [title.includes('parameters') ? 'Parameters' : 'ItemSelector']: {
            'original_input.$': '$',
            'iteration_input_value.$': '$$.Map.Item.Value',
            'iteration_index.$': '$$.Map.Item.Index',
            'from_input_constant.$': '$.delivery-partner',
            constant_value: 'HelloWorld',
          },
          Next: 'Final',
        },
      ),
      Final: pass(),
    });
}

function inline(title: string) {
  const field = /parameters$/.test(title)
    ? 'Parameters'
    : /item_selector$/.test(title)
      ? 'ItemSelector'
      : undefined;
  const template = { constantValue: 'constant', 'mapValue.$': '$$.Map.Item.Value', 'fromInput.$': '$' };
  return machine({
    MapState: map(
      title,
      { IteratorInner: pass() },
      { ...(field ? { [field]: template } : {}), Next: 'Finish' },
    ),
    Finish: { Type: 'Succeed' },
  });
}

/** The items of the cases `[number]`, `[string]`, … as AWS was given them, in `{% … %}` or as they are. */
const ITEMS: Record<string, unknown> = {
  number: 1,
  string: "'string'",
  boolean: true,
  object: "{'foo': 'bar'}",
  null: null,
  function: '$fn := function($x){$x}',
  empty: '[]',
  singleton: '[0]',
  mixed: '[1,"two",3]',
};
const kindOf = (title: string) => /\[(\w+)\]$/.exec(title)?.[1] ?? '';
const iterate = (more: Fields) => map('', { Pass: pass() }, more);

const MAPS: [string, Definition][] = [
  ['test_map_state_break_condition', overResult([1, 'Hello', {}, 3.3, 3, 4, 5], breaking)],
  [
    'test_map_state_catch_empty_fail',
    (title) =>
      machine({
        StartState: pass({ Result: [1], ResultPath: '$.arr', Next: 'MapState' }),
        MapState: map(
          title,
          { HandleItemFail: { Type: 'Fail' } },
          {
            ResultPath: null,
            InputPath: '$.arr',
            Catch: [
              { ErrorEquals: ['Internal Error'], Next: 'CaughtInternalError' },
              { ErrorEquals: ['State.ALL'], Next: 'CaughtStatesALL' },
            ],
            Next: 'CaughtNone',
          },
        ),
        CaughtInternalError: pass(),
        CaughtStatesALL: pass(),
        CaughtNone: pass(),
      }),
  ],
  [
    'test_map_state_catch',
    overResult(
      [1],
      { HandleItemFail: fail },
      { Catch: [{ ErrorEquals: ['HandleItemFailError'], Next: 'FinalCaught' }] },
      { FinalCaught: pass() },
    ),
  ],
  [
    'test_map_state_retry_multiple_retriers',
    overResult(
      [1],
      { HandleItemFail: fail },
      {
        Retry: [
          { ErrorEquals: ['NoSuchError'], MaxAttempts: 1 },
          { ErrorEquals: ['State.ALL'], MaxAttempts: 2 },
          { ErrorEquals: ['HandleItemFailError'], MaxAttempts: 3 },
        ],
      },
    ),
  ],
  [
    'test_map_state_retry',
    overResult(
      [1],
      { HandleItemFail: fail },
      { Retry: [{ ErrorEquals: ['HandleItemFailError'], MaxAttempts: 2 }] },
    ),
  ],
  [
    'MAP_STATE_ITEM_SELECTOR_JSONATA',
    machine(
      {
        Start: pass({ Assign: { ItemsVar: ['Item1', 'Item2'] }, Next: 'MapIterateState' }),
        MapIterateState: iterate({
          Items: '{% $ItemsVar %}',
          ItemSelector: {
            map_item_value: '{% $states.context.Map.Item.Value %}',
            var_sample: '{% $ItemsVar %}',
            string_literal: 'string literal',
          },
        }),
      },
      jsonata,
    ),
  ],
  [
    'test_map_state_item_selector_parameters',
    machine({
      Start: pass({
        Parameters: { bucket: 'test-bucket', values: ['1', '2', '3'] },
        ResultPath: '$.content',
        Next: 'MapState',
      }),
      MapState: map(
        '',
        { EndState: pass({ Parameters: { message: 'Processing item completed' } }) },
        {
          ItemsPath: '$.content.values',
          ItemSelector: { 'bucketName.$': '$.content.bucket', 'value.$': '$$.Map.Item.Value' },
          ResultPath: null,
        },
      ),
    }),
  ],
  ['test_map_state_(item_selector|parameters)_singleton', selecting(['A', 'B', 'C'])],
  ['test_map_state_(item_selector|parameters)', selecting(parcels)],
  [
    'test_map_state_no_processor_config',
    machine({
      StartState: pass({ Result: [1, 2, 3], ResultPath: '$.arr', Next: 'MapState' }),
      MapState: map('', { HandleItem: pass() }, { ItemsPath: '$.arr' }),
    }),
  ],
  ['config_inline', inline],
  [
    'test_map_state_legacy_reentrant',
    machine({
      StartState: pass({
        Parameters: { Iterations: 3, 'Values.$': 'States.ArrayRange(0, 3, 1)' },
        Next: 'BeforeIteration',
      }),
      BeforeIteration: pass({
        Parameters: { 'Iterations.$': 'States.MathAdd($.Iterations, -1)', 'Values.$': '$.Values' },
        Next: 'IterationBody',
      }),
      IterationBody: map(
        'legacy',
        { ProcessValue: pass() },
        { ItemsPath: '$.Values', ResultPath: '$.Values', Next: 'CheckIteration' },
      ),
      CheckIteration: {
        Type: 'Choice',
        Choices: [{ Variable: '$.Iterations', NumericEquals: 0, Next: 'Terminate' }],
        Default: 'BeforeIteration',
      },
      Terminate: { Type: 'Succeed' },
    }),
  ],
  [
    'test_map_state_nested\\b',
    machine({ MapL1: map('', { MapL2: map('', { MapL2Pass: pass() }, { End: true }) }, {}) }),
  ],
  [
    'test_max_concurrency_path\\[',
    machine({
      MapState: {
        Type: 'Map',
        ItemsPath: '$.Values',
        MaxConcurrencyPath: '$.MaxConcurrencyValue',
        ...processor('', { HandleItem: pass() }),
        Next: 'Final',
      },
      Final: pass(),
    }),
  ],
  [
    'test_map_state_items_eval_jsonata_variable_sampling_fail|test_map_state_items_variable_sampling',
    (title) =>
      machine(
        {
          Start: pass({ Assign: { ItemsVar: `{% ${ITEMS[kindOf(title)]} %}` }, Next: 'MapIterateState' }),
          MapIterateState: iterate({ Items: '{% $ItemsVar %}' }),
        },
        jsonata,
      ),
  ],
  [
    'test_map_state_items_eval_jsonata',
    (title) => machine({ MapIterateState: iterate({ Items: `{% ${ITEMS[kindOf(title)]} %}` }) }, jsonata),
  ],
  [
    'test_map_state_items_input',
    machine(
      {
        Start: pass({ Output: '{% $states.input.items %}', Next: 'MapIterateState' }),
        MapIterateState: iterate({}),
      },
      jsonata,
    ),
  ],
  ['test_map_state(_legacy)?$', overResult([1, 'Hello', {}, null, 3.3, 3, 4, 5], { HandleItem: pass() })],
];

const parallel = (branches: Record<string, Fields>[], more: Fields = {}) => ({
  Type: 'Parallel',
  Branches: branches.map((one) => machine(one)),
  ...more,
});
const failing = { Branch1: { Type: 'Fail', Error: 'FailureType', Cause: 'Cause description' } };

const PARALLELS: [string, Definition][] = [
  [
    'PARALLEL_STATE_PARAMETERS',
    machine({
      TestState: parallel([{ Branch0State0: pass() }, { Branch1State0: pass() }], {
        Parameters: { 'static-input-0': 0, 'static-input-1': [1] },
      }),
    }),
  ],
  [
    'test_parallel_state_order',
    machine({
      StartState: parallel(
        [0, 1, 2, 3].map((branch) => ({ [`Branch${branch}`]: pass({ Result: { branch } }) })),
      ),
    }),
  ],
  [
    'test_parallel_state_fail',
    machine({ ParallelState: parallel([{ Branch1: { Type: 'Fail', Error: 'FailureType' } }]) }),
  ],
  [
    'test_parallel_state_catch',
    machine({
      ParallelState: parallel([failing], {
        Catch: [{ ErrorEquals: ['FailureType'], Next: 'FinalCaught' }],
        Next: 'Final',
      }),
      FinalCaught: pass(),
      Final: pass(),
    }),
  ],
  [
    'test_parallel_state_retry',
    machine({
      ParallelState: parallel([failing], {
        Retry: [{ ErrorEquals: ['FailureType'], MaxAttempts: 2 }],
        Next: 'Final',
      }),
      Final: pass(),
    }),
  ],
  [
    'test_parallel_state_nested',
    machine({ ParallelStateL1: parallel([{ ParallelStateL2: parallel([{ BranchL2: pass() }]) }]) }),
  ],
  [
    'test_parallel_state',
    machine({
      LoadInput: pass({ Result: [1, 2, 3, 4], Next: 'ParallelState' }),
      ParallelState: parallel([
        { Branch1: pass() },
        { Branch21: pass({ Next: 'Branch22' }), Branch22: pass() },
        { Branch31: pass({ Next: 'Branch32' }), Branch32: pass({ Next: 'Branch33' }), Branch33: pass() },
      ]),
    }),
  ],
];

/** Map and Parallel. */
export function branches(stage: () => Stage): [RegExp, Scenario][] {
  return [...MAPS, ...PARALLELS].map(([name, definition]) => [
    new RegExp(`^scenarios/.*(${name})`),
    histories(stage, definition),
  ]);
}
