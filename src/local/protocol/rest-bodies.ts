import { parseXML } from '@aws-sdk/xml-builder';
import { AwsError } from './errors.js';
import { jsonText } from './json-text.js';
import { type Member, type ServiceModel, type ShapeOptions, structureOf } from './model.js';
import { isBound } from './rest-bindings.js';
import { fromJson, toJson } from './values-json.js';
import { escapeXml, fromXml, membersToXml } from './values-xml.js';

/** The member that is the whole body: bytes, text or a document. */
export function payloadOf(model: ServiceModel, member: Member, body: Buffer): unknown {
  const [reference] = member;
  if (reference.startsWith('blob')) return body;
  if (reference === 'string') return body.toString('utf8');
  if (body.length === 0) return undefined;
  return model.protocol === 'restXml'
    ? fromXml(model, member, rootOf(body))
    : fromJson(model, reference, parseJson(body));
}

/** The bytes of the member that is the whole body. */
export function encodePayload(model: ServiceModel, member: Member, name: string, value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value);
  if (model.protocol === 'restXml')
    return Buffer.from(xmlDocument(model, member, name, value as object, { strict: false }));
  return Buffer.from(jsonText(toJson(model, member, value, { strict: false })));
}

/** The members that the body's document holds. */
export function bodyOf(
  model: ServiceModel,
  reference: string,
  members: Record<string, Member>,
  body: Buffer,
): Record<string, unknown> {
  if (model.protocol === 'restXml')
    return fromXml(model, [reference], rootOf(body)) as Record<string, unknown>;
  const json = parseJson(body) as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const value = json?.[member[1]?.jsonName ?? name];
    if (value !== undefined && value !== null) result[name] = fromJson(model, member[0], value, name);
  }
  return result;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body of the request is not JSON.', { status: 400 });
  }
}

function rootOf(body: Buffer): unknown {
  try {
    return Object.values(parseXML(body.toString('utf8')) as Record<string, unknown>)[0];
  } catch {
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
      { status: 400 },
    );
  }
}

/** The JSON document of the members that nothing else binds. */
export function jsonBody(
  model: ServiceModel,
  members: Record<string, Member>,
  values: Record<string, unknown>,
  options: ShapeOptions,
): string {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const member = members[name];
    if (member) body[member[1]?.jsonName ?? name] = toJson(model, member, value, options, name);
  }
  return jsonText(body);
}

/** The XML document of an action's reply; empty where all members are bound elsewhere. */
export function xmlBody(
  model: ServiceModel,
  action: string,
  reference: string,
  output: object,
  options: ShapeOptions,
): string {
  const shape = structureOf(model, reference);
  if (!Object.values(shape.members).some(([, traits]) => !isBound(traits))) return '';
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (model.id === 's3' && action === 'GetBucketLocation') {
    // The one S3 reply that is a bare element.
    const place = (output as { LocationConstraint?: string }).LocationConstraint ?? '';
    return `${declaration}<LocationConstraint xmlns="${model.xmlNamespace}">${escapeXml(place)}</LocationConstraint>`;
  }
  const tag = shape.traits?.xmlName ?? `${action}Result`;
  return `${declaration}<${tag} xmlns="${model.xmlNamespace}">${membersToXml(model, reference, output, options, isBound)}</${tag}>`;
}

/** The XML document of one member that is the whole body. */
export function xmlDocument(
  model: ServiceModel,
  member: Member,
  name: string,
  value: object,
  options: ShapeOptions,
): string {
  const tag = member[1]?.xmlName ?? structureOf(model, member[0]).traits?.xmlName ?? name;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${tag} xmlns="${model.xmlNamespace}">${membersToXml(model, member[0], value, options)}</${tag}>`;
}
