import type { Action } from '../../service.js';
import { validationError } from '../errors.js';
import type { ServiceParts } from '../service-parts.js';
import { requireStack } from '../store.js';
import { eventView } from '../views.js';
import { eventPage } from './describe-stack-events.js';

interface Input {
  StackName?: string;
  ChangeSetName?: string;
  OperationId?: string;
  Filters?: { FailedEvents?: boolean };
  NextToken?: string;
}

/** A stack's events by operation. Events of change sets' validation do not exist here. */
export function describeEvents({ store }: ServiceParts): Action {
  return (input: Input) => {
    if (input.ChangeSetName !== undefined) {
      throw validationError('The local cloud does not support DescribeEvents by ChangeSetName.');
    }
    if (input.StackName === undefined) throw validationError('StackName is a required parameter.');
    const stack = requireStack(store, input.StackName, (name) => `Stack [${name}] does not exist`);
    const { events, next } = eventPage(stack, input.NextToken);
    const wanted = events.filter(
      (event) =>
        (input.OperationId === undefined || event.operationId === input.OperationId) &&
        (!input.Filters?.FailedEvents || event.status.endsWith('_FAILED')),
    );
    return {
      OperationEvents: wanted.map((event) => {
        const { StackName: _name, ...view } = eventView(stack, event) as Record<string, unknown>;
        return {
          ...view,
          EventType: event.type === 'AWS::CloudFormation::Stack' ? 'STACK_EVENT' : 'PROVISIONING_EVENT',
        };
      }),
      ...(next !== undefined && { NextToken: next }),
    };
  };
}
