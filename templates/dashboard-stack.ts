import type { Construct } from 'constructs';
import { cdk, sns } from './cdk.js';
import { arns, names } from './names.js';
import type { WorkshopTemplatesOptions } from './options.js';
import { role } from './role.js';

/** What the Grafana workspace stands on: the role it queries Redshift by, and the topic its alerts go to. */
export class DashboardStack extends cdk.Stack {
  constructor(scope: Construct, id: string, options: WorkshopTemplatesOptions) {
    super(scope, id, {
      description: "Redshift streaming workshop: the dashboard's role and the topic for its alerts",
    });
    const { name } = options;
    const topic = new sns.CfnTopic(this, 'Alerts', { topicName: names.alerts(name) });
    // Not the managed policy AmazonGrafanaRedshiftAccess, by which one workshop's Grafana reads another's cluster.
    const workspaceRole = role(this, 'WorkspaceRole', {
      service: 'grafana.amazonaws.com',
      description: 'Lets the Grafana workspace query the cluster and publish alerts',
      allow: [
        { actions: ['redshift-data:ExecuteStatement'], resources: [arns.cluster(name)] },
        {
          actions: ['redshift:GetClusterCredentials'],
          resources: [arns.databaseUser(name, names.reader), arns.database(name)],
        },
        {
          // These take no resource but `*`; the Data API shows a statement only to the role that started it.
          actions: [
            'redshift-data:CancelStatement',
            'redshift-data:DescribeStatement',
            'redshift-data:GetStatementResult',
            'redshift:DescribeClusters',
          ],
          resources: ['*'],
        },
        { actions: ['sns:Publish'], resources: [topic.ref] },
      ],
    });

    new cdk.CfnOutput(this, 'WorkspaceRoleArn', { value: workspaceRole.attrArn });
    new cdk.CfnOutput(this, 'AlertsTopicArn', { value: topic.ref });
  }
}
