import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRecordsCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceCaller } from '../../src/local/caller.js';
import { CredentialStore } from '../../src/local/credentials.js';
import type { CloudIdentity } from '../../src/local/identity.js';
import { Authorizer } from '../../src/local/policy/authorizer.js';
import { AwsError } from '../../src/local/protocol/errors.js';
import { CloudServer } from '../../src/local/server.js';
import type { Action, Service } from '../../src/local/service.js';

const identity: CloudIdentity = {
  kind: 'redshift-streaming-workshop local cloud',
  schemaVersion: 1,
  name: 'test',
  region: 'us-east-1',
  accountId: '123456789012',
  accessKeyId: 'AKIATEST',
  secretAccessKey: 'secret/with+signs',
  sealingKey: 'seal',
};
const seen: Record<string, unknown>[] = [];
const arrived = new Date('2026-01-02T03:04:05.678Z');
const store = new Map<string, Buffer>();

const echo = (reply: (input: never) => object): Action => {
  return (input) => {
    seen.push(input);
    return reply(input as never);
  };
};

const services: Service[] = [
  {
    id: 'kinesis',
    actions: {
      PutRecords: echo((input: { Records: { Data: Uint8Array }[] }) => ({
        FailedRecordCount: 0,
        Records: input.Records.map((record) => ({
          SequenceNumber: String(record.Data.length),
          ShardId: 's',
        })),
      })),
      GetRecords: echo(() => ({
        Records: [
          {
            SequenceNumber: '1',
            Data: Buffer.from('é'),
            PartitionKey: 'p',
            ApproximateArrivalTimestamp: arrived,
          },
        ],
        MillisBehindLatest: 0,
      })),
      DescribeStream: () => {
        throw new AwsError('ResourceNotFoundException', 'Stream x not found.');
      },
    },
  },
  {
    id: 'cloudformation',
    actions: {
      DescribeStacks: echo(() => ({
        Stacks: [
          {
            StackName: 'a<b>&',
            CreationTime: arrived,
            StackStatus: 'CREATE_COMPLETE',
            Tags: [{ Key: 'k', Value: 'v' }],
            Capabilities: ['CAPABILITY_IAM'],
          },
        ],
      })),
      CreateStack: echo(() => ({ StackId: 'id' })),
    },
  },
  {
    id: 'ec2',
    actions: {
      CreateVpc: echo((input: { CidrBlock: string }) => ({
        Vpc: { VpcId: 'vpc-1', CidrBlock: input.CidrBlock, Tags: [{ Key: 'a', Value: 'b' }] },
      })),
      DescribeVpcs: () => {
        throw new AwsError('InvalidVpcID.NotFound', "The vpc ID 'vpc-9' does not exist");
      },
    },
  },
  {
    id: 'lambda',
    actions: {
      CreateFunction: echo((input: { FunctionName: string }) => ({
        FunctionName: input.FunctionName,
        State: 'Active',
      })),
      Invoke: echo((input: { Payload: Uint8Array }) => ({
        StatusCode: 200,
        FunctionError: 'Unhandled',
        Payload: input.Payload,
      })),
    },
  },
  {
    id: 's3',
    actions: {
      PutObject: echo((input: { Bucket: string; Key: string; Body: Uint8Array }) => {
        store.set(`${input.Bucket}/${input.Key}`, Buffer.from(input.Body));
        return { ETag: '"e"' };
      }),
      GetObject: echo((input: { Bucket: string; Key: string }) => {
        const body = store.get(`${input.Bucket}/${input.Key}`);
        if (!body) throw new AwsError('NoSuchKey', 'The specified key does not exist.');
        return { Body: body, ContentLength: body.length, LastModified: arrived, Metadata: { a: 'b' } };
      }),
      ListObjectsV2: echo((input: { Bucket: string }) => ({
        Name: input.Bucket,
        IsTruncated: false,
        Contents: [{ Key: 'k/ü', Size: 3 }],
      })),
    },
  },
];

