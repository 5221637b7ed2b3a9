import { StatesError } from '../interpreter/errors.js';
import type { Json } from '../language/types.js';

interface Waiting {
  resolve(output: Json): void;
  reject(error: StatesError): void;
  beat(): void;
}

/** Tasks that wait for someone to answer with their token. */
export class TaskTokens {
  private readonly waiting = new Map<string, Waiting>();

  /** @throws StatesError as the answer says, or States.HeartbeatTimeout */
  wait(token: string, heartbeat: number | undefined, signal: AbortSignal): Promise<Json> {
    return new Promise<Json>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const forget = () => {
        clearTimeout(timer);
        this.waiting.delete(token);
      };
      const end =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          forget();
          settle(value);
        };
      const beat = () => {
        clearTimeout(timer);
        if (heartbeat === undefined) return;
        timer = setTimeout(
          () => end(reject)(new StatesError('States.HeartbeatTimeout', undefined)),
          heartbeat * 1000,
        );
      };
      this.waiting.set(token, { resolve: end(resolve), reject: end(reject), beat });
      signal.addEventListener('abort', forget);
      beat();
    });
  }

  find(token: string): Waiting | undefined {
    return this.waiting.get(token);
  }
}
