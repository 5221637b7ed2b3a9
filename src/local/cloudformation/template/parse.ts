import { formatError, validationError } from '../errors.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { readMappings, readOutputs, readParameters, readResources } from './sections.js';
import type { Template } from './template.js';

/** CloudFormation's limits. Source: AWS CloudFormation User Guide, 'Understand CloudFormation quotas'. */
const MAXIMUM_RESOURCES = 500;
const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
  'Rules',
  'Transform',
  'Hooks',
]);

/**
 * Reads a JSON template and checks its form.
 * @throws AwsError ValidationError in CloudFormation's words (recorded: api/test_validations, api/test_templates).
 */
export function parseTemplate(text: string): Template {
  const body = parseJson(text);
  refuseNulls(body, '');
  for (const key of Object.keys(body)) {
    if (!SECTIONS.has(key)) throw validationError(`Invalid template property or properties [${key}]`);
    if (key === 'Transform' || key === 'Rules' || key === 'Hooks') {
      throw validationError(`The local cloud does not support the template section '${key}'.`);
    }
  }
  if (body.AWSTemplateFormatVersion !== undefined && body.AWSTemplateFormatVersion !== '2010-09-09') {
    throw formatError(`unsupported value for AWSTemplateFormatVersion.`);
  }
  if (body.Description !== undefined && typeof body.Description !== 'string') {
    throw formatError('Description must be a string.');
  }
  const resources = readResources(body.Resources);
  if (Object.keys(resources).length > MAXIMUM_RESOURCES) {
    throw formatError(
      `Number of resources, ${Object.keys(resources).length}, is greater than maximum allowed, ${MAXIMUM_RESOURCES}`,
    );
  }
  const conditions = body.Conditions ?? {};
  if (!isObject(conditions)) throw formatError('Conditions section must be an object.');
  return {
    ...(typeof body.AWSTemplateFormatVersion === 'string' && { version: body.AWSTemplateFormatVersion }),
    ...(typeof body.Description === 'string' && { description: body.Description }),
    ...(body.Metadata !== undefined && { metadata: body.Metadata }),
    parameters: readParameters(body.Parameters),
    mappings: readMappings(body.Mappings),
    conditions,
    resources,
    outputs: readOutputs(body.Outputs),
  };
}

function parseJson(text: string): JsonObject {
  const start = text.trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) {
    // One bare word or line is a YAML scalar, which CloudFormation calls an unsupported structure.
    if (!/:\s/.test(text)) throw formatError('unsupported structure.');
    throw formatError('YAML templates are not supported by the local cloud; send JSON.');
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    const { line, column } = position(text, (error as Error).message);
    throw formatError(`JSON not well-formed. (line ${line}, column ${column})`);
  }
  if (!isObject(value)) throw formatError('unsupported structure.');
  return value;
}

/** Where JSON.parse stopped; a text that ends too early stops at its end. */
function position(text: string, message: string): { line: number; column: number } {
  const found = /position (\d+)/.exec(message);
  const before = text.slice(0, found ? Number(found[1]) : text.length).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function refuseNulls(value: Json, path: string): void {
  if (value === null) throw validationError(`[${path}] 'null' values are not allowed in templates`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseNulls(item, `${path}/${index}`);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) refuseNulls(item, `${path}/${key}`);
  }
}
