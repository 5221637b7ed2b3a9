import type { Cloud } from '../../cloud.js';
import type { Frame } from './frame.js';
import { type RedshiftSettings, StatementRunner } from './statement.js';

/** Runs queries; one that is asked for again while it runs (two open pages) is run once for both. */
export class SharedQueries {
  private readonly cloud: Cloud;
  private readonly running = new Map<string, Promise<Frame>>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  runner(roleArn: string | undefined, settings: RedshiftSettings): StatementRunner {
    if (roleArn === undefined) throw new Error('the workspace has no role to query with: AccessDenied');
    return new StatementRunner(this.cloud, roleArn, settings);
  }

  /** @throws what StatementRunner.run throws */
  run(roleArn: string | undefined, settings: RedshiftSettings, sql: string): Promise<Frame> {
    const key = JSON.stringify([roleArn, settings, sql]);
    const already = this.running.get(key);
    if (already !== undefined) return already;
    const run = this.runner(roleArn, settings)
      .run(sql)
      .finally(() => this.running.delete(key));
    this.running.set(key, run);
    return run;
  }
}
