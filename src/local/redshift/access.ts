import {
  type AccessTable,
  arnOf,
  type Need,
  noResource,
  type Place,
  passing,
} from '../policy/access-table.js';

interface Credentials {
  ClusterIdentifier?: string;
  DbUser?: string;
  DbName?: string;
  DbGroups?: string[];
  AutoCreate?: boolean;
  DurationSeconds?: number;
}

const cluster = (place: Place, identifier: string) => arnOf('redshift', place, `cluster:${identifier}`);

/**
 * Temporary credentials of a database user: the user, the database if it is named, each group that is joined.
 * Source: Management Guide, 'Resource policies for GetClusterCredentials'.
 */
export function credentialNeeds(input: Credentials, place: Place): Need[] {
  const { ClusterIdentifier = '', DbUser = '', DbName, DbGroups = [], AutoCreate, DurationSeconds } = input;
  const of = (kind: string, name: string) => arnOf('redshift', place, `${kind}:${ClusterIdentifier}/${name}`);
  const context = {
    'redshift:DbUser': DbUser,
    ...(DbName !== undefined && { 'redshift:DbName': DbName }),
    'redshift:DurationSeconds': String(DurationSeconds ?? 900),
  };
  const need = (action: string, resource: string): Need => ({
    action: `redshift:${action}`,
    resource,
    context,
  });
  return [
    need('GetClusterCredentials', of('dbuser', DbUser)),
    ...(DbName === undefined ? [] : [need('GetClusterCredentials', of('dbname', DbName))]),
    ...(AutoCreate ? [need('CreateClusterUser', of('dbuser', DbUser))] : []),
    ...DbGroups.map((group) => need('JoinGroup', of('dbgroup', group))),
  ];
}

/** Credentials of the identity's own database user. */
export function ownCredentialNeeds(
  { ClusterIdentifier = '', DbName }: Pick<Credentials, 'ClusterIdentifier' | 'DbName'>,
  place: Place,
): Need[] {
  const resource =
    DbName === undefined ? '*' : arnOf('redshift', place, `dbname:${ClusterIdentifier}/${DbName}`);
  return [{ action: 'redshift:GetClusterCredentialsWithIAM', resource }];
}

/** The control plane: a cluster, its subnet and parameter groups; what lists knows no resource. */
export const redshiftAccess: AccessTable = {
  needs: {
    DescribeClusters: noResource,
    DescribeTags: ({ ResourceName }, _place) => [ResourceName],
    DescribeClusterSubnetGroups: noResource,
    DescribeClusterParameterGroups: noResource,
    GetClusterCredentials: (input, place) => credentialNeeds(input, place),
    GetClusterCredentialsWithIAM: (input, place) => ownCredentialNeeds(input, place),
    CreateCluster: ({ ClusterIdentifier, IamRoles, DefaultIamRoleArn }, place) => [
      cluster(place, ClusterIdentifier),
      ...passing(IamRoles, 'redshift'),
      ...passing(DefaultIamRoleArn, 'redshift'),
    ],
    ModifyClusterIamRoles: ({ ClusterIdentifier, AddIamRoles, DefaultIamRoleArn }, place) => [
      cluster(place, ClusterIdentifier),
      ...passing(AddIamRoles, 'redshift'),
      ...passing(DefaultIamRoleArn, 'redshift'),
    ],
  },
  otherwise: (input, place) => [
    input.ClusterIdentifier && cluster(place, input.ClusterIdentifier),
    input.ClusterSubnetGroupName && arnOf('redshift', place, `subnetgroup:${input.ClusterSubnetGroupName}`),
    input.ParameterGroupName && arnOf('redshift', place, `parametergroup:${input.ParameterGroupName}`),
    input.ResourceName,
  ],
};
