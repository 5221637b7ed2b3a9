import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled } from '../cloudformation/settled.js';
import { startCloud, type TestCloud } from '../harness.js';
import { type Probes, probe, startProbes } from './probes.js';
import { everyGrant, list, type Statement, stacks, type Taken, without } from './role-statements.js';

let test: TestCloud;
let probes: Probes;
/** Physical ids by `<stack>/<logical id>`. */
const physical = new Map<string, string>();
/** What was seen to work while nothing was taken. */
const working = new Set<string>();

beforeAll(async () => {
  test = await startCloud();
  const client = new CloudFormationClient(test.clientConfig);
  for (const { stackName, body } of stacks) {
    await test.cloud.call('cloudformation', 'CreateStack', {
      StackName: stackName,
      TemplateBody: body,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
  }
  for (const { stackName } of stacks) {
    expect((await settled(client, stackName)).StackStatus).toBe('CREATE_COMPLETE');
    const made = await client.send(new DescribeStackResourcesCommand({ StackName: stackName }));
    for (const one of made.StackResources ?? [])
      physical.set(`${stackName}/${one.LogicalResourceId}`, one.PhysicalResourceId ?? '');
  }
  probes = await startProbes(test, (id) => physical.get(id) ?? '');
}, 120_000);
afterAll(() => test?.stop());

const grants = everyGrant();
const title = ({ role, statement, action, resource }: Taken) =>
  `${role}: ${action ?? `resource ${resource} of statement ${statement}`}`;
const byStack = stacks.map(({ stackName }) => ({
  stackName,
  cases: grants.filter(({ stack }) => stack === stackName).map((taken) => ({ title: title(taken), taken })),
}));

describe.each(byStack)('a role of $stackName', ({ cases }) => {
  it.each(cases)('cannot do without $title', async ({ taken }) => {
    const RoleName = physical.get(`${taken.stack}/${taken.role}`) ?? '';
    const named = { RoleName, PolicyName: taken.policyName };
    const reply = await test.cloud.call('iam', 'GetRolePolicy', named);
    const text = decodeURIComponent(reply.PolicyDocument);
    const document = JSON.parse(text) as { Statement: Statement[] };
    const put = (PolicyDocument: string) =>
      test.cloud.call('iam', 'PutRolePolicy', { ...named, PolicyDocument });
    const { Action, Resource } = document.Statement[taken.statement] as Statement;
    const resources = (
      taken.resource === undefined ? list(Resource) : [list(Resource)[taken.resource]]
    ) as string[];
    const actions = taken.action === undefined ? list(Action) : [taken.action];
    const asked = { ...taken, actions, resource: resources[0] ?? '*' };
    const whole = `${taken.role} ${actions} ${resources[0]}`;
    // Every action of CREATE MODEL is asked by the same statement, which takes a while where nothing is missing.
    const once =
      /^(sagemaker|ecr|logs|cloudwatch|iam):/.test(actions[0] ?? '') && taken.role === 'ClusterRole'
        ? 'CREATE MODEL'
        : whole;
    if (!working.has(once))
      expect(await probe(probes, asked), 'with all of it').not.toContain('is not authorized');
    working.add(once);
    await put(JSON.stringify(without(document, taken)));
    try {
      const said = await probe(probes, asked);
      expect(
        actions.some((action) => said.includes(`is not authorized to perform: ${action} on `)),
        said,
      ).toBe(true);
      expect(
        resources.some((pattern) => matching(pattern).test(said)),
        said,
      ).toBe(true);
    } finally {
      await put(text);
    }
  });
});

/** The resource that a refusal names, against a policy's pattern of it. */
function matching(pattern: string): RegExp {
  if (pattern === '*') return / on resource: /;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(` on resource: "?${escaped}"? `);
}
