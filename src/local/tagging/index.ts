import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import type { TaggedResource } from './asking.js';
import { getResources } from './get-resources.js';
import { Inventory } from './inventory.js';

const pageSize = 1000;

/** Resource Groups Tagging: sees the tagged resources of every other service by asking it. */
export function createTaggingService(cloud: Cloud): Service {
  const inventory = new Inventory(cloud);

  /** A page of the different texts that `find` finds on the resources, sorted. */
  const page = async (token: string | undefined, find: (resource: TaggedResource) => string[]) => {
    const all = token
      ? inventory.take<string>(token)
      : [...new Set((await inventory.resources(undefined)).flatMap(find))].sort();
    return { texts: all.slice(0, pageSize), PaginationToken: inventory.keep(all.slice(pageSize)) };
  };

  return {
    id: 'tagging',
    access: { prefix: 'tag' },
    actions: {
      GetResources: getResources(inventory),
      async GetTagKeys(input) {
        const { texts, PaginationToken } = await page(input.PaginationToken, ({ tags }) =>
          tags.map(({ Key }) => Key),
        );
        return { TagKeys: texts, PaginationToken };
      },
      async GetTagValues(input) {
        const { texts, PaginationToken } = await page(input.PaginationToken, ({ tags }) =>
          tags.filter(({ Key }) => Key === input.Key).map(({ Value }) => Value),
        );
        return { TagValues: texts, PaginationToken };
      },
    },
  };
}
