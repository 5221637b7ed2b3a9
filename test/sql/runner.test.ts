import { describe, expect, it } from 'vitest';
import type { Settled, StatementResult, Submission } from '../../src/aws/statements.js';
import { loadSteps } from '../../src/sql/load.js';
import { pointAt } from '../../src/sql/point-at.js';
import { resolveStep } from '../../src/sql/resolve.js';
import { type Execute, type RunOptions, runStep, runSteps } from '../../src/sql/runner.js';
import type { SqlStep } from '../../src/sql/step.js';

const steps = loadSteps();
const step = (name: string) => resolveStep(steps, name);
const nothing: StatementResult = { columns: [], rows: [], rowCount: 0, milliseconds: 1 };

function columns(...names: string[]): StatementResult {
  return {
    ...nothing,
    columns: [{ name: 'column_name', type: 'varchar' }],
    rows: names.map((name) => [name]),
  };
}

/** A catalog that answers the `unless` of the steps named, and remembers everything else that it was told to do. */
function catalog(there: Record<string, StatementResult> = {}) {
  const told: string[] = [];
  const execute = async (sql: string) => {
    const asked = steps.find(({ unless }) => unless === sql);
    if (!asked) told.push(sql);
    return (asked && there[asked.name]) ?? nothing;
  };
  return { told, execute };
}

async function run(
  one: SqlStep,
  execute: (sql: string) => Promise<StatementResult>,
  options: Partial<RunOptions> = {},
) {
  const events = [];
  for await (const event of runStep(one, execute, { steps, ...options })) events.push(event);
  return events;
}

const schemaThere = { 'external-schema': { ...nothing, rows: [['kinesis_schema']] } };

describe('running a step', () => {
  it('runs its statements one by one', async () => {
    const { told, execute } = catalog({
      consignments: columns('x'),
      'grafana-user': { ...nothing, rows: [['u']] },
    });
    const events = await run(step('grants'), execute);
    expect(told).toEqual(step('grants').statements.map(({ text }) => text));
    expect(events.map(({ type }) => type)).toEqual(
      Array(5).fill(['statement-started', 'statement-done']).flat(),
    );
  });

  it('does nothing when it has been run, whatever a later step added', async () => {
    const { told, execute } = catalog({
      ...schemaThere,
      'customer-stream': columns('approximate_arrival_timestamp', 'customer_data', 'extra'),
    });
    expect(await run(step('customer-stream'), execute)).toMatchObject([{ type: 'there' }]);
    expect(told).toEqual([]);
  });

  it('names the step that it needs, and does nothing', async () => {
    const { told, execute } = catalog();
    await expect(run(step('refresh-orders'), execute)).rejects.toMatchObject({
      code: 'step-needs',
      message: 'Step 07-refresh-orders needs step 06-order-stream, which has not been run.',
      next: 'workshop sql run order-stream',
    });
    expect(told).toEqual([]);
  });

  it('does not ask for needs that this run has been through', async () => {
    const { told, execute } = catalog();
    const wanted = [step('external-schema'), step('customer-stream'), step('refresh-customers')];
    for await (const _ of runSteps(wanted, execute, { steps }));
    expect(told).toEqual(wanted.flatMap(({ statements }) => statements.map(({ text }) => text)));
  });

  it('refuses a view with other columns, as the seed’s text makes it', async () => {
    const { told, execute } = catalog({
      ...schemaThere,
      'customer-stream': columns('approximatearrivaltimestamp', 'customer_data'),
    });
    await expect(run(step('customer-stream'), execute)).rejects.toMatchObject({
      code: 'step-differs',
      why: 'It has no column approximate_arrival_timestamp.',
      next: expect.stringContaining('DROP MATERIALIZED VIEW customer_stream'),
    });
    expect(told).toEqual([]);
  });

  it('replaces it when it may', async () => {
    const { told, execute } = catalog({ ...schemaThere, 'customer-stream': columns('customer_data') });
    const events = await run(step('customer-stream'), execute, { replace: async () => true });
    expect(told).toEqual([
      'DROP MATERIALIZED VIEW customer_stream CASCADE',
      step('customer-stream').statements[0]?.text,
    ]);
    expect(events.map(({ type }) => type)).toEqual(['replacing', 'statement-started', 'statement-done']);
  });

  it('runs with the streams’ real names', async () => {
    const { told, execute } = catalog(schemaThere);
    await run(step('order-stream'), execute, { streams: { order_stream: 'demo_order_stream' } });
    expect(told[0]).toContain('CREATE MATERIALIZED VIEW order_stream');
    expect(told[0]).toContain('FROM kinesis_schema.demo_order_stream');
  });
});

