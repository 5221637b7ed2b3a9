import { awsJson } from './aws-json.js';
import { awsQuery } from './aws-query.js';
import type { Codec } from './codec.js';
import { AwsError } from './errors.js';
import { type Protocol, type ServiceModel, structureOf } from './model.js';
import { rest } from './rest.js';

const codecs: Record<Protocol, Codec> = {
  awsJson1_0: awsJson,
  awsJson1_1: awsJson,
  awsQuery,
  ec2Query: awsQuery,
  restJson: rest,
  restXml: rest,
};

/** The codec of a service's protocol. */
export function codecOf(model: ServiceModel): Codec {
  return codecs[model.protocol];
}

/** @throws AwsError in AWS's words when a required member of the action's input is missing. */
export function checkRequired(model: ServiceModel, action: string, input: Record<string, unknown>): void {
  const missing = structureOf(model, model.operations[action]?.input ?? 'unit').required.filter(
    (name) => input[name] === undefined,
  );
  if (missing.length === 0) return;
  if (model.protocol === 'ec2Query') {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${missing[0]}`, {
      status: 400,
    });
  }
  const found = missing.map(
    (name) =>
      `Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
  const code = model.protocol === 'awsQuery' ? 'ValidationError' : 'ValidationException';
  throw new AwsError(
    code,
    `${found.length} validation error${found.length > 1 ? 's' : ''} detected: ${found.join('; ')}`,
    { status: 400 },
  );
}
