import type { Action } from '../../service.js';
import { page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';

const PAGE = 100;

export function listExports({ store }: ServiceParts): Action {
  return (input: { NextToken?: string }) => {
    const { items, next } = page(store.exports(), input.NextToken, PAGE);
    return {
      Exports: items.map((one) => ({ ExportingStackId: one.stackId, Name: one.name, Value: one.value })),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}
