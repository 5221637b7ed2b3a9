import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stateTransitionsMinute } from '../../src/aws/prices.js';
import { StatesError } from '../../src/local/states/interpreter/errors.js';
import type { Host, TaskCall } from '../../src/local/states/interpreter/host.js';
import { Interpreter } from '../../src/local/states/interpreter/interpreter.js';
import type { Json, Machine } from '../../src/local/states/language/types.js';
import { loadSteps } from '../../src/sql/load.js';
import { refreshDefinition } from '../../templates/refresh-definition.js';
import { predictionSql } from '../../templates/refresh-predictions.js';

// asl-validator is CommonJS, and its types say otherwise.
const validateDefinition = createRequire(import.meta.url)('asl-validator') as (definition: object) => {
  isValid: boolean;
  errors: unknown[];
};

const start = Date.UTC(2026, 10, 23, 10, 5, 0, 250);
const machineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:workshop-refresh';
const ownArn = `${machineArn.replace('stateMachine', 'execution')}:own`;

interface Statement {
  at: number;
  view: string;
  status: string;
}

/** How one prediction ended. */
interface Ending {
  Status: string;
  Error?: string;
  ResultRows?: number;
}

/** What the services answer: how long a refresh takes and how it ends, and who else is running. */
interface World {
  seconds?: number;
  /** How the nth batch of predictions ends. */
  predict?: (nth: number) => Ending;
  ending?: (nth: number, view: string) => { Status: string; Error?: string };
  submit?: (nth: number) => StatesError | undefined;
  others?: { ExecutionArn: string; StartDate: string }[];
}

/** The rounds at whose beginning a view is refreshed, in seconds after the start. */
const roundsOf = (statements: Statement[], view: string) =>
  statements.filter((statement) => statement.view === view).map(({ at }) => Math.round(at / 1000));

