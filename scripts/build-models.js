// Extracts the API models of the services that the local cloud speaks from the schemas inside the AWS SDK's clients,
// so that replies have the shapes, the error codes and the HTTP statuses of the API itself.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { NormalizedSchema } from '@smithy/core/schema';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Client package, client class; `only` keeps a huge API to the families that the local cloud implements. */
const clients = [
  { package: 'client-account', client: 'AccountClient', only: /Region/ },
  { package: 'client-cloudformation', client: 'CloudFormationClient' },
  { package: 'client-cloudwatch', client: 'CloudWatchClient', only: /Metric(Data|Statistics|s)$/ },
  {
    package: 'client-ec2',
    client: 'EC2Client',
    only: /Vpc|Subnet|SecurityGroup|RouteTable|Route$|InternetGateway|NatGateway|Address(es|$)|AvailabilityZones|AccountAttributes|^(Create|Delete|Describe)Tags$|NetworkAcl|NetworkInterfaces$|DescribeRegions|ManagedPrefixLists|PrefixLists/,
  },
  { package: 'client-grafana', client: 'GrafanaClient' },
  { package: 'client-iam', client: 'IAMClient' },
  { package: 'client-identitystore', client: 'IdentitystoreClient' },
  { package: 'client-kinesis', client: 'KinesisClient' },
  { package: 'client-lambda', client: 'LambdaClient' },
  { package: 'client-cloudwatch-logs', client: 'CloudWatchLogsClient' },
  { package: 'client-redshift', client: 'RedshiftClient' },
  { package: 'client-redshift-data', client: 'RedshiftDataClient' },
  { package: 'client-resource-groups-tagging-api', client: 'ResourceGroupsTaggingAPIClient' },
  { package: 'client-s3', client: 'S3Client' },
  { package: 'client-scheduler', client: 'SchedulerClient' },
  { package: 'client-secrets-manager', client: 'SecretsManagerClient' },
  { package: 'client-service-quotas', client: 'ServiceQuotasClient' },
  { package: 'client-sfn', client: 'SFNClient' },
  { package: 'client-sns', client: 'SNSClient' },
  { package: 'client-sso-admin', client: 'SSOAdminClient', only: /Instances?$/ },
  { package: 'client-sts', client: 'STSClient' },
];

const protocols = {
  AwsJson1_0Protocol: 'awsJson1_0',
  AwsJson1_1Protocol: 'awsJson1_1',
  AwsQueryProtocol: 'awsQuery',
  AwsEc2QueryProtocol: 'ec2Query',
  AwsRestJsonProtocol: 'restJson',
  AwsRestXmlProtocol: 'restXml',
  S3RestXmlProtocol: 'restXml',
};

function timestampFormat(schema) {
  const raw = schema.getSchema();
  return (
    { 5: 'timestamp:date-time', 6: 'timestamp:http-date', 7: 'timestamp:epoch-seconds' }[raw] ?? 'timestamp'
  );
}

