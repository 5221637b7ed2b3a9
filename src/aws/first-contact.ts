import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { WorkshopError } from '../errors.js';

const unreachable = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** While nothing has ever answered, a host that can't be reached fails at once; later the SDK's retries ride it out. */
class FirstContactHandler extends NodeHttpHandler {
  private reached = false;

  override async handle(
    ...call: Parameters<NodeHttpHandler['handle']>
  ): ReturnType<NodeHttpHandler['handle']> {
    try {
      const reply = await super.handle(...call);
      this.reached = true;
      return reply;
    } catch (error) {
      const { code = '', name, message } = error as NodeJS.ErrnoException;
      if (this.reached || !(unreachable.test(code) || name === 'TimeoutError')) throw error;
      // Without `cause`, by which the SDK would know that it may try again.
      throw new WorkshopError({
        code: 'no-connection',
        message: `AWS could not be reached at ${call[0].hostname}.`,
        why: message,
        next: 'Check the network and --region, then run the command again.',
      });
    }
  }
}

/** The HTTP of all clients of one run. */
export function firstContactHandler(options: NodeHttpHandlerOptions): NodeHttpHandler {
  return new FirstContactHandler(options);
}
