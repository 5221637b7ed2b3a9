// The process that the kill test kills: a cloud with Step Functions on a folder, until it is killed.
import { startLocalCloud } from '../../../src/local/local-cloud.js';
import { defaultSettings } from '../../../src/local/settings.js';

const { cloud, credentials } = await startLocalCloud({
  folder: process.argv[2] ?? '',
  name: 'workshop',
  region: 'us-east-1',
  settings: defaultSettings,
  log: (line) => console.error(line),
  services: ['iam', 'sts', 'states'],
});
console.log(JSON.stringify({ endpoint: cloud.endpoint, credentials }));
