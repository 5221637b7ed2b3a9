import { join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { StreamReader } from '../kinesis/reader.js';
import type { Authorizer } from '../policy/authorizer.js';
import type { Service } from '../service.js';
import { redshiftAccess } from './access.js';
import { ClusterStore } from './clusters/cluster-store.js';
import { controlPlane } from './clusters/control-plane.js';
import { OpenClusters } from './clusters/open-clusters.js';
import { TemporaryCredentials } from './clusters/temporary-credentials.js';
import { dataAccess } from './data-api/access.js';
import { batchExecuteStatement } from './data-api/batch-execute-statement.js';
import { cancelStatement } from './data-api/cancel-statement.js';
import { describeStatement } from './data-api/describe-statement.js';
import { executeStatement } from './data-api/execute-statement.js';
import { getStatementResult } from './data-api/get-statement-result.js';
import { getStatementResultV2 } from './data-api/get-statement-result-v2.js';
import { listStatements } from './data-api/list-statements.js';
import { describeTable, listDatabases, listSchemas, listTables } from './data-api/metadata-actions.js';
import { Runner } from './data-api/runner.js';
import { DataSessions } from './data-api/sessions.js';
import { StatementStore } from './data-api/statement-store.js';
import type { DataApi } from './data-api/submit.js';
import { volatileRows } from './data-api/volatile-rows.js';

/**
 * Redshift and its Data API. Both share the clusters; `start` of the control plane resumes what a kill interrupted,
 * automatic refreshes among it.
 */
export function createRedshiftServices(
  cloud: Cloud,
  reader: StreamReader,
  authorizer: Authorizer,
): { redshift: Service; data: Service } {
  const clusters = new ClusterStore(cloud);
  const store = new StatementStore(join(cloud.folder, 'redshift', 'statements'));
  const open = new OpenClusters(clusters, reader, authorizer, (cluster) => volatileRows(store, cluster));
  clusters.events = open;
  const openCluster = (identifier: string) => open.get(identifier);
  const runner = new Runner(cloud, clusters, store, openCluster);
  const api: DataApi = { cloud, clusters, store, runner, sessions: new DataSessions() };
  return {
    redshift: {
      id: 'redshift',
      access: redshiftAccess,
      actions: controlPlane(clusters, new TemporaryCredentials()),
      start: () => clusters.start(),
      stop: async () => {
        clusters.stop();
        await runner.stop();
        await open.stop();
      },
    },
    data: {
      id: 'redshift-data',
      access: dataAccess(api.sessions),
      actions: {
        ExecuteStatement: executeStatement(api),
        BatchExecuteStatement: batchExecuteStatement(api),
        DescribeStatement: describeStatement(api),
        GetStatementResult: getStatementResult(api),
        GetStatementResultV2: getStatementResultV2(api),
        CancelStatement: cancelStatement(api),
        ListStatements: listStatements(api),
        ListDatabases: listDatabases(api, openCluster),
        ListSchemas: listSchemas(api, openCluster),
        ListTables: listTables(api, openCluster),
        DescribeTable: describeTable(api, openCluster),
      },
    },
  };
}
