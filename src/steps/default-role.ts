import { pacing } from '../aws/stacks/deploy.js';
import { namesOf } from '../config.js';
import { WorkshopError } from '../errors.js';
import { clientsOf, outputOf, type Step } from './step.js';

/** CloudFormation has no property for a cluster's default role, which `IAM_ROLE default` in the SQL means. */
export const defaultRoleStep: Step = {
  id: 'default-role',
  title: "Cluster's default role",
  needs: ['RedshiftStack'],
  async run(context) {
    const { DescribeClustersCommand, ModifyClusterIamRolesCommand } = await import(
      '@aws-sdk/client-redshift'
    );
    const client = await clientsOf(context).redshift();
    const ClusterIdentifier = namesOf(context.config).cluster;
    const role = outputOf(context, 'RedshiftStack', 'ClusterRoleArn');
    const look = async () =>
      (await client.send(new DescribeClustersCommand({ ClusterIdentifier }))).Clusters?.[0];
    const inSync = (cluster: Awaited<ReturnType<typeof look>>) =>
      cluster?.DefaultIamRoleArn === role &&
      cluster.IamRoles?.some((each) => each.IamRoleArn === role && each.ApplyStatus === 'in-sync');
    if (inSync(await look())) return { already: 'is set' };
    await client.send(
      new ModifyClusterIamRolesCommand({ ClusterIdentifier, AddIamRoles: [role], DefaultIamRoleArn: role }),
    );
    const pace = pacing(context.signal);
    const deadline = Date.now() + 10 * 60_000;
    while (!inSync(await look())) {
      if (Date.now() > deadline) {
        throw new WorkshopError({
          code: 'role-not-applied',
          message: `The cluster ${ClusterIdentifier} has not taken its role within ten minutes.`,
          next: 'workshop setup',
        });
      }
      await pace();
    }
    return { done: role.split('/').pop() ?? role };
  },
};