function modelOf(sdk, { client, only }) {
  const { config } = new sdk[client]({ region: 'us-east-1' });
  const protocol = protocols[config.protocol?.constructor.name];
  if (!protocol)
    throw new Error(`${client}: protocol ${config.protocol?.constructor.name} is not known here`);
  const shapes = {};
  const errors = {};
  const operations = {};

  const traitsOf = (traits) => {
    const kept = {};
    for (const [key, value] of Object.entries(traits)) {
      if (
        /^(http(Label|Payload|ResponseCode|Query|QueryParams|Header|PrefixHeaders)|xml(Name|Flattened|Attribute|Namespace)|ec2QueryName|jsonName|idempotencyToken|eventHeader|eventPayload|streaming)$/.test(
          key,
        )
      ) {
        kept[key] = value;
      }
    }
    return Object.keys(kept).length ? kept : undefined;
  };

  function reference(schema) {
    if (schema.isUnitSchema()) return 'unit';
    if (schema.isTimestampSchema()) return timestampFormat(schema);
    if (schema.isBlobSchema()) return schema.isStreaming() ? 'blob:stream' : 'blob';
    if (schema.isBooleanSchema()) return 'boolean';
    if (schema.isStringSchema()) return 'string';
    if (schema.isBigIntegerSchema() || schema.isBigDecimalSchema() || schema.isNumericSchema())
      return 'number';
    if (schema.isDocumentSchema()) return 'document';
    if (schema.isStructSchema()) return structure(schema);
    if (schema.isListSchema()) return collection(schema, 'list');
    if (schema.isMapSchema()) return collection(schema, 'map');
    return 'string';
  }

  const named = new Map();
  let anonymous = 0;
  function nameOf(schema, kind) {
    const raw = schema.getSchema();
    if (named.has(raw)) return { name: named.get(raw), known: true };
    let name = schema.getName() ?? `${kind}${anonymous++}`;
    // A structure and a list of the same name are two shapes.
    while (shapes[name]) name += '_';
    named.set(raw, name);
    return { name, known: false };
  }

  function structure(schema) {
    const { name, known } = nameOf(schema, 'structure');
    if (known) return name;
    const shape = { type: schema.isUnionSchema?.() ? 'union' : 'structure', members: {}, required: [] };
    shapes[name] = shape;
    const raw = schema.getSchema();
    const traits = traitsOf(NormalizedSchema.of(raw).getMergedTraits());
    if (traits) shape.traits = traits;
    for (const [member, memberSchema] of schema.structIterator()) {
      const own = traitsOf(memberSchema.getMergedTraits());
      shape.members[member] = own ? [reference(memberSchema), own] : [reference(memberSchema)];
    }
    shape.required = (raw[4] ?? []).slice(0, raw[6] ?? 0);
    return name;
  }

  function collection(schema, type) {
    const raw = schema.getSchema();
    // Lists and maps of simple values are numbers, not arrays: 64 | element, 128 | element.
    if (typeof raw === 'number') {
      const name = `${type}Of${raw}`;
      shapes[name] ??= { type, of: [reference(schema.getValueSchema())] };
      return name;
    }
    const { name, known } = nameOf(schema, type);
    if (known) return name;
    const shape = { type };
    shapes[name] = shape;
    const value = schema.getValueSchema();
    const traits = traitsOf(value.getMergedTraits());
    shape.of = traits ? [reference(value), traits] : [reference(value)];
    if (type === 'map') {
      const keyTraits = traitsOf(schema.getKeySchema().getMergedTraits());
      if (keyTraits) shape.key = keyTraits;
    }
    return name;
  }

  for (const value of Object.values(sdk)) {
    if (!Array.isArray(value)) continue;
    if (value[0] === 9) {
      const [, , name, traits, input, output] = value;
      if (only && !only.test(name)) continue;
      const resolve = (ref) => (typeof ref === 'function' ? ref() : ref);
      operations[name] = {
        input: reference(NormalizedSchema.of(resolve(input))),
        output: reference(NormalizedSchema.of(resolve(output))),
      };
      if (traits && typeof traits === 'object' && traits.http) operations[name].http = traits.http;
    } else if (value[0] === -3) {
      const [, , name, traits, members] = value;
      const info = traits && typeof traits === 'object' ? traits : {};
      errors[name] = {
        code: info.awsQueryError?.[0] ?? name,
        status: info.awsQueryError?.[1] ?? info.httpError ?? (info.error === 'server' ? 500 : 400),
        fault: info.error ?? 'client',
        message: members.find((member) => member.toLowerCase() === 'message') ?? 'message',
      };
      reference(NormalizedSchema.of(value));
    }
  }
  return {
    id: config.defaultSigningName,
    protocol,
    version: config.protocol.options?.version ?? config.protocolSettings.version,
    xmlNamespace: config.protocolSettings.xmlNamespace,
    target: config.protocolSettings.serviceTarget,
    operations,
    shapes,
    errors,
  };
}

export async function buildModels(out) {
  mkdirSync(out, { recursive: true });
  for (const entry of clients) {
    const sdk = await import(`@aws-sdk/${entry.package}`);
    const model = modelOf(sdk, entry);
    writeFileSync(join(out, `${model.id}.json`), JSON.stringify(model));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildModels(fileURLToPath(new URL('../dist/models', import.meta.url)));
}
