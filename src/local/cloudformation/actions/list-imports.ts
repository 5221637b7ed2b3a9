import type { Action } from '../../service.js';
import { importers } from '../engine/outputs.js';
import { validationError } from '../errors.js';
import { page } from '../requests.js';
import type { ServiceParts } from '../service-parts.js';

const PAGE = 100;

/** @throws AwsError ValidationError "Export 'X' is not imported by any stack." */
export function listImports({ store }: ServiceParts): Action {
  return (input: { ExportName: string; NextToken?: string }) => {
    const users = importers(store, input.ExportName);
    if (users.length === 0)
      throw validationError(`Export '${input.ExportName}' is not imported by any stack.`);
    const { items, next } = page(users, input.NextToken, PAGE);
    return { Imports: items, ...(next !== undefined && { NextToken: next }) };
  };
}
