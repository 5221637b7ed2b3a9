import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';

/** A stack by name or id; undefined when there is none of that name. */
export async function describeStack(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  } catch (error) {
    if ((error as Error).name === 'ValidationError' && /does not exist/.test((error as Error).message))
      return undefined;
    throw error;
  }
}

/** A stack's outputs by key; empty when there is no stack. */
export async function stackOutputs(
  client: CloudFormationClient,
  name: string,
): Promise<Record<string, string>> {
  const stack = await describeStack(client, name);
  return Object.fromEntries(
    (stack?.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
  );
}