const credentials = new CredentialStore(identity);
const byId = new Map(services.map((service) => [service.id, service]));
const server = new CloudServer({
  region: 'us-east-1',
  name: 'test',
  credentials,
  services: byId,
  authorizer: new Authorizer({ accountId: identity.accountId, region: 'us-east-1' }, () => undefined, byId),
  workspace: () => undefined,
  strictShapes: true,
  log: () => undefined,
});
const caller = new ServiceCaller(() => `http://127.0.0.1:${server.port}`, 'us-east-1', credentials);
let config: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
};

beforeAll(async () => {
  await server.listen(undefined);
  config = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: credentials.user,
    maxAttempts: 1,
  };
});
afterAll(async () => {
  caller.close();
  await server.close();
});

describe('the wire protocols, spoken by the unmodified SDK', () => {
  it('AWS JSON over HTTP/2 and HTTP/1.1 on one port', async () => {
    for (const handler of [undefined, new NodeHttpHandler()]) {
      const kinesis = new KinesisClient({ ...config, ...(handler ? { requestHandler: handler } : {}) });
      const put = await kinesis.send(
        new PutRecordsCommand({
          StreamName: 's',
          Records: [{ Data: Buffer.from('abc'), PartitionKey: 'p' }],
        }),
      );
      expect(put.Records?.[0]?.SequenceNumber).toBe('3');
      const got = await kinesis.send(new GetRecordsCommand({ ShardIterator: 'i' }));
      expect(Buffer.from(got.Records?.[0]?.Data ?? []).toString()).toBe('é');
      expect(got.Records?.[0]?.ApproximateArrivalTimestamp?.getTime()).toBe(arrived.getTime());
      kinesis.destroy();
    }
  });

  it('AWS Query: XML with escapes, dates, lists', async () => {
    const reply = await new CloudFormationClient(config).send(new DescribeStacksCommand({ StackName: 'x' }));
    expect(reply.Stacks?.[0]).toMatchObject({
      StackName: 'a<b>&',
      CreationTime: arrived,
      Tags: [{ Key: 'k', Value: 'v' }],
      Capabilities: ['CAPABILITY_IAM'],
    });
  });

  it('EC2 Query: its own member names and errors', async () => {
    const ec2 = new EC2Client(config);
    const reply = await ec2.send(
      new CreateVpcCommand({
        CidrBlock: '10.0.0.0/16',
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a', Value: 'b' }] }],
      }),
    );
    expect(reply.Vpc).toMatchObject({
      VpcId: 'vpc-1',
      CidrBlock: '10.0.0.0/16',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(seen.at(-1)).toMatchObject({
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a', Value: 'b' }] }],
    });
    await expect(ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-9'] }))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
    });
  });

  it('REST JSON: path labels, headers, payload', async () => {
    const lambda = new LambdaClient(config);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: 'r',
        Code: { ZipFile: Buffer.from('zip') },
        Environment: { Variables: { A: '1' } },
      }),
    );
    expect(seen.at(-1)).toMatchObject({
      FunctionName: 'f',
      Code: { ZipFile: Buffer.from('zip') },
      Environment: { Variables: { A: '1' } },
    });
    const reply = await lambda.send(
      new InvokeCommand({ FunctionName: 'f', Payload: Buffer.from('{"a":1}') }),
    );
    expect(reply).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(Buffer.from(reply.Payload ?? []).toString()).toBe('{"a":1}');
  });

  it('REST XML: keys with slashes, query operations, streamed bodies, errors', async () => {
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k/ü x', Body: 'hello', Metadata: { a: 'b' } }));
    expect(seen.at(-1)).toMatchObject({ Bucket: 'b', Key: 'k/ü x', Metadata: { a: 'b' } });
    const got = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k/ü x' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    const list = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'k' }));
    expect(list.Contents?.[0]?.Key).toBe('k/ü');
    await expect(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });
});

