import { AwsError } from '../../protocol/errors.js';
import type { RequestContext } from '../../service.js';
import type { Catalog } from '../catalog/catalog.js';
import type { UserRecord } from '../catalog/records.js';
import { type ConnectionInput, connect } from './connect.js';
import type { OpenCluster } from './runner.js';
import type { DataApi } from './submit.js';

/** What the metadata actions see: the catalog, as a user. */
export interface Inside {
  catalog: Catalog;
  user: UserRecord;
  database: string;
}

/**
 * Signs in for a metadata action.
 * @throws AwsError ValidationException; DatabaseConnectionException for a database or user that does not exist
 */
export async function lookInside(
  api: DataApi,
  open: (identifier: string) => OpenCluster,
  input: ConnectionInput & { ConnectedDatabase?: string },
  context: RequestContext,
): Promise<Inside> {
  const connection = await connect(api.cloud, api.clusters, input, context.caller);
  const { database } = open(connection.cluster.identifier);
  const catalog = await database.catalog();
  if (connection.database !== database.options.name) {
    throw new AwsError(
      'DatabaseConnectionException',
      `FATAL: database "${connection.database}" does not exist`,
    );
  }
  const user =
    catalog.get('user', connection.user) ?? (connection.create ? stranger(connection.user) : undefined);
  if (!user)
    throw new AwsError('DatabaseConnectionException', `FATAL: user "${connection.signsInAs}" does not exist`);
  return { catalog, user, database: connection.database };
}

function stranger(name: string): UserRecord {
  return {
    name,
    id: 0,
    superuser: false,
    createDatabase: false,
    syslogAccess: 'restricted',
    groups: [],
    roles: [],
  };
}
