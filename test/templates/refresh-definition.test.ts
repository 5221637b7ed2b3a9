import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatesError } from '../../src/local/states/interpreter/errors.js';
import type { Host, TaskCall } from '../../src/local/states/interpreter/host.js';
import { Interpreter } from '../../src/local/states/interpreter/interpreter.js';
import type { Json, Machine } from '../../src/local/states/language/types.js';
import { refreshDefinition } from '../../templates/refresh-definition.js';

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

/** What the services answer: how long a refresh takes and how it ends, and who else is running. */
interface World {
  seconds?: number;
  ending?: (nth: number, view: string) => { Status: string; Error?: string };
  submit?: (nth: number) => StatesError | undefined;
  others?: { ExecutionArn: string; StartDate: string }[];
}

/** Runs the definition with the local cloud's interpreter, on a clock that only moves when everybody waits. */
async function execute({ seconds = 0.5, ending, submit, others = [] }: World = {}) {
  const statements: Statement[] = [];
  const submitted = new Map<string, { view: string; since: number; nth: number }>();
  const calls: string[] = [];
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
      const view = /^REFRESH MATERIALIZED VIEW (\w+)$/.exec(input.Sql ?? '')?.[1] ?? '';
      const nth = [...submitted.values()].filter((statement) => statement.view === view).length;
      const id = `${view}:${nth}`;
      submitted.set(id, { view, since: Date.now(), nth });
      return { Id: id };
    }
    expect(resource).toBe('arn:aws:states:::aws-sdk:redshiftdata:describeStatement');
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
    record: () => 0,
    perform,
  };
  const frame = { previous: 0, variables: {}, top: true, map: undefined };
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
  return { output: await running, statements, calls, milliseconds: Date.now() - start };
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
    broken.States['Refresh the views'] = { ...broken.States['Refresh the views'], Next: 'Nowhere' };
    expect(validateDefinition(broken).isValid).toBe(false);
  });

  it('refreshes both views every ten seconds for a minute, and ends before the next execution begins', async () => {
    const { statements, milliseconds, output } = await execute();
    for (const view of ['customer_stream', 'order_stream']) {
      const rounds = statements
        .filter((statement) => statement.view === view)
        .map(({ at }) => Math.round(at / 1000));
      expect(rounds).toEqual([0, 10, 20, 30, 40, 50]);
    }
    expect(milliseconds).toBeGreaterThan(50_000);
    expect(milliseconds).toBeLessThan(60_000);
    expect(output).toEqual({
      views: [
        { view: 'customer_stream', refreshed: true },
        { view: 'order_stream', refreshed: true },
      ],
    });
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
    expect(statements).toHaveLength(12);
    expect(output).toEqual({
      views: [
        { view: 'customer_stream', refreshed: true },
        { view: 'order_stream', refreshed: false, status: 'FAILED', error: 'ERROR: invalid input syntax' },
      ],
    });
  });

  it.each([
    'ERROR: Materialized view order_stream is already being refreshed',
    'ERROR: 1023\n  DETAIL: Serializable isolation violation on table - 1256109',
    'ERROR: refresh conflicts with concurrent transaction',
  ])('takes it as done when somebody else refreshed: %s', async (error) => {
    const { output } = await execute({ ending: () => ({ Status: 'FAILED', Error: error }) });
    expect(output).toMatchObject({ views: [{ refreshed: true }, { refreshed: true }] });
  });

  it('tries again when throttled, and notes what it may not do', async () => {
    const throttled = new StatesError('RedshiftData.ThrottlingException', 'Rate exceeded');
    const patient = await execute({ submit: (nth) => (nth < 4 ? throttled : undefined) });
    expect(patient.output).toMatchObject({ views: [{ refreshed: true }, { refreshed: true }] });
    expect(patient.statements.length).toBeGreaterThanOrEqual(8);
    vi.setSystemTime(start);
    const denied = new StatesError('RedshiftData.AccessDeniedException', 'not authorized');
    const { output, statements } = await execute({ submit: () => denied });
    expect(statements).toEqual([]);
    expect(output).toMatchObject({
      views: [{}, { refreshed: false, status: 'RedshiftData.AccessDeniedException' }],
    });
  });

  it('leaves the work to an older execution, and not to a younger one', async () => {
    const other = (name: string, after: number) => ({
      ExecutionArn: ownArn.replace('own', name),
      StartDate: new Date(start + after).toISOString(),
    });
    expect((await execute({ others: [other('older', -60_000)] })).calls).toEqual(['listExecutions']);
    vi.setSystemTime(start);
    expect((await execute({ others: [other('younger', 1)] })).statements).toHaveLength(12);
    vi.setSystemTime(start);
    const twins = [await execute({ others: [other('a-twin', 0)] })];
    vi.setSystemTime(start);
    twins.push(await execute({ others: [other('z-twin', 0)] }));
    expect(twins.map(({ statements }) => statements.length)).toEqual([0, 12]);
  });
});
