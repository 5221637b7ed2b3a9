import { type AccessTable, arnOf, type Need, type Place } from '../../policy/access-table.js';
import { credentialNeeds, ownCredentialNeeds } from '../access.js';
import type { DataSessions } from './sessions.js';

interface Reaching {
  ClusterIdentifier?: string;
  WorkgroupName?: string;
  SessionId?: string;
  SecretArn?: string;
  DbUser?: string;
  Database?: string;
}

/**
 * The Data API: a statement is about its cluster, and needs besides what gets it in: the secret, credentials of the
 * database user, or of the identity's own. What is asked of a statement later knows no resource: it is shown only to the
 * role that started it.
 * Source: Management Guide, 'Authorizing access to the Amazon Redshift Data API'.
 */
export function dataAccess(sessions: DataSessions): AccessTable {
  const reaching = (action: string) => (input: Reaching, place: Place) =>
    into(`redshift-data:${action}`, input, place, sessions);
  return {
    needs: Object.fromEntries(
      [
        'ExecuteStatement',
        'BatchExecuteStatement',
        'ListDatabases',
        'ListSchemas',
        'ListTables',
        'DescribeTable',
      ].map((action) => [action, reaching(action)]),
    ),
  };
}

function into(action: string, input: Reaching, place: Place, sessions: DataSessions): Need[] {
  const { SessionId, WorkgroupName, SecretArn, DbUser, Database } = input;
  // In a session only the cluster is asked about: its user came in when it was opened.
  const ClusterIdentifier = SessionId === undefined ? input.ClusterIdentifier : sessions.clusterOf(SessionId);
  if (ClusterIdentifier === undefined) {
    const serverless = (resource: string) => arnOf('redshift-serverless', place, resource);
    if (WorkgroupName === undefined) return [{ action, resource: '*' }];
    const resource = serverless(`workgroup/${WorkgroupName}`);
    return [
      { action, resource },
      ...by(SecretArn, [{ action: 'redshift-serverless:GetCredentials', resource }]),
    ];
  }
  const statement = { action, resource: arnOf('redshift', place, `cluster:${ClusterIdentifier}`) };
  if (SessionId !== undefined) return [statement];
  const asked = { ClusterIdentifier, ...(Database !== undefined && { DbName: Database }) };
  const credentials =
    DbUser === undefined ? ownCredentialNeeds(asked, place) : credentialNeeds({ ...asked, DbUser }, place);
  return [statement, ...by(SecretArn, credentials)];
}

function by(secret: string | undefined, otherwise: Need[]): Need[] {
  return secret === undefined ? otherwise : [{ action: 'secretsmanager:GetSecretValue', resource: secret }];
}
