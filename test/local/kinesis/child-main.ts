import { startLocalCloud } from '../../../src/local/local-cloud.js';
import { defaultSettings } from '../../../src/local/settings.js';

// The program of child-cloud.ts: serves Kinesis from the folder that it is given until it is killed.
const { cloud, credentials } = await startLocalCloud({
  folder: process.argv[2] ?? '',
  name: 'workshop',
  region: 'us-east-1',
  settings: { ...defaultSettings, kinesisLimits: false },
  log: () => undefined,
  services: ['kinesis', 'iam', 'sts'],
});
process.send?.({ endpoint: cloud.endpoint, region: cloud.region, credentials });
