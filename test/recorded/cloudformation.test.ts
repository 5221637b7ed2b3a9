import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  ExecuteChangeSetCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled } from '../local/cloudformation/settled.js';
import { startCloud, type TestCloud } from '../local/harness.js';
import { differences, sameText } from './cloudformation/agreement.js';
import { type ChangeSetCase, changeSetCases } from './cloudformation/change-set-cases.js';
import { errorCases } from './cloudformation/error-cases.js';
import { replyCases } from './cloudformation/reply-cases.js';
import { recorded, recordedHere } from './cloudformation/snapshots.js';

let cloud: TestCloud;
let client: CloudFormationClient;
let agree = 0;
let held = 0;

if (!recordedHere) console.log('cloudformation: no recorded cases here, so none are held');

describe.runIf(recordedHere)('recorded on AWS', () => {
  beforeAll(async () => {
    cloud = await startCloud({ services: ['cloudformation', 'ec2', 'kinesis', 'sns', 'logs', 'iam', 'sts'] });
    client = new CloudFormationClient(cloud.clientConfig);
  }, 60_000);
  afterAll(async () => {
    console.log(`cloudformation: ${agree} of ${held} recorded cases agree`);
    await cloud.stop();
  });

  describe('errors', () => {
    for (const [index, one] of errorCases.entries()) {
      it(`${one.file} :: ${one.test} (${one.label})`, async () => {
        held += 1;
        const error = await one.act(client, `error-${index}`).then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        const { code, message } = recordedError(recorded(one.file, one.test)[one.label]);
        expect(error, 'an error').toBeDefined();
        expect(error?.name.replace(/Exception$/, '')).toBe(code.replace(/Exception$/, ''));
        expect(sameText(message, error?.message), `${message} / ${error?.message}`).toBe(true);
        agree += 1;
      }, 20_000);
    }
  });

  describe('single replies', () => {
    for (const [index, one] of replyCases.entries()) {
      it(`${one.file} :: ${one.test} (${one.label})`, async () => {
        held += 1;
        const ours = await one.act(client, `reply-${index}`);
        const theirs = one.part(recorded(one.file, one.test)[one.label]);
        expect(differences(theirs, ours, one.label)).toEqual([]);
        agree += 1;
      }, 20_000);
    }
  });

  describe('change sets, stacks and events', () => {
    for (const [index, one] of changeSetCases.entries()) {
      it(`${one.file} :: ${one.test}${one.differs ? ` differs: ${one.differs}` : ''}`, async () => {
        held += 1;
        const found = await compare(one, `case-${index}`);
        if (one.differs) {
          expect(found).not.toEqual([]);
          return;
        }
        expect(found).toEqual([]);
        agree += 1;
      }, 30_000);
    }
  });
});

function recordedError(value: unknown): { code: string; message: string } {
  if (typeof value === 'string') {
    const found = /^An error occurred \((\w+)\) when calling the \w+ operation: (.*)$/s.exec(value);
    return { code: found?.[1] ?? '', message: found?.[2] ?? '' };
  }
  const { Code, Message } = (value as { Error: { Code: string; Message: string } }).Error;
  return { code: Code, message: Message };
}

/** Plays a case through: two change sets, executed, then the deletion; each recorded reply against ours. */
async function compare(one: ChangeSetCase, StackName: string): Promise<string[]> {
  const replies = recorded(one.file, one.test.includes('::') ? one.test : caseName(one));
  const found: string[] = [];
  const hold = (label: string, ours: unknown) => {
    if (label in replies) found.push(...differences(replies[label], ours, label));
  };
  let stackId = '';
  for (const [index, template] of one.templates.entries()) {
    const nth = index + 1;
    const parameters = Object.entries(one.parameters?.[index] ?? {});
    const made = await client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: `change-set-${nth}`,
        ChangeSetType: nth === 1 ? 'CREATE' : 'UPDATE',
        TemplateBody: JSON.stringify(template),
        ...(one.capabilities && { Capabilities: one.capabilities }),
        Parameters: parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      }),
    );
    stackId = made.StackId as string;
    hold(`create-change-set-${nth}`, made);
    const ChangeSetName = made.Id;
    const values = new DescribeChangeSetCommand({ ChangeSetName, IncludePropertyValues: true });
    hold(`describe-change-set-${nth}-prop-values`, await client.send(values));
    hold(`describe-change-set-${nth}`, await client.send(new DescribeChangeSetCommand({ ChangeSetName })));
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
    hold(`post-create-${nth}-describe`, await settled(client, stackId));
  }
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: stackId }));
  found.push(...eventDifferences(replies['per-resource-events'], StackEvents ?? []));
  await client.send(new DeleteStackCommand({ StackName }));
  hold('delete-describe', await settled(client, stackId));
  return found;
}

const CLASSES: Record<string, string> = {
  test_change_set_depends_on: 'TestChangeSetDependsOn',
  test_change_set_fn_base64: 'TestChangeSetFnBase64',
  test_change_set_fn_get_attr: 'TestChangeSetFnGetAttr',
  test_change_set_fn_join: 'TestChangeSetFnJoin',
  test_change_set_fn_select: 'TestChangeSetFnSelect',
  test_change_set_fn_split: 'TestChangeSetFnSplit',
  test_change_set_fn_sub: 'TestChangeSetFnSub',
  test_change_set_mappings: 'TestChangeSetMappings',
  test_change_set_parameters: 'TestChangeSetParameters',
  test_change_set_ref: 'TestChangeSetRef',
  test_change_set_values: 'TestChangeSetValues',
};
const caseName = (one: ChangeSetCase): string => `${CLASSES[one.file]}::${one.test}`;

/** Some recordings keep whole events, some only four members without what went between. */
function eventDifferences(
  recordedEvents: Record<string, object[]> | undefined,
  ours: StackEvent[],
): string[] {
  return Object.entries(recordedEvents ?? {}).flatMap(([key, theirs]) => {
    if (!theirs.some((event) => 'EventId' in event)) return [];
    const own = ours.filter((event) =>
      key.startsWith('<stack-name')
        ? event.ResourceType === 'AWS::CloudFormation::Stack'
        : event.LogicalResourceId === key,
    );
    return differences(theirs, own, `events of ${key}`);
  });
}