/** Runs the definition with the local cloud's interpreter, on a clock that only moves when everybody waits. */
async function execute({ seconds = 0.5, ending, predict, submit, others = [] }: World = {}) {
  const statements: Statement[] = [];
  /** When each batch of predictions was submitted, ms after the start. */
  const batches: number[] = [];
  const submitted = new Map<string, { view: string; since: number; nth: number }>();
  const calls: string[] = [];
  /** What AWS asks money for: each state entered, those within a Map too. */
  let transitions = 0;
  const perform = async ({ resource, parameters }: TaskCall): Promise<Json> => {
    const input = parameters as Record<string, string>;
    calls.push(resource.slice(resource.lastIndexOf(':') + 1));
    if (resource === 'arn:aws:states:::aws-sdk:sfn:listExecutions') {
      expect(input).toEqual({ StateMachineArn: machineArn, StatusFilter: 'RUNNING' });
      return { Executions: [{ ExecutionArn: ownArn, StartDate: new Date(start).toISOString() }, ...others] };
    }
    if (resource === 'arn:aws:states:::aws-sdk:redshiftdata:executeStatement') {
      expect(input).toMatchObject({
        ClusterIdentifier: 'workshop-cluster',
        Database: 'dev',
        DbUser: 'rsstream_user',
      });
      const error = submit?.(calls.filter((call) => call === 'executeStatement').length - 1);
      if (error) throw error;
      if (input.Sql === predictionSql()) {
        batches.push(Date.now() - start);
        return { Id: `batch:${batches.length - 1}` };
      }
      const view = /^REFRESH MATERIALIZED VIEW (\w+)$/.exec(input.Sql ?? '')?.[1] ?? '';
      const nth = [...submitted.values()].filter((statement) => statement.view === view).length;
      const id = `${view}:${nth}`;
      submitted.set(id, { view, since: Date.now(), nth });
      return { Id: id };
    }
    expect(resource).toBe('arn:aws:states:::aws-sdk:redshiftdata:describeStatement');
    const batch = /^batch:(\d+)$/.exec(input.Id ?? '')?.[1];
    if (batch !== undefined) {
      const ended: Ending = predict?.(Number(batch)) ?? { Status: 'FINISHED', ResultRows: 7 };
      return { Id: input.Id ?? '', ...ended };
    }
    const { view, since, nth } = submitted.get(input.Id ?? '') ?? { view: '', since: 0, nth: 0 };
    if (Date.now() - since < seconds * 1000) return { Id: input.Id ?? '', Status: 'STARTED' };
    const ended = ending?.(nth, view) ?? { Status: 'FINISHED' };
    statements.push({ at: since - start, view, status: ended.Status });
    return { Id: input.Id ?? '', ...ended };
  };
  const host: Host = {
    executionArn: ownArn,
    executionName: 'own',
    machineArn,
    machineName: 'workshop-refresh',
    roleArn: 'arn:aws:iam::123456789012:role/refresh',
    input: {},
    inputText: '{}',
    startedAt: start,
    region: 'us-east-1',
    signal: new AbortController().signal,
    record: (type) => {
      if (type.endsWith('StateEntered')) transitions++;
      return 0;
    },
    perform,
  };
  const frame = { previous: 0, variables: {}, top: true, line: '', steps: 0, map: undefined };
  let over = false;
  const running = new Interpreter(host)
    .run(refreshDefinition('workshop') as unknown as Machine, {}, frame)
    .finally(() => {
      over = true;
    });
  running.catch(() => undefined);
  while (!over) {
    // Everything that can happen at this moment happens, before the clock goes on to the next alarm.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    if (!over) vi.advanceTimersToNextTimer();
  }
  return { output: await running, statements, batches, calls, transitions, milliseconds: Date.now() - start };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: start });
  // A jitter of half: a clock that jumps by whole milliseconds never reaches a fraction of one.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the refreshing state machine', () => {
  it('has nothing that asl-validator finds wrong', () => {
    const { isValid, errors } = validateDefinition(refreshDefinition('workshop'));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
    const broken = structuredClone(refreshDefinition('workshop')) as {
      States: Record<string, { Next?: string }>;
    };
    broken.States['Submit the refreshes'] = { ...broken.States['Submit the refreshes'], Next: 'Nowhere' };
    expect(validateDefinition(broken).isValid).toBe(false);
  });

  it('refreshes customers and orders every ten seconds for a minute, and ends before the next execution begins', async () => {
    const { statements, milliseconds, output } = await execute();
    for (const view of ['customer_stream', 'order_stream']) {
      expect(roundsOf(statements, view)).toEqual([0, 10, 20, 30, 40, 50]);
    }
    expect(milliseconds).toBeGreaterThan(50_000);
    expect(milliseconds).toBeLessThan(60_000);
    expect(output).toEqual({
      views: [
        { view: 'customer_stream', refreshed: true },
        { view: 'order_stream', refreshed: true },
        { view: 'fleet_stream', refreshed: true },
      ],
      prediction: { batches: 1, rows: 7, error: '' },
    });
  });

  it('refreshes the fleet, which reports once a minute, once; and again as long as that fails', async () => {
    const { statements } = await execute();
    expect(roundsOf(statements, 'fleet_stream')).toEqual([0]);
    vi.setSystemTime(start);
    const failing = await execute({
      ending: (nth, view) =>
        view === 'fleet_stream' && nth < 2
          ? { Status: 'FAILED', Error: 'ERROR: out of memory' }
          : { Status: 'FINISHED' },
    });
    expect(roundsOf(failing.statements, 'fleet_stream')).toEqual([0, 10, 20]);
    expect(roundsOf(failing.statements, 'order_stream')).toEqual([0, 10, 20, 30, 40, 50]);
    expect(failing.output).toMatchObject({ views: Array(3).fill({ refreshed: true }) });
  });

  it('enters as few states as the price of an hour reckons with', async () => {
    // The start 2, a round 12 (its two views twice, two Maps, the batch), the fleet 2, the rounds' waits 5, the end 1.
    expect((await execute()).transitions).toBe(2 + 6 * 12 + 2 + 5 + 1);
    vi.setSystemTime(start);
    const slow = await execute({ seconds: 2.5 });
    expect(slow.statements).toHaveLength(13);
    expect(slow.transitions).toBe(stateTransitionsMinute);
  });

  it('never has two refreshes of one view at once, however long one takes', async () => {
    const { statements, milliseconds } = await execute({ seconds: 14.5 });
    const own = statements.filter(({ view }) => view === 'order_stream').map(({ at }) => at);
    for (const [index, at] of own.entries()) {
      if (index > 0) expect(at - (own[index - 1] ?? 0)).toBeGreaterThanOrEqual(14_500);
    }
    expect(own.map((at) => Math.round(at / 1000))).toEqual([0, 20, 40]);
    expect(milliseconds).toBeLessThan(60_000);
  });

  it('notes a failed refresh and goes on', async () => {
    const { statements, output } = await execute({
      ending: (nth, view) =>
        view === 'order_stream' && nth % 2 === 1
          ? { Status: 'FAILED', Error: 'ERROR: invalid input syntax' }
          : { Status: nth === 4 ? 'ABORTED' : 'FINISHED' },
    });
    expect(statements).toHaveLength(13);
    expect(output).toMatchObject({
      views: [
        { view: 'customer_stream', refreshed: true },
        { view: 'order_stream', refreshed: false, status: 'FAILED', error: 'ERROR: invalid input syntax' },
        { view: 'fleet_stream', refreshed: true },
      ],
    });
  });

  it.each([
    'ERROR: Materialized view order_stream is already being refreshed',
    'ERROR: 1023\n  DETAIL: Serializable isolation violation on table - 1256109',
    'ERROR: refresh conflicts with concurrent transaction',
  ])('takes it as done when somebody else refreshed: %s', async (error) => {
    const { output } = await execute({ ending: () => ({ Status: 'FAILED', Error: error }) });
    expect(output).toMatchObject({ views: Array(3).fill({ refreshed: true }) });
  });

  it('tries again when throttled, and notes what it may not do', async () => {
    const throttled = new StatesError('RedshiftData.ThrottlingException', 'Rate exceeded');
    const patient = await execute({ submit: (nth) => (nth < 4 ? throttled : undefined) });
    expect(patient.output).toMatchObject({ views: Array(3).fill({ refreshed: true }) });
    expect(patient.statements.length).toBeGreaterThanOrEqual(9);
    vi.setSystemTime(start);
    const denied = new StatesError('RedshiftData.AccessDeniedException', 'not authorized');
    const { output, statements } = await execute({ submit: () => denied });
    expect(statements).toEqual([]);
    expect(output).toMatchObject({
      views: [{}, { refreshed: false, status: 'RedshiftData.AccessDeniedException' }, {}],
      prediction: { batches: 0, rows: 0, error: 'RedshiftData.AccessDeniedException: not authorized' },
    });
  });

  it('leaves the work to an older execution, and not to a younger one', async () => {
    const other = (name: string, after: number) => ({
      ExecutionArn: ownArn.replace('own', name),
      StartDate: new Date(start + after).toISOString(),
    });
    expect((await execute({ others: [other('older', -60_000)] })).calls).toEqual(['listExecutions']);
    vi.setSystemTime(start);
    expect((await execute({ others: [other('younger', 1)] })).statements).toHaveLength(13);
    vi.setSystemTime(start);
    const twins = [await execute({ others: [other('a-twin', 0)] })];
    vi.setSystemTime(start);
    twins.push(await execute({ others: [other('z-twin', 0)] }));
    expect(twins.map(({ statements }) => statements.length)).toEqual([0, 13]);
  });

  it('predicts after each refresh by the text of the step, one batch while that is not full', async () => {
    const step = loadSteps().find(({ name }) => name === 'predict');
    expect(predictionSql()).toBe(step?.statements[0]?.text.replaceAll(/\s+/g, ' '));
    const { batches, statements } = await execute();
    expect(batches).toHaveLength(6);
    for (const [round, at] of batches.entries()) {
      const refreshes = statements.filter((statement) => Math.round(statement.at / 10_000) === round);
      expect(refreshes).toHaveLength(round === 0 ? 3 : 2);
      for (const refresh of refreshes) expect(at).toBeGreaterThan(refresh.at);
    }
  });

  it('goes on while batches come back full, and takes no more than ten in a round', async () => {
    const full = { Status: 'FINISHED', ResultRows: 20_000 };
    const some = await execute({ predict: (nth) => (nth < 2 ? full : { ...full, ResultRows: 123 }) });
    expect(some.batches.filter((at) => at < 9_000)).toHaveLength(3);
    vi.setSystemTime(start);
    const endless = await execute({ predict: () => full });
    expect(endless.output).toMatchObject({ prediction: { batches: 10, rows: 200_000, error: '' } });
    expect(endless.batches.filter((at) => at < 15_000)).toHaveLength(10);
    expect(endless.batches.length % 10).toBe(0);
    expect(endless.milliseconds).toBeLessThan(75_000);
  });

  it('notes that there is no model yet, and goes on refreshing', async () => {
    const error = 'ERROR: function fnc_delay_probability does not exist';
    const { output, statements, batches } = await execute({
      predict: () => ({ Status: 'FAILED', Error: error }),
    });
    expect(statements).toHaveLength(13);
    expect(batches).toHaveLength(6);
    expect(output).toMatchObject({
      views: Array(3).fill({ refreshed: true }),
      prediction: { batches: 0, rows: 0, error },
    });
  });

  it('asks again for a batch that takes longer, and never has two', async () => {
    let asked = 0;
    const { batches } = await execute({
      predict: () => (++asked % 4 === 0 ? { Status: 'FINISHED', ResultRows: 1 } : { Status: 'STARTED' }),
    });
    for (const [index, at] of batches.entries()) {
      if (index > 0) expect(at - (batches[index - 1] ?? 0)).toBeGreaterThanOrEqual(4_000);
    }
  });
});
