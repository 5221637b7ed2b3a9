import { parseXML } from '@aws-sdk/xml-builder';
import { decodeJsonError, encodeJsonError } from './aws-json.js';
import { decodeXmlError } from './aws-query.js';
import type { Codec, WireRequest } from './codec.js';
import { AwsError } from './errors.js';
import { jsonText } from './json-text.js';
import { type Member, type ServiceModel, structureOf } from './model.js';
import { fillLabel, fromHeader, fromQuery, headerText, isBound, prefixed } from './rest-bindings.js';
import { bodyOf, encodePayload, jsonBody, payloadOf, xmlBody, xmlDocument } from './rest-bodies.js';
import { matchRoute } from './rest-routes.js';
import { checkMembers, toJson } from './values-json.js';
import { escapeXml, fromText } from './values-xml.js';

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
        else body = jsonText(toJson(model, member, value, options));
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
