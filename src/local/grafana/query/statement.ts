import type { Cloud } from '../../cloud.js';
import type { Frame } from './frame.js';
import { type Column, resultFrame, type Value } from './result-frame.js';

/** The settings of a Redshift data source that say where its statements run, by the plugin's own names. */
export interface RedshiftSettings {
  clusterIdentifier?: string;
  database?: string;
  dbUser?: string;
  useServerless?: boolean;
  workgroupName?: string;
  useManagedSecret?: boolean;
  managedSecret?: { name?: string; arn?: string };
  withEvent?: boolean;
}

/** The longest that the Data API waits in one call. */
const longPollSeconds = 30;
/** After this the statement is cancelled: a panel has long stopped being of use. */
const giveUpAfterMs = 5 * 60_000;
const finished = new Set(['FINISHED', 'FAILED', 'ABORTED']);

/** Runs statements for one data source through the signed Data API, as the workspace's role. */
export class StatementRunner {
  private readonly cloud: Cloud;
  private readonly roleArn: string;
  private readonly settings: RedshiftSettings;

  constructor(cloud: Cloud, roleArn: string, settings: RedshiftSettings) {
    this.cloud = cloud;
    this.roleArn = roleArn;
    this.settings = settings;
  }

  /** Hands a statement in, and does not wait for it. @throws AwsError as the Data API answers it */
  async submit(sql: string, waitSeconds?: number): Promise<{ Id: string; Status?: string }> {
    const { settings } = this;
    return this.call('ExecuteStatement', {
      Sql: sql,
      ...(settings.database === undefined ? {} : { Database: settings.database }),
      ...target(settings),
      ...(settings.withEvent === true ? { WithEvent: true } : {}),
      ...(waitSeconds === undefined ? {} : { WaitTimeSeconds: waitSeconds }),
    });
  }

  /**
   * Runs a statement to its end and reads all of its rows.
   * @throws AwsError as the Data API answers it; Error with Redshift's words when the statement failed
   */
  async run(sql: string): Promise<Frame> {
    const { Id, Status } = await this.submit(sql, longPollSeconds);
    if (Status !== 'FINISHED') await this.wait(Id);
    const records: Value[][] = [];
    let columns: Column[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.call('GetStatementResult', {
        Id,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      columns = (page.ColumnMetadata as Column[] | undefined) ?? columns;
      for (const record of (page.Records as Value[][] | undefined) ?? []) records.push(record);
      NextToken = page.NextToken as string | undefined;
    } while (NextToken !== undefined && NextToken !== '');
    return resultFrame(columns, records);
  }

  private async wait(Id: string): Promise<void> {
    const deadline = Date.now() + giveUpAfterMs;
    while (Date.now() < deadline) {
      const { Status, Error: words } = await this.call('DescribeStatement', {
        Id,
        WaitTimeSeconds: longPollSeconds,
      });
      if (Status === 'FINISHED') return;
      if (finished.has(Status as string)) throw new Error(words ? String(words) : `the query was ${Status}`);
    }
    await this.call('CancelStatement', { Id });
    throw new Error(`the query timed out after ${giveUpAfterMs / 1000} seconds`);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the reply's shape is the API model's.
  private call(action: string, input: object): Promise<any> {
    const as = { service: 'grafana.amazonaws.com', roleArn: this.roleArn, sessionName: 'grafana' };
    return this.cloud.call('redshift-data', action, input, as);
  }
}

function target(settings: RedshiftSettings): object {
  const secret = settings.useManagedSecret === true ? { SecretArn: settings.managedSecret?.arn } : {};
  if (settings.useServerless === true) return { WorkgroupName: settings.workgroupName, ...secret };
  const user = settings.useManagedSecret === true ? secret : { DbUser: settings.dbUser };
  return { ClusterIdentifier: settings.clusterIdentifier, ...user };
}
