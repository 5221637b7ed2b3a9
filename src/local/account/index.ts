import type { Cloud } from '../cloud.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../protocol/errors.js';
import type { Service } from '../service.js';
import { defaultRegions, optInRegions } from './regions.js';

/** Account Management: which Regions the account may use. Nobody enabled any beside this cloud's own. */
export function createAccountService(cloud: Cloud): Service {
  const regions = [
    ...defaultRegions.map((name) => ({ RegionName: name, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
    ...optInRegions.map((name) => ({
      RegionName: name,
      RegionOptStatus: name === cloud.region ? 'ENABLED' : 'DISABLED',
    })),
  ];
  const ownAccount = (accountId: string | undefined) => {
    if (accountId !== undefined)
      throw new AwsError(
        'ValidationException',
        'AccountId is for the management account of an organization; this account has none.',
      );
  };
  return {
    id: 'account',
    actions: {
      ListRegions(input) {
        ownAccount(input.AccountId);
        const size: number = input.MaxResults ?? 50;
        if (size < 1 || size > 50) throw invalid('MaxResults must be from 1 to 50.');
        const wanted: string[] | undefined = input.RegionOptStatusContains;
        const { items, next } = pageOf(
          regions.filter(({ RegionOptStatus }) => !wanted?.length || wanted.includes(RegionOptStatus)),
          { size, token: input.NextToken },
          () => invalid('NextToken is invalid.'),
        );
        return { Regions: items, NextToken: next };
      },
      GetRegionOptStatus(input) {
        ownAccount(input.AccountId);
        const region = regions.find(({ RegionName }) => RegionName === input.RegionName);
        if (!region) throw invalid(`'${input.RegionName}' is no Region of this partition.`);
        return region;
      },
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
