import { stackOutputs } from '../aws/stacks/describe.js';
import { stackName } from '../config.js';
import { clientsOf, type Step } from './step.js';

/** CloudFormation deletes no bucket that holds something, so teardown empties it first, all versions. */
export const bucketStep: Step = {
  id: 'bucket',
  title: 'Bucket',
  needs: ['RedshiftStack'],
  async undo(context, report) {
    const clients = clientsOf(context);
    const outputs = await stackOutputs(
      await clients.cloudFormation(),
      stackName(context.config, 'RedshiftStack'),
    );
    const Bucket = outputs.BucketName;
    if (!Bucket) return { already: 'not there' };
    const { ListObjectVersionsCommand, DeleteObjectsCommand } = await import('@aws-sdk/client-s3');
    const client = await clients.s3();
    let removed = 0;
    for (;;) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      if (versions.length === 0) return removed > 0 ? { done: `${removed} objects` } : { already: 'empty' };
      await client.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: { Quiet: true, Objects: versions.map(({ Key, VersionId }) => ({ Key, VersionId })) },
        }),
      );
      removed += versions.length;
      report(`${removed} objects`);
    }
  },
};
