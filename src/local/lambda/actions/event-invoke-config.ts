import type { EventInvokeConfig, FunctionRecord } from '../model.js';
import { invalid, notFound, parseFunctionName, validation } from '../names.js';
import type { FunctionStore } from '../store.js';
import { page } from './list-functions.js';

interface EventInvokeInput {
  FunctionName: string;
  Qualifier?: string;
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
  DestinationConfig?: { OnSuccess?: { Destination?: string }; OnFailure?: { Destination?: string } };
}

/** Replaces the settings of asynchronous invocation. Held against lambda_ :: test_lambda_eventinvokeconfig_lifecycle. */
export function putEventInvokeConfig(store: FunctionStore, input: EventInvokeInput): object {
  return write(store, input, undefined);
}

/** Changes the settings that the request names. */
export function updateEventInvokeConfig(store: FunctionStore, input: EventInvokeInput): object {
  const { config } = existing(store, input);
  return write(store, input, config);
}

export function getEventInvokeConfig(store: FunctionStore, input: EventInvokeInput): object {
  const { record, qualifier, config } = existing(store, input);
  return describe(store, record.name, qualifier, config);
}

export function deleteEventInvokeConfig(store: FunctionStore, input: EventInvokeInput): object {
  const { record, qualifier } = existing(store, input);
  delete record.eventInvoke[qualifier];
  store.save();
  return {};
}

export function listEventInvokeConfigs(
  store: FunctionStore,
  input: EventInvokeInput & { Marker?: string; MaxItems?: number },
): object {
  const { record } = store.resolve(input.FunctionName);
  const all = Object.entries(record.eventInvoke).map(([qualifier, config]) =>
    describe(store, record.name, qualifier, config),
  );
  return page(all, 'FunctionEventInvokeConfigs', input);
}

function existing(store: FunctionStore, input: EventInvokeInput) {
  const { name, qualifier = '$LATEST' } = parseFunctionName(
    input.FunctionName,
    store.cloud.region,
    input.Qualifier,
  );
  const record = store.find(name);
  const config = record?.eventInvoke[qualifier];
  if (!record || !config) {
    throw notFound(`The function ${store.arn(name, qualifier)} doesn't have an EventInvokeConfig`);
  }
  return { record, qualifier, config };
}

function write(store: FunctionStore, input: EventInvokeInput, before: EventInvokeConfig | undefined): object {
  const { name, qualifier = '$LATEST' } = parseFunctionName(
    input.FunctionName,
    store.cloud.region,
    input.Qualifier,
  );
  const {
    MaximumRetryAttempts: retries,
    MaximumEventAgeInSeconds: age,
    DestinationConfig: destinations,
  } = input;
  if (retries === undefined && age === undefined && destinations === undefined) {
    throw invalid('You must specify at least one of error handling or destination setting.');
  }
  checkRange(retries, 'maximumRetryAttempts', 0, 2);
  checkRange(age, 'maximumEventAgeInSeconds', 60, 21_600);
  const record = target(store, name, qualifier);
  const onSuccess = destination(store, record, destinations?.OnSuccess?.Destination);
  const onFailure = destination(store, record, destinations?.OnFailure?.Destination);
  const config: EventInvokeConfig = {
    ...before,
    lastModified: Date.now(),
    ...(retries === undefined ? {} : { maximumRetryAttempts: retries }),
    ...(age === undefined ? {} : { maximumEventAgeInSeconds: age }),
    ...(onSuccess ? { onSuccess } : {}),
    ...(onFailure ? { onFailure } : {}),
  };
  record.eventInvoke[qualifier] = config;
  store.save();
  return describe(store, name, qualifier, config);
}

function target(store: FunctionStore, name: string, qualifier: string): FunctionRecord {
  const record = store.find(name);
  const known = qualifier === '$LATEST' || record?.versions.some((one) => one.version === qualifier);
  if (!record || !known) throw notFound("The function doesn't exist.");
  return record;
}

/** Destinations on this computer: another function, or an SNS topic. */
function destination(
  store: FunctionStore,
  record: FunctionRecord,
  arn: string | undefined,
): string | undefined {
  if (!arn) return undefined;
  if (arn === store.arn(record.name))
    throw invalid("You can't specify the function as a destination for itself.");
  const [, , service, , , kind, name = ''] = arn.split(':');
  if (service === 'lambda' && kind === 'function') {
    if (!store.find(name)) throw invalid(`The destination ARN ${arn} is invalid.`);
    return arn;
  }
  if (service === 'sns') return arn;
  throw invalid(`The destination ARN ${arn} is invalid.`);
}

function checkRange(value: number | undefined, member: string, low: number, high: number): void {
  if (value === undefined || (value >= low && value <= high)) return;
  const limit = value < low ? `greater than or equal to ${low}` : `less than or equal to ${high}`;
  throw validation([
    `Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${limit}`,
  ]);
}

function describe(store: FunctionStore, name: string, qualifier: string, config: EventInvokeConfig): object {
  return {
    FunctionArn: store.arn(name, qualifier),
    LastModified: new Date(config.lastModified),
    ...(config.maximumRetryAttempts === undefined
      ? {}
      : { MaximumRetryAttempts: config.maximumRetryAttempts }),
    ...(config.maximumEventAgeInSeconds === undefined
      ? {}
      : { MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: config.onSuccess ? { Destination: config.onSuccess } : {},
      OnFailure: config.onFailure ? { Destination: config.onFailure } : {},
    },
  };
}
