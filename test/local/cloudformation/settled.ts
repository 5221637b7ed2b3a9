import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';

/** The stack once no operation is under way. By id where it may be deleted. */
export async function settled(client: CloudFormationClient, nameOrId: string): Promise<Stack> {
  for (;;) {
    const { Stacks } = await client
      .send(new DescribeStacksCommand({ StackName: nameOrId }))
      .catch((error) => {
        if (!nameOrId.startsWith('arn:') && /does not exist/.test(error.message)) {
          return { Stacks: [{ StackName: nameOrId, StackStatus: 'DELETE_COMPLETE' } as Stack] };
        }
        throw error;
      });
    const [stack] = Stacks ?? [];
    if (stack && !/IN_PROGRESS$/.test(stack.StackStatus ?? '')) return stack;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