describe('signatures', () => {
  it('refuses a wrong secret, an unknown key and an unsigned request', async () => {
    const wrong = new CloudFormationClient({
      ...config,
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'other' },
    });
    await expect(wrong.send(new DescribeStacksCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    const unknown = new CloudFormationClient({
      ...config,
      credentials: { accessKeyId: 'AKIANONE', secretAccessKey: 'other' },
    });
    await expect(unknown.send(new DescribeStacksCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    expect((await fetch(config.endpoint, { method: 'POST' })).status).toBe(403);
  });

  it('accepts temporary credentials of its own making until they expire, and none that were altered', async () => {
    const { expiration: _, ...issued } = credentials.issue({
      roleArn: 'arn:r',
      sessionName: 's',
      arn: 'arn:s',
      seconds: 60,
    });
    const client = new CloudFormationClient({ ...config, credentials: issued });
    await expect(client.send(new DescribeStacksCommand({}))).resolves.toBeDefined();
    const altered = { ...issued, sessionToken: `${issued.sessionToken}x` };
    await expect(
      new CloudFormationClient({ ...config, credentials: altered }).send(new DescribeStacksCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    const { expiration: __, ...expired } = credentials.issue({
      roleArn: 'arn:r',
      sessionName: 's',
      arn: 'arn:s',
      seconds: -1,
    });
    await expect(
      new CloudFormationClient({
        ...config,
        credentials: expired,
      }).send(new DescribeStacksCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it('answers no other host name: a page elsewhere cannot reach it by DNS', async () => {
    const { request } = await import('node:http');
    const status = await new Promise<number>((resolve) => {
      request({ port: server.port, host: '127.0.0.1', headers: { host: 'evil.example' } }, (reply) =>
        resolve(reply.statusCode ?? 0),
      ).end();
    });
    expect(status).toBe(403);
  });
});

describe("the services' own calls", () => {
  it('speak each protocol both ways', async () => {
    expect(await caller.call('kinesis', 'GetRecords', { ShardIterator: 'i' })).toMatchObject({
      Records: [{ ApproximateArrivalTimestamp: arrived, Data: Buffer.from('é') }],
    });
    expect(await caller.call('cloudformation', 'DescribeStacks', {})).toMatchObject({
      Stacks: [{ StackName: 'a<b>&', Tags: [{ Key: 'k', Value: 'v' }] }],
    });
    await caller.call('cloudformation', 'CreateStack', {
      StackName: 's',
      Tags: [],
      Capabilities: ['CAPABILITY_IAM', 'X'],
    });
    expect(seen.at(-1)).toEqual({ StackName: 's', Tags: [], Capabilities: ['CAPABILITY_IAM', 'X'] });
    expect(
      await caller.call('ec2', 'CreateVpc', {
        CidrBlock: '10.0.0.0/8',
        TagSpecifications: [{ Tags: [{ Key: 'a', Value: 'b' }] }],
      }),
    ).toEqual({ Vpc: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8', Tags: [{ Key: 'a', Value: 'b' }] } });
    expect(
      await caller.call('lambda', 'Invoke', { FunctionName: 'a b', Payload: Buffer.from('x') }),
    ).toMatchObject({ StatusCode: 200, Payload: Buffer.from('x') });
    await caller.call('s3', 'PutObject', { Bucket: 'b', Key: 'a/b c', Body: Buffer.from('y') });
    expect(await caller.call('s3', 'GetObject', { Bucket: 'b', Key: 'a/b c' })).toMatchObject({
      Body: Buffer.from('y'),
    });
    await expect(caller.call('kinesis', 'DescribeStream', { StreamName: 'x' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Stream x not found.',
    });
    await expect(caller.call('kinesis', 'PutRecords', { StreamName: 'x' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(
      caller.call('kinesis', 'MergeShards', { ShardToMerge: 'x', AdjacentShardToMerge: 'y' }),
    ).rejects.toMatchObject({ code: 'UnsupportedOperationException' });
  });
});
