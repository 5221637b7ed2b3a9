import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error: a build script has no types
import { buildFunctions } from '../../scripts/build-functions.js';
import { synthesize } from '../../templates/app.js';

export const account = '123456789012';
export const region = 'us-east-1';

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: object;
}
interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as the template has them
  Properties: any;
}

/** The workshop's templates of the default names, one map of their resources by `<stack>/<logical id>`. */
export async function synthesizedResources(): Promise<Map<string, Resource>> {
  const functionsFolder = mkdtempSync(join(tmpdir(), 'workshop-functions-'));
  await buildFunctions(functionsFolder);
  const stacks = synthesize({
    name: 'workshop',
    region,
    streams: { customer: 'customer_stream', order: 'order_stream', fleet: 'fleet_stream' },
    functionsFolder,
  });
  return new Map(
    stacks.flatMap(({ stackName, template }) =>
      Object.entries((template as { Resources: Record<string, Resource> }).Resources).map(
        ([id, resource]) => [`${stackName.replace('workshop-', '')}/${id}`, resource],
      ),
    ),
  );
}

/** What a role may do once its stack is deployed: the statements of its inline policies, ARNs and all. */
export function statementsOf(resources: Map<string, Resource>, role: string): Statement[] {
  const [stack = '', id] = role.split('/');
  const inline = resources.get(role)?.Properties.Policies ?? [];
  const attached = [...resources].filter(
    ([name, { Type, Properties }]) =>
      Type === 'AWS::IAM::Policy' &&
      name.startsWith(`${stack}/`) &&
      Properties.Roles.some((each: { Ref: string }) => each.Ref === id),
  );
  return [...inline, ...attached.map(([, { Properties }]) => Properties)].flatMap(
    ({ PolicyDocument }) => resolve(resources, stack, PolicyDocument.Statement) as Statement[],
  );
}

const here = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;

/** ARNs as AWS makes them of what the template names. */
function arnOf(id: string, { Type, Properties }: Resource): string {
  switch (Type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${id.toLowerCase()}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account}:role/${id}`;
    case 'AWS::Kinesis::Stream':
      return here('kinesis', `stream/${Properties.Name}`);
    case 'AWS::Lambda::Function':
      return here('lambda', `function:${Properties.FunctionName}`);
    case 'AWS::Logs::LogGroup':
      return here('logs', `log-group:${Properties.LogGroupName}:*`);
    default:
      throw new Error(`no ARN is known for ${Type}`);
  }
}

function refOf(id: string, { Type, Properties }: Resource): string {
  if (Type === 'AWS::SNS::Topic') return here('sns', Properties.TopicName);
  if (Type === 'AWS::StepFunctions::StateMachine')
    return here('states', `stateMachine:${Properties.StateMachineName}`);
  return id;
}

/** A piece of a template with its functions carried out. */
function resolve(resources: Map<string, Resource>, stack: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(resources, stack, each));
  if (typeof value !== 'object' || value === null) return value;
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': account,
  };
  const named = (id: string) => {
    const found = resources.get(`${stack}/${id}`);
    if (!found) throw new Error(`${stack} has no ${id}`);
    return found;
  };
  const [key, inner] = Object.entries(value)[0] ?? [];
  if (key === 'Ref') return pseudo[inner] ?? refOf(inner, named(inner));
  if (key === 'Fn::GetAtt') return arnOf(inner[0], named(inner[0]));
  if (key === 'Fn::Sub')
    return String(inner).replace(/\$\{([^}]+)\}/g, (_, name) => pseudo[name] ?? arnOf(name, named(name)));
  if (key === 'Fn::Join') return (resolve(resources, stack, inner[1]) as string[]).join(inner[0]);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, resolve(resources, stack, each)]),
  );
}
