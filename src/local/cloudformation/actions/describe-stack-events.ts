import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import type { StackRecord } from '../records.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { eventView } from '../views.js';

const PAGE = 100;

/** Newest first; a token names the last event given, so that new events never shift a page. */
export function describeStackEvents({ store }: ServiceParts): Action {
  return (input: { StackName: string; NextToken?: string }) => {
    const stack = requireStack(store, input.StackName, (name) => `Stack [${name}] does not exist`);
    const { events, next } = eventPage(stack, input.NextToken);
    return {
      StackEvents: events.map((event) => eventView(stack, event)),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}

/** A page of events, newest first. Tokens count from the oldest event, which never moves. */
export function eventPage(stack: StackRecord, token: string | undefined) {
  const end = token === undefined ? stack.events.length : Number.parseInt(token, 10);
  if (!Number.isInteger(end) || end < 0 || end > stack.events.length) {
    throw validationError(`NextToken is invalid: ${token}`);
  }
  const start = Math.max(0, end - PAGE);
  return {
    events: stack.events.slice(start, end).reverse(),
    ...(start > 0 && { next: String(start) }),
  };
}
