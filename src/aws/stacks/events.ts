import type { CloudFormationClient, StackEvent } from '@aws-sdk/client-cloudformation';

/** Reads a stack's events since an operation began, each once, oldest first. */
export class EventPoller {
  private readonly client: CloudFormationClient;
  /** The stack's id: its name stops naming it once it is deleted. */
  private readonly stackId: string;
  /** Only events of this operation. */
  private readonly token: string;
  private readonly seen = new Set<string>();

  constructor(client: CloudFormationClient, stackId: string, token: string) {
    this.client = client;
    this.stackId = stackId;
    this.token = token;
  }

  async poll(): Promise<StackEvent[]> {
    const { DescribeStackEventsCommand } = await import('@aws-sdk/client-cloudformation');
    const fresh: StackEvent[] = [];
    let next: string | undefined;
    // Newest first: the first event that is known ends the reading.
    pages: do {
      const page = await this.client.send(
        new DescribeStackEventsCommand({ StackName: this.stackId, ...(next ? { NextToken: next } : {}) }),
      );
      for (const event of page.StackEvents ?? []) {
        if (this.seen.has(event.EventId ?? '')) break pages;
        if (event.ClientRequestToken === this.token) fresh.push(event);
      }
      next = page.NextToken;
    } while (next);
    for (const event of fresh) this.seen.add(event.EventId ?? '');
    return fresh.reverse();
  }
}
