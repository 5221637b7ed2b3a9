import {
  AccountClient,
  GetRegionOptStatusCommand,
  ListRegionsCommand,
  paginateListRegions,
} from '@aws-sdk/client-account';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let account: AccountClient;

beforeAll(async () => {
  test = await startCloud({ services: ['account'] });
  account = new AccountClient(test.clientConfig);
});
afterAll(() => test.stop());

const status = async (RegionName: string) =>
  (await account.send(new GetRegionOptStatusCommand({ RegionName }))).RegionOptStatus;

describe('Account Management', () => {
  it('says which Regions are enabled', async () => {
    expect(await status('us-east-1')).toBe('ENABLED_BY_DEFAULT');
    expect(await status('af-south-1')).toBe('DISABLED');
    await expect(status('us-north-9')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('lists them, page by page and by status', async () => {
    const names: string[] = [];
    for await (const page of paginateListRegions({ client: account, pageSize: 10 }, {}))
      names.push(...(page.Regions ?? []).map((region) => region.RegionName ?? ''));
    expect(names).toContain('eu-central-1');
    expect(new Set(names).size).toBe(names.length);
    const { Regions } = await account.send(
      new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED', 'ENABLED'] }),
    );
    expect(Regions?.every((region) => region.RegionOptStatus === 'DISABLED')).toBe(true);
    expect(Regions?.length).toBeLessThan(names.length);
  });
});