describe('what an earlier run left behind', () => {
  /** A cluster whose catalog changes while the run looks, and what is submitted to it. */
  async function load(unlessRows: number[], settled: Settled) {
    const submitted: Submission[] = [];
    const answers = [...unlessRows];
    const execute: Execute = async (sql, submission) => {
      if (submission) submitted.push(submission);
      if (sql !== step('load-history').unless) return nothing;
      return { ...nothing, rows: Array(answers.shift() ?? 0).fill([1]) };
    };
    const events = await run(step('load-history'), execute, {
      settle: async (name) => {
        expect(name).toBe('15-load-history');
        return settled;
      },
      done: new Set(['history']),
      values: { bucket: 'b' },
    });
    return { events: events.map(({ type }) => type), submitted };
  }

  it('is waited for, and its rows are not loaded again', async () => {
    const { events, submitted } = await load([0, 1], { waited: true, newest: 'a' });
    expect(events).toEqual(['waited', 'there']);
    expect(submitted).toEqual([]);
  });

  it('is seen where it ended between two looks', async () => {
    expect((await load([0, 1], { waited: false, newest: 'a' })).events).toEqual(['there']);
  });

  it('is done again where it failed, as a statement of its own', async () => {
    const first = await load([0], { waited: false, newest: undefined });
    const twin = await load([0], { waited: false, newest: undefined });
    const after = await load([0, 0], { waited: true, newest: 'failed' });
    expect(after.events).toEqual(['waited', 'statement-started', 'statement-done']);
    expect(twin.submitted).toEqual(first.submitted);
    expect(after.submitted[0]).toMatchObject({ name: '15-load-history' });
    expect(after.submitted[0]?.token).not.toBe(first.submitted[0]?.token);
    expect(after.submitted[0]?.token.length).toBeLessThanOrEqual(64);
  });

  it('matters to what changes something only', async () => {
    const settle = () => Promise.reject(new Error('nobody should ask'));
    const { execute } = catalog();
    await run(step('customers'), execute, { settle, done: new Set(['customer-stream']) });
    await run(step('refresh-orders'), execute, { settle, done: new Set(['order-stream']) });
  });
});

