import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cloud } from '../../cloud.js';
import type { StreamReader } from '../../kinesis/reader.js';
import type { Catalog } from '../catalog/catalog.js';
import type { NameResolver } from '../dialect/resolver.js';
import type { Cancellation } from './cancellation.js';
import type { Database, Transaction } from './database.js';
import type { RowSink } from './outcome.js';
import type { Session } from './session.js';

/** What one statement runs in. */
export interface Execution {
  session: Session;
  database: Database;
  connection: DuckDBConnection;
  catalog: Catalog;
  /** Present when the statement may write. */
  transaction: Transaction | undefined;
  resolver: NameResolver;
  /** Values of `:name` parameters. */
  parameters: Map<string, string>;
  sink: RowSink;
  /** RedshiftQueryId */
  queryId: number;
  services: EngineServices;
  cancellation: Cancellation;
}

/** What the engine asks of the rest of Redshift. */
export interface EngineServices {
  /** The role behind `IAM_ROLE default`; undefined while the cluster has none. */
  defaultRole(): string | undefined;
  /** Whether the role is attached to the cluster. */
  hasRole(arn: string): boolean;
  /**
   * Whether a role may do each action on a resource, by the same check as every call's; the first that it may not.
   * @param context values of condition keys, e.g. `iam:PassedToService`
   */
  firstDenied(
    roleArn: string,
    actions: readonly string[],
    resource: string,
    context?: Record<string, string | readonly string[]>,
  ): Promise<string | undefined>;
  readonly region: string;
  readonly accountId: string;
  readonly reader: StreamReader;
  /** Calls another service of the cloud over its API. */
  readonly call: Cloud['call'];
  /** Trains, or stops training, what the catalog now says is in training; clears what is left in buckets. */
  modelsChanged(): void;
  /** A view's automatic refresh was switched, or the view made or dropped. */
  autoRefreshChanged(): void;
  /** The rows of a view that lives in memory (`sys_query_history`, `stv_recents`), newest last. */
  volatileRows(view: string, session: Session, superuser: boolean): Record<string, unknown>[];
}

/** The transaction of a statement that writes. */
export function writing(execution: Execution): Transaction {
  if (!execution.transaction) throw new Error('A statement that writes needs a transaction.');
  return execution.transaction;
}
