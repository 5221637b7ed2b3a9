import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { compareRecorded, readRecorded, replyOf } from './recorded-cases.js';

const file = readRecorded('resourcegroupstaggingapi/test_rgsa.snapshot.json');
let test: TestCloud;

describe.runIf(file.present)('Resource Groups Tagging as recorded on AWS', () => {
  beforeAll(async () => {
    test = await startCloud({ services: ['ec2', 'tagging'] });
  });
  afterAll(() => test.stop());

  compareRecorded(
    'resourcegroupstaggingapi',
    file,
    [
      [
        'test_get_resources',
        async () => {
          const Tags = [{ Key: 'test', Value: 'test' }];
          await new EC2Client(test.clientConfig).send(
            new CreateVpcCommand({
              CidrBlock: '10.0.0.0/16',
              TagSpecifications: [{ ResourceType: 'vpc', Tags }],
            }),
          );
          const tagging = new ResourceGroupsTaggingAPIClient(test.clientConfig);
          const TagFilters = [{ Key: 'test', Values: ['test'] }];
          return { get_resources: await replyOf(tagging.send(new GetResourcesCommand({ TagFilters }))) };
        },
      ],
    ],
    [],
  );
});