describe('a step that trains a model', () => {
  const values = { bucket: 'b' };
  const done = new Set(['load-history', 'predictions']);

  function cluster(state: string | undefined) {
    const told: string[] = [];
    const execute = async (sql: string): Promise<StatementResult> => {
      if (!sql.startsWith('SHOW MODEL')) told.push(sql.split('\n')[0] ?? '');
      else if (!state) throw new Error('ERROR: model "consignment_delay" does not exist');
      const rows = [
        ['Model State', state ?? ''],
        ['Creation Time', new Date(Date.now() - 42_000).toISOString()],
        ['Failure Reason', state === 'FAILED' ? 'no room' : ''],
      ];
      return { ...nothing, rows };
    };
    return { told, execute };
  }

  it.each(['TRAINING', 'READY'])('is there once the model is %s', async (state) => {
    const { told, execute } = cluster(state);
    expect(await run(step('delay-model'), execute, { values, done })).toMatchObject([{ type: 'there' }]);
    expect(told).toEqual([]);
  });

  it('drops a failed one, says why, and trains another', async () => {
    const { told, execute } = cluster('FAILED');
    const [again] = await run(step('delay-model'), execute, { values, done });
    expect(again).toMatchObject({ type: 'training-again', failed: { reason: 'no room' } });
    expect(told).toEqual(['DROP MODEL consignment_delay', 'CREATE MODEL consignment_delay']);
  });

  it('drops nothing while it does not know the bucket', async () => {
    const { told, execute } = cluster('FAILED');
    await expect(run(step('delay-model'), execute, { done })).rejects.toMatchObject({
      code: 'sql-value',
      message: 'Nothing is known to put for {bucket}.',
      next: 'workshop setup',
    });
    expect(told).toEqual([]);
  });

  it.each([
    [undefined, 'step-needs', /needs step 16-delay-model, which has not been run/],
    ['TRAINING', 'model-training', /still training, 4[23] s so far/],
    ['FAILED', 'model-failed', /whose training failed/],
  ])('lets none predict while it is %s, even in one run with its making', async (state, code, message) => {
    const { told, execute } = cluster(state);
    const both = new Set([...done, 'delay-model']);
    await expect(run(step('predict'), execute, { done: both })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(told).toEqual([]);
  });

  it('lets anybody look at it, whatever it is', async () => {
    for (const state of ['TRAINING', 'FAILED', 'READY']) {
      const events = await run(step('model-state'), cluster(state).execute);
      expect(events.map(({ type }) => type)).toEqual(['statement-started', 'statement-done']);
    }
    await expect(run(step('model-state'), cluster(undefined).execute)).rejects.toMatchObject({
      code: 'step-needs',
    });
    expect((await run(step('predict'), cluster('READY').execute, { done })).length).toBe(2);
  });
});

describe('a statement that fails', () => {
  const failing = (message: string) => async (sql: string) => {
    if (/^SELECT (schemaname|column_name)/.test(sql)) return schemaThere['external-schema'];
    throw new Error(message);
  };

  it.each([
    [
      'ERROR: relation "order_stream" does not exist',
      /08-orders\.sql:6: ERROR: relation/,
      'SELECT * FROM order_stream;',
      'order_stream',
    ],
    [
      'ERROR: syntax error at or near "*"\n  Position: 8',
      /08-orders\.sql:6: ERROR: syntax error at or near "\*"$/,
      'SELECT * FROM',
      '*',
    ],
    ['ERROR: syntax error at end of input', /08-orders\.sql:6: /, 'order_stream;', ';'],
    ['ERROR: Cannot reach Kinesis', /08-orders\.sql:6: ERROR: Cannot reach Kinesis/, 'SELECT', 'SELECT'],
  ])('is shown with file, line and caret: %s', async (message, said, line, under) => {
    const error = await run(step('orders'), failing(message)).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'sql-failed', line: 6, message: expect.stringMatching(said) });
    const [, shown = '', caret = ''] = error.why.split('\n');
    expect(shown).toContain(line);
    expect(shown.slice(caret.indexOf('^'))).toMatch(new RegExp(`^${under.replace(/[*;]/, '\\$&')}`));
  });

  it('points into the file even where a name before it was changed', async () => {
    const sql = step('customer-stream').statements[0]?.text ?? '';
    const renamed = { streams: { customer_stream: 'a_much_longer_customer_stream' } };
    const position = sql.replace(
      'kinesis_schema.customer_stream',
      `kinesis_schema.${renamed.streams.customer_stream}`,
    );
    const message = `ERROR: function octet_length(varbyte) does not exist\n  Position: ${position.indexOf('OCTET_LENGTH') + 1}`;
    const execute = async (sent: string) => {
      if (sent.startsWith('SELECT schemaname')) return schemaThere['external-schema'];
      if (sent.startsWith('SELECT')) return nothing;
      throw new Error(message);
    };
    const error = await run(step('customer-stream'), execute, renamed).catch((thrown) => thrown);
    const [, shown = '', caret = ''] = error.why.split('\n');
    expect(shown.slice(caret.indexOf('^'))).toMatch(/^OCTET_LENGTH/);
  });
});

describe('pointing at a position', () => {
  it('counts lines of any ending, and cuts long ones', () => {
    expect(pointAt('/x/a.sql', 'one\r\ntwo\rthree', 10)).toMatchObject({ file: 'a.sql', line: 3, column: 2 });
    const place = pointAt('a.sql', `${'x'.repeat(500)}!${'y'.repeat(500)}`, 500);
    const [shown = '', caret = ''] = place.block.split('\n');
    expect(shown.length).toBeLessThan(140);
    expect(shown[caret.indexOf('^')]).toBe('!');
  });

  it('stays inside the text', () => {
    expect(pointAt('a.sql', 'ab', 99)).toMatchObject({ line: 1, column: 3 });
    expect(pointAt('a.sql', '', -1)).toMatchObject({ line: 1, column: 1 });
  });
});
