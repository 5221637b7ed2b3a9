import { given, number, object, text } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Lambda::EventInvokeConfig: how asynchronous invocations are retried. */
export const lambdaEventInvokeConfig: ResourceType = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: ['DestinationConfig', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts'],
  createOnly: ['FunctionName', 'Qualifier'],
  required: ['FunctionName', 'Qualifier'],
  async create(request) {
    await put(request);
    return request.name;
  },
  // Putting it again changes nothing, so after a kill it is simply put again.
  update: put,
  async remove(request) {
    await request.call('lambda', 'DeleteFunctionEventInvokeConfig', target(request));
  },
};

async function put(request: ResourceRequest): Promise<void> {
  await request.call('lambda', 'PutFunctionEventInvokeConfig', {
    ...target(request),
    ...given({
      DestinationConfig: object(request.properties.DestinationConfig),
      MaximumEventAgeInSeconds: number(request.properties.MaximumEventAgeInSeconds),
      MaximumRetryAttempts: number(request.properties.MaximumRetryAttempts),
    }),
  });
}

function target({ properties }: ResourceRequest) {
  return { FunctionName: text(properties.FunctionName), Qualifier: text(properties.Qualifier) };
}
