import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

/** Makes a machine of a definition. @returns its ARN */
export async function makeMachine(
  client: SFNClient,
  roleArn: string,
  name: string,
  definition: object,
): Promise<string> {
  const command = new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(definition) });
  return (await client.send(command)).stateMachineArn ?? '';
}

export async function start(
  client: SFNClient,
  stateMachineArn: string,
  input: unknown = {},
): Promise<string> {
  const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
  return (await client.send(command)).executionArn ?? '';
}

/** Waits for the end of an execution. */
export async function ended(
  client: SFNClient,
  executionArn: string,
): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (found.status !== 'RUNNING') return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function historyOf(client: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  return (await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [];
}

/** Event types in order, the state's name behind those of states. */
export function outline(events: HistoryEvent[]): string[] {
  return events.map((event) => {
    const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
    return name === undefined ? String(event.type) : `${event.type} ${name}`;
  });
}
