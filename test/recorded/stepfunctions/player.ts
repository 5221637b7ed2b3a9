import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { replyOf, type Scenario } from '../recorded-cases.js';

type Fields = Record<string, unknown>;
type Reply = Record<string, unknown>;

/** A state machine from its states in order: the first is the start, one that goes nowhere ends it. */
export function machine(states: Record<string, Fields>, more: Fields = {}): Fields {
  const closed = Object.entries(states).map(([name, state]) => {
    const open = !('Next' in state) && !['Choice', 'Succeed', 'Fail'].includes(String(state.Type));
    return [name, open ? { ...state, End: true } : state];
  });
  return { StartAt: Object.keys(states)[0], States: Object.fromEntries(closed), ...more };
}

/** What a scenario may need besides its definition. */
export interface Stage {
  client: SFNClient;
  roleArn: string;
}

const made = new Map<string, string | undefined>();

async function machineOf(stage: Stage, definition: string): Promise<string | undefined> {
  const known = made.get(definition);
  if (known) return known;
  const { stateMachineArn } = await stage.client.send(
    new CreateStateMachineCommand({ name: `machine-${made.size}`, definition, roleArn: stage.roleArn }),
  );
  made.set(definition, stateMachineArn);
  return stateMachineArn;
}

/** Runs a machine with an input (a text is JSON already), made for the definition unless it is there already, to its end. @returns the execution's ARN */
export async function run(stage: Stage, definition: Fields, input: unknown): Promise<string> {
  const stateMachineArn = await machineOf(stage, JSON.stringify(definition));
  const { executionArn } = await stage.client.send(
    new StartExecutionCommand({
      stateMachineArn,
      input: typeof input === 'string' ? input : JSON.stringify(input),
    }),
  );
  for (;;) {
    const { status } = await stage.client.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return executionArn ?? '';
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function historyOf(stage: Stage, executionArn: string): Promise<Reply> {
  return unfolded(
    await replyOf(stage.client.send(new GetExecutionHistoryCommand({ executionArn }))),
  ) as Reply;
}

/** The input with which a recorded history begins. */
export function inputOf(recorded: unknown): unknown {
  const { events } = recorded as { events: { executionStartedEventDetails?: { input: unknown } }[] };
  return events[0]?.executionStartedEventDetails?.input ?? {};
}

/** Plays each recorded history of a case with the same definition, and the input recorded in it. */
export function histories(
  stage: () => Stage,
  definition: Fields | ((title: string) => Fields),
  inputFor: (history: unknown, title: string) => unknown = inputOf,
): Scenario {
  return async (recorded, title) => {
    const replies: Record<string, unknown> = {};
    for (const [label, history] of Object.entries(recorded)) {
      if (!(history as { events?: unknown }).events) continue;
      const chosen = typeof definition === 'function' ? definition(title) : definition;
      const arn = await run(stage(), chosen, inputFor(history, title));
      replies[label] = await historyOf(stage(), arn);
    }
    return replies;
  };
}

/** The recordings show a text that is JSON as what it says, but no texts within that. */
export function unfolded(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('{')) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(unfolded);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unfolded(item)]));
}
