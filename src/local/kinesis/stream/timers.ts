/** Timers that end with their owner, never keep the process alive, and report what their tasks throw. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #report: (line: string) => void;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  after(ms: number, task: () => void | Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#run(task);
    }, ms);
    this.#timers.add(timer.unref());
  }

  every(ms: number, task: () => void | Promise<void>): void {
    this.#timers.add(setInterval(() => void this.#run(task), ms).unref());
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #run(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#report(`kinesis: ${(error as Error).stack ?? error}`);
    }
  }
}
