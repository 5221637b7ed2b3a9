import { AllocateAddressCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeLimitsCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  ListServicesCommand,
  paginateListServiceQuotas,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let quotas: ServiceQuotasClient;

beforeAll(async () => {
  test = await startCloud({ services: ['servicequotas', 'kinesis', 'ec2'] });
  quotas = new ServiceQuotasClient(test.clientConfig);
});
afterAll(() => test.stop());

const get = async (ServiceCode: string, QuotaCode: string) =>
  (await quotas.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }))).Quota;

describe('Service Quotas', () => {
  it('gives the applied quota and the default one, each by its own ARN', async () => {
    const account = test.cloud.accountId;
    expect(await get('vpc', 'L-F678F1CE')).toEqual({
      ServiceCode: 'vpc',
      ServiceName: 'Amazon Virtual Private Cloud (Amazon VPC)',
      QuotaArn: `arn:aws:servicequotas:us-east-1:${account}:vpc/L-F678F1CE`,
      QuotaCode: 'L-F678F1CE',
      QuotaName: 'VPCs per Region',
      Value: 5,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
      QuotaAppliedAtLevel: 'ACCOUNT',
    });
    const { Quota } = await quotas.send(
      new GetAWSDefaultServiceQuotaCommand({ ServiceCode: 'grafana', QuotaCode: 'L-2C2D5119' }),
    );
    expect(Quota).toMatchObject({
      QuotaName: 'Number of workspaces',
      Value: 5,
      QuotaArn: 'arn:aws:servicequotas:us-east-1::grafana/L-2C2D5119',
    });
    expect(await get('iam', 'L-FE177D64')).toMatchObject({
      GlobalQuota: true,
      QuotaArn: `arn:aws:servicequotas::${account}:iam/L-FE177D64`,
    });
  });

  it('agrees with what Kinesis says of its own limit', async () => {
    const limits = await new KinesisClient(test.clientConfig).send(new DescribeLimitsCommand({}));
    expect((await get('kinesis', 'L-0918CF54'))?.Value).toBe(limits.ShardLimit);
  });

  it('is what EC2 holds to: the default VPC counts', async () => {
    const ec2 = new EC2Client(test.clientConfig);
    const vpcs = (await get('vpc', 'L-F678F1CE'))?.Value ?? 0;
    for (let made = 1; made < vpcs; made++)
      await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${made}.0.0/16` }));
    await expect(ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))).rejects.toMatchObject({
      name: 'VpcLimitExceeded',
    });
    const addresses = (await get('ec2', 'L-0263D0A3'))?.Value ?? 0;
    for (let made = 0; made < addresses; made++) await ec2.send(new AllocateAddressCommand({}));
    await expect(ec2.send(new AllocateAddressCommand({}))).rejects.toMatchObject({
      name: 'AddressLimitExceeded',
    });
  });

  it('lists a service page by page', async () => {
    const pages = paginateListServiceQuotas({ client: quotas, pageSize: 3 }, { ServiceCode: 'vpc' });
    const codes: string[] = [];
    let count = 0;
    for await (const page of pages) {
      expect(page.Quotas?.length).toBeLessThanOrEqual(3);
      codes.push(...(page.Quotas ?? []).map((quota) => quota.QuotaCode ?? ''));
      count++;
    }
    expect(count).toBeGreaterThan(1);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toContain('L-FE5A380F');
    const { Services } = await quotas.send(new ListServicesCommand({}));
    expect(Services).toContainEqual({ ServiceCode: 'grafana', ServiceName: 'Amazon Managed Grafana' });
  });

  it('refuses what it does not have', async () => {
    await expect(get('vpc', 'L-00000000')).rejects.toMatchObject({ name: 'NoSuchResourceException' });
    await expect(get('nothing', 'L-00000000')).rejects.toMatchObject({ name: 'NoSuchResourceException' });
    await expect(
      quotas.send(new ListServiceQuotasCommand({ ServiceCode: 'vpc', NextToken: 'bm9wZQ==' })),
    ).rejects.toMatchObject({ name: 'InvalidPaginationTokenException' });
  });
});
