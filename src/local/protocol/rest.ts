import { parseXML } from '@aws-sdk/xml-builder';
import { decodeJsonError, encodeJsonError } from './aws-json.js';
import { decodeXmlError } from './aws-query.js';
import type { Codec, WireRequest } from './codec.js';
import { AwsError } from './errors.js';
import { type Member, type ServiceModel, structureOf, type Traits } from './model.js';
import { matchRoute } from './rest-routes.js';
import { checkMembers, fromJson, toJson } from './values-json.js';
import { escapeXml, fromText, fromXml, membersToXml } from './values-xml.js';

const isBound = (traits: Traits | undefined): boolean =>
  Boolean(
    traits &&
      (traits.httpLabel ||
        traits.httpQuery ||
        traits.httpQueryParams ||
        traits.httpHeader ||
        traits.httpPrefixHeaders !== undefined ||
        traits.httpPayload ||
        traits.httpResponseCode),
  );

/** REST-JSON and REST-XML: members in the path, the query, the headers and the body, as the model binds them. */
export const rest: Codec = {
  decodeRequest(model, request) {
    const route = matchRoute(model, request);
    if (!route) throw unknownRoute(model, request);
    const reference = model.operations[route.action]?.input ?? 'unit';
    const shape = structureOf(model, reference);
    const input: Record<string, unknown> = {};
    let payload: [string, Member] | undefined;
    const inBody: Record<string, Member> = {};
    for (const [name, member] of Object.entries(shape.members)) {
      const traits = member[1];
      if (traits?.httpLabel) {
        const label = route.labels[name];
        if (label !== undefined) input[name] = fromText(member[0], label);
      } else if (traits?.httpQuery) {
        const values = request.query.filter(([key]) => key === traits.httpQuery).map(([, value]) => value);
        if (values.length > 0) input[name] = fromQuery(model, member, values);
      } else if (traits?.httpHeader) {
        const text = request.headers[traits.httpHeader.toLowerCase()];
        if (text !== undefined) input[name] = fromHeader(model, member, text);
      } else if (traits?.httpPrefixHeaders !== undefined) {
        input[name] = prefixed(request.headers, traits.httpPrefixHeaders);
      } else if (traits?.httpPayload) payload = [name, member];
      else if (!traits?.httpQueryParams) inBody[name] = member;
    }
    if (payload) input[payload[0]] = payloadOf(model, payload[1], request.body);
    else if (request.body.length > 0) Object.assign(input, bodyOf(model, reference, inBody, request.body));
    return { action: route.action, input };
  },

  encodeReply(model, action, output, requestId, options) {
    const operation = model.operations[action];
    const reference = operation?.output ?? 'unit';
    const shape = structureOf(model, reference);
    let status = operation?.http?.[2] ?? 200;
    const headers: Record<string, string> = { [requestIdHeader(model)]: requestId };
    let body: Buffer | string | undefined;
    const inBody: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(shape.members)) {
      const value = (output as Record<string, unknown>)[name];
      if (value === undefined || value === null) continue;
      const traits = member[1];
      if (traits?.httpResponseCode) status = Number(value);
      else if (traits?.httpHeader) headers[traits.httpHeader.toLowerCase()] = headerText(member, value);
      else if (traits?.httpPrefixHeaders !== undefined) {
        for (const [key, text] of Object.entries(value))
          headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
      } else if (traits?.httpPayload) {
        if (value instanceof Uint8Array) body = Buffer.from(value);
        else if (typeof value === 'string') body = value;
        else if (model.protocol === 'restXml')
          body = xmlDocument(model, member, name, value as object, options);
        else body = JSON.stringify(toJson(model, member, value, options));
      } else inBody[name] = value;
    }
    // The model names one status an action; S3's GetObject and HeadObject of a range answer another.
    if (model.id === 's3' && headers['content-range'] !== undefined) status = 206;
    checkMembers(model, reference, output, options, '');
    if (body === undefined && !Object.values(shape.members).some(([, traits]) => traits?.httpPayload)) {
      body =
        model.protocol === 'restXml'
          ? xmlBody(model, action, reference, output, options)
          : jsonBody(model, shape.members, inBody, options);
    }
    if (status === 204) body = '';
    headers['content-type'] ??= model.protocol === 'restXml' ? 'application/xml' : 'application/json';
    return { status, headers, body: body ?? '' };
  },

  encodeError(model, error, requestId) {
    if (model.protocol === 'restJson')
      return encodeJsonError(model, error, requestId, 'application/json', false);
    const known = model.errors[error.code];
    const members = Object.entries(error.members)
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join('');
    return {
      status: error.status ?? known?.status ?? 400,
      headers: { 'content-type': 'application/xml', [requestIdHeader(model)]: requestId },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(known?.code ?? error.code)}</Code><Message>${escapeXml(error.message)}</Message>${members}<RequestId>${requestId}</RequestId><HostId>${requestId}</HostId></Error>`,
    };
  },

  encodeRequest(model, action, input) {
    const operation = model.operations[action];
    const [method, uri] = operation?.http ?? ['POST', '/'];
    const [template = '/', literal = ''] = uri.split('?');
    const query: [string, string][] = [...new URLSearchParams(literal)].filter(([name]) => name !== 'x-id');
    const headers: Record<string, string> = {};
    const inBody: Record<string, unknown> = {};
    let path = template;
    let body: Buffer | undefined;
    const shape = structureOf(model, operation?.input ?? 'unit');
    for (const [name, member] of Object.entries(shape.members)) {
      const value = (input as Record<string, unknown>)[name];
      if (value === undefined || value === null) continue;
      const traits = member[1];
      if (traits?.httpLabel && model.id === 's3' && name === 'Bucket')
        path = `/${encodeURIComponent(String(value))}${path === '/' ? '' : path}`;
      else if (traits?.httpLabel) path = fillLabel(path, name, String(value));
      else if (traits?.httpQuery)
        for (const item of [value].flat()) query.push([traits.httpQuery, String(item)]);
      else if (traits?.httpHeader) headers[traits.httpHeader.toLowerCase()] = headerText(member, value);
      else if (traits?.httpPayload) body = encodePayload(model, member, name, value);
      else inBody[name] = value;
    }
    if (!body && Object.keys(inBody).length > 0) {
      body = Buffer.from(jsonBody(model, shape.members, inBody, { strict: false }));
      headers['content-type'] = 'application/json';
    }
    return { method, path, query, headers, body: body ?? Buffer.alloc(0) };
  },

  decodeReply(model, action, reply) {
    const xml = model.protocol === 'restXml';
    if (reply.status >= 300) {
      if (!xml) throw decodeJsonError(reply);
      const document =
        reply.body.length === 0 ? {} : (parseXML(reply.body.toString('utf8')) as Record<string, unknown>);
      throw decodeXmlError(document, reply.status, model.errors);
    }
    const reference = model.operations[action]?.output ?? 'unit';
    const output: Record<string, unknown> = {};
    const inBody: Record<string, Member> = {};
    for (const [name, member] of Object.entries(structureOf(model, reference).members)) {
      const traits = member[1];
      const header = traits?.httpHeader && reply.headers[traits.httpHeader.toLowerCase()];
      if (traits?.httpResponseCode) output[name] = reply.status;
      else if (header) output[name] = fromHeader(model, member, header);
      else if (traits?.httpPayload) output[name] = payloadOf(model, member, reply.body);
      else if (!isBound(traits)) inBody[name] = member;
    }
    if (Object.keys(inBody).length > 0 && reply.body.length > 0)
      Object.assign(output, bodyOf(model, reference, inBody, reply.body));
    return output;
  },
};

function requestIdHeader(model: ServiceModel): string {
  return model.id === 's3' ? 'x-amz-request-id' : 'x-amzn-requestid';
}

function unknownRoute(model: ServiceModel, request: WireRequest): AwsError {
  if (model.id === 's3')
    return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
    });
  return new AwsError(
    'UnknownOperationException',
    `${request.method} ${request.path} is no operation of ${model.id}.`,
    { status: 404 },
  );
}

function fromQuery(model: ServiceModel, [reference]: Member, values: string[]): unknown {
  const shape = model.shapes[reference];
  if (shape?.type === 'list') return values.map((value) => fromText(shape.of[0], value));
  return fromText(reference, values[0] ?? '');
}

function fromHeader(model: ServiceModel, [reference]: Member, text: string): unknown {
  const shape = model.shapes[reference];
  if (shape?.type === 'list') return text.split(',').map((item) => fromText(shape.of[0], item.trim()));
  return fromText(reference, text);
}

function headerText([reference]: Member, value: unknown): string {
  if (value instanceof Date)
    return reference === 'timestamp:date-time' ? value.toISOString() : value.toUTCString();
  return Array.isArray(value) ? value.join(',') : String(value);
}

function prefixed(headers: Record<string, string>, prefix: string): Record<string, string> | undefined {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return found.length > 0
    ? Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
    : undefined;
}

function fillLabel(path: string, name: string, value: string): string {
  return path
    .replace(`{${name}+}`, () => value.split('/').map(encodeURIComponent).join('/'))
    .replace(`{${name}}`, () => encodeURIComponent(value));
}

function payloadOf(model: ServiceModel, member: Member, body: Buffer): unknown {
  const [reference] = member;
  if (reference.startsWith('blob')) return body;
  if (reference === 'string') return body.toString('utf8');
  if (body.length === 0) return undefined;
  return model.protocol === 'restXml'
    ? fromXml(model, member, rootOf(body))
    : fromJson(model, reference, parseJson(body));
}

function encodePayload(model: ServiceModel, member: Member, name: string, value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value);
  if (model.protocol === 'restXml')
    return Buffer.from(xmlDocument(model, member, name, value as object, { strict: false }));
  return Buffer.from(JSON.stringify(toJson(model, member, value, { strict: false })));
}

function bodyOf(
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

function jsonBody(
  model: ServiceModel,
  members: Record<string, Member>,
  values: Record<string, unknown>,
  options: { strict: boolean },
): string {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const member = members[name];
    if (member) body[member[1]?.jsonName ?? name] = toJson(model, member, value, options, name);
  }
  return JSON.stringify(body);
}

function xmlBody(
  model: ServiceModel,
  action: string,
  reference: string,
  output: object,
  options: { strict: boolean },
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

function xmlDocument(
  model: ServiceModel,
  member: Member,
  name: string,
  value: object,
  options: { strict: boolean },
): string {
  const tag = member[1]?.xmlName ?? structureOf(model, member[0]).traits?.xmlName ?? name;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${tag} xmlns="${model.xmlNamespace}">${membersToXml(model, member[0], value, options)}</${tag}>`;
}
