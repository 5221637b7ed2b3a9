import type { Action } from '../../service.js';
import type { ClusterStore } from './cluster-store.js';
import { createCluster } from './create-cluster.js';
import { createClusterParameterGroup } from './create-cluster-parameter-group.js';
import { createClusterSubnetGroup } from './create-cluster-subnet-group.js';
import { createTags } from './create-tags.js';
import { deleteCluster } from './delete-cluster.js';
import { deleteClusterParameterGroup } from './delete-cluster-parameter-group.js';
import { deleteClusterSubnetGroup } from './delete-cluster-subnet-group.js';
import { deleteTags } from './delete-tags.js';
import { describeClusterParameterGroups } from './describe-cluster-parameter-groups.js';
import { describeClusterParameters } from './describe-cluster-parameters.js';
import { describeClusterSubnetGroups } from './describe-cluster-subnet-groups.js';
import { describeClusters } from './describe-clusters.js';
import { describeLoggingStatus } from './describe-logging-status.js';
import { describeTags } from './describe-tags.js';
import { getClusterCredentials } from './get-cluster-credentials.js';
import { getClusterCredentialsWithIam } from './get-cluster-credentials-with-iam.js';
import { modifyCluster } from './modify-cluster.js';
import { modifyClusterIamRoles } from './modify-cluster-iam-roles.js';
import { modifyClusterParameterGroup } from './modify-cluster-parameter-group.js';
import { modifyClusterSubnetGroup } from './modify-cluster-subnet-group.js';
import { pauseCluster } from './pause-cluster.js';
import { resumeCluster } from './resume-cluster.js';
import type { TemporaryCredentials } from './temporary-credentials.js';

/** The actions of the `redshift` service. */
export function controlPlane(store: ClusterStore, credentials: TemporaryCredentials): Record<string, Action> {
  return {
    CreateCluster: createCluster(store),
    DescribeClusters: describeClusters(store),
    ModifyCluster: modifyCluster(store),
    ModifyClusterIamRoles: modifyClusterIamRoles(store),
    DeleteCluster: deleteCluster(store),
    PauseCluster: pauseCluster(store),
    ResumeCluster: resumeCluster(store),
    CreateClusterSubnetGroup: createClusterSubnetGroup(store),
    DescribeClusterSubnetGroups: describeClusterSubnetGroups(store),
    ModifyClusterSubnetGroup: modifyClusterSubnetGroup(store),
    DeleteClusterSubnetGroup: deleteClusterSubnetGroup(store),
    CreateClusterParameterGroup: createClusterParameterGroup(store),
    DescribeClusterParameterGroups: describeClusterParameterGroups(store),
    DescribeClusterParameters: describeClusterParameters(store),
    ModifyClusterParameterGroup: modifyClusterParameterGroup(store),
    DeleteClusterParameterGroup: deleteClusterParameterGroup(store),
    GetClusterCredentials: getClusterCredentials(store, credentials),
    GetClusterCredentialsWithIAM: getClusterCredentialsWithIam(store, credentials),
    CreateTags: createTags(store),
    DeleteTags: deleteTags(store),
    DescribeTags: describeTags(store),
    DescribeLoggingStatus: describeLoggingStatus(store),
  };
}
