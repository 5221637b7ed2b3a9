import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import type { Tag, TaggedResource } from './asking.js';
import type { Inventory } from './inventory.js';

interface TagFilter {
  Key: string;
  Values?: string[];
}

interface Input {
  PaginationToken?: string;
  TagFilters?: TagFilter[];
  ResourcesPerPage?: number;
  TagsPerPage?: number;
  ResourceTypeFilters?: string[];
  ResourceARNList?: string[];
  IncludeComplianceDetails?: boolean;
  ExcludeCompliantResources?: boolean;
}

/** GetResources: tagged resources by tags and types, or by ARN. Source: API reference, GetResources. */
export function getResources(inventory: Inventory): Action {
  return async (input: Input) => {
    check(input);
    const all = input.PaginationToken
      ? inventory.take<TaggedResource>(input.PaginationToken)
      : await wanted(inventory, input);
    const count = input.ResourceARNList ? all.length : pageLength(all, input);
    return {
      PaginationToken: inventory.keep(all.slice(count)),
      ResourceTagMappingList: all.slice(0, count).map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
    };
  };
}

async function wanted(inventory: Inventory, input: Input): Promise<TaggedResource[]> {
  const types = input.ResourceTypeFilters ?? [];
  const services = types.length ? new Set(types.map((type) => type.split(':')[0] ?? '')) : undefined;
  const arns = input.ResourceARNList && new Set(input.ResourceARNList);
  const resources = await inventory.resources(services);
  return resources.filter(
    ({ arn, tags }) =>
      (!arns || arns.has(arn)) &&
      (types.length === 0 || types.some((type) => isOfType(arn, type))) &&
      (input.TagFilters ?? []).every((filter) => carries(tags, filter)),
  );
}

/** Whether an ARN is of `service` or `service:type`, where the type is the one that the ARN itself has. */
export function isOfType(arn: string, filter: string): boolean {
  const [service, type] = filter.split(':');
  const [, , ofService = '', , , ...rest] = arn.split(':');
  if (service !== ofService) return false;
  if (type === undefined) return true;
  // A bucket's ARN has no type; the API reference names it `s3:bucket`.
  if (service === 's3') return type === 'bucket';
  return rest.join(':').replace(/^\//, '').split(/[:/]/)[0] === type;
}

function carries(tags: readonly Tag[], { Key, Values }: TagFilter): boolean {
  return tags.some((tag) => tag.Key === Key && (!Values?.length || Values.includes(tag.Value)));
}

/** How many of the resources fit on a page; one's tags are never split over two. */
function pageLength(resources: readonly TaggedResource[], input: Input): number {
  const most = input.ResourcesPerPage ?? (input.TagsPerPage ? resources.length : 50);
  if (!input.TagsPerPage) return most;
  let tags = 0;
  const over = resources.findIndex((resource) => {
    tags += resource.tags.length;
    return tags > (input.TagsPerPage ?? 0);
  });
  return Math.max(1, Math.min(most, over < 0 ? resources.length : over));
}

function check(input: Input): void {
  const within = (value: number | undefined, low: number, high: number) =>
    value === undefined || (value >= low && value <= high);
  if (!within(input.ResourcesPerPage, 1, 100)) throw invalid('ResourcesPerPage must be from 1 to 100.');
  if (!within(input.TagsPerPage, 100, 500)) throw invalid('TagsPerPage must be from 100 to 500.');
  if ((input.TagFilters?.length ?? 0) > 50) throw invalid('A request can include up to 50 tag filters.');
  if (input.TagFilters?.some(({ Key }) => !Key)) throw invalid('Each tag filter must contain a key.');
  if (input.TagFilters?.some(({ Values }) => (Values?.length ?? 0) > 20))
    throw invalid('Each key can include up to 20 values.');
  if ((input.ResourceTypeFilters?.length ?? 0) > 100)
    throw invalid('A request can include up to 100 resource types.');
  if (input.IncludeComplianceDetails || input.ExcludeCompliantResources)
    throw invalid('The local cloud has no tag policies: compliance details are not supported.');
  if (!input.ResourceARNList?.length) return;
  if (input.ResourceARNList.length > 100) throw invalid('A request can include up to 100 ARNs.');
  if (input.TagFilters?.length || input.ResourceTypeFilters?.length)
    throw invalid('ResourceARNList can not be used with TagFilters or ResourceTypeFilters.');
  if (input.ResourcesPerPage || input.TagsPerPage || input.PaginationToken)
    throw invalid('ResourceARNList can not be used with pagination parameters.');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
