import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { applyFilters } from './filter.js';
import { type KindName, kinds } from './kinds.js';
import type { Resources } from './resources.js';
import type { Ec2Store } from './store.js';

/**
 * The Describe action of a kind: by ids, filters, and pages.
 * @param show from what is kept to what EC2 shows (default: as it is)
 * @param members further names of members by which one may filter
 */
export function describe<K extends KindName>(
  store: Ec2Store,
  kind: K,
  show: (resource: Resources[K]) => object = (resource) => resource,
  members: readonly string[] = [],
): Action {
  const { idsMember, setMember, filters } = kinds[kind];
  return (input) => {
    const ids: string[] | undefined = input[idsMember];
    const kept = ids?.length ? ids.map((id) => store.get(kind, id)) : (store.all(kind) as Resources[K][]);
    const shown = kept.map(show);
    const known = new Set(['OwnerId', 'VpcId', 'State', kinds[kind].idMember, ...members]);
    for (const resource of shown) for (const member of Object.keys(resource)) known.add(member);
    // NAT gateways and rules say `Filter`, all others `Filters`.
    const chosen = applyFilters(shown, input.Filters ?? input.Filter, filters, known);
    const { items, NextToken } = page(chosen, input);
    return { [setMember]: items, NextToken };
  };
}

/** One page of a Describe call. @throws AwsError InvalidNextToken */
export function page<T>(
  items: readonly T[],
  input: { NextToken?: string; MaxResults?: number },
): { items: T[]; NextToken: string | undefined } {
  const from = input.NextToken ? Number(Buffer.from(input.NextToken, 'base64url').toString()) : 0;
  if (!Number.isInteger(from) || from < 0)
    throw new AwsError('InvalidNextToken', 'The specified NextToken is invalid.');
  const to = from + (input.MaxResults ?? 1000);
  return {
    items: items.slice(from, to),
    NextToken: to < items.length ? Buffer.from(String(to)).toString('base64url') : undefined,
  };
}
