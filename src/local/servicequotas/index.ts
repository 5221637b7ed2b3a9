import type { Cloud } from '../cloud.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../protocol/errors.js';
import type { Service } from '../service.js';
import { type Quota, quotasIn, serviceNames } from './quotas.js';

/** Service Quotas: an account whose quotas nobody raised. */
export function createServiceQuotasService(cloud: Cloud): Service {
  const all = quotasIn(cloud.region);

  const shape = (quota: Quota, applied: boolean) => {
    const region = quota.global ? '' : cloud.region;
    const account = applied ? cloud.accountId : '';
    return {
      ServiceCode: quota.service,
      ServiceName: serviceNames[quota.service],
      QuotaArn: `arn:aws:servicequotas:${region}:${account}:${quota.service}/${quota.code}`,
      QuotaCode: quota.code,
      QuotaName: quota.name,
      Value: quota.value,
      Unit: 'None',
      Adjustable: quota.adjustable,
      GlobalQuota: quota.global ?? false,
      Description: quota.description,
      ...(applied && { QuotaAppliedAtLevel: 'ACCOUNT' }),
    };
  };

  const get = (input: { ServiceCode: string; QuotaCode: string }, applied: boolean) => {
    const quota = ofService(all, input.ServiceCode).find(({ code }) => code === input.QuotaCode);
    if (!quota) throw noSuch('The request failed because the specified quota does not exist.');
    return { Quota: shape(quota, applied) };
  };

  const list = (input: ListInput, applied: boolean) => {
    const wanted = ofService(all, input.ServiceCode).filter(
      ({ code }) => input.QuotaCode === undefined || code === input.QuotaCode,
    );
    const { items, next } = paged(wanted, input);
    return { Quotas: items.map((quota) => shape(quota, applied)), NextToken: next };
  };

  return {
    id: 'servicequotas',
    actions: {
      ListServices(input) {
        const services = Object.entries(serviceNames).map(([ServiceCode, ServiceName]) => ({
          ServiceCode,
          ServiceName,
        }));
        const { items, next } = paged(services, input);
        return { Services: items, NextToken: next };
      },
      ListServiceQuotas(input) {
        // No quota here is applied to a single resource.
        if (input.QuotaAppliedAtLevel === 'RESOURCE') return { Quotas: [] };
        return list(input, true);
      },
      ListAWSDefaultServiceQuotas(input) {
        return list(input, false);
      },
      GetServiceQuota(input) {
        return get(input, true);
      },
      GetAWSDefaultServiceQuota(input) {
        return get(input, false);
      },
    },
  };
}

interface ListInput {
  ServiceCode: string;
  QuotaCode?: string;
  MaxResults?: number;
  NextToken?: string;
}

function ofService(quotas: readonly Quota[], service: string): Quota[] {
  const found = quotas.filter((quota) => quota.service === service);
  if (found.length === 0) throw noSuch('The request failed because the specified service does not exist.');
  return found;
}

function paged<T>(items: readonly T[], input: { MaxResults?: number; NextToken?: string }) {
  const size = input.MaxResults ?? 100;
  if (size < 1 || size > 100)
    throw new AwsError('IllegalArgumentException', 'MaxResults must be from 1 to 100.');
  return pageOf(
    items,
    { size, token: input.NextToken },
    () => new AwsError('InvalidPaginationTokenException', 'Invalid token.'),
  );
}

function noSuch(message: string): AwsError {
  return new AwsError('NoSuchResourceException', message);
}
