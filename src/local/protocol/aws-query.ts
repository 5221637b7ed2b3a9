import { parseXML } from '@aws-sdk/xml-builder';
import type { Codec } from './codec.js';
import { AwsError } from './errors.js';
import { fromForm, toForm } from './values-form.js';
import { escapeXml, fromXml, membersToXml } from './values-xml.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** AWS Query and EC2 Query: POST /, form-encoded, XML back. */
export const awsQuery: Codec = {
  decodeRequest(model, request) {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const fields = request.method === 'GET' ? request.query : [...form];
    const action = fields.find(([name]) => name === 'Action')?.[1] ?? '';
    const operation = model.operations[action];
    if (!operation) {
      throw new AwsError('InvalidAction', `Could not find operation ${action} for version ${model.version}`, {
        status: 400,
      });
    }
    const dialect = model.protocol === 'ec2Query' ? 'ec2Query' : 'awsQuery';
    return { action, input: fromForm(model, [operation.input], fields, dialect) as Record<string, unknown> };
  },

  encodeReply(model, action, output, requestId, options) {
    const reference = model.operations[action]?.output ?? 'unit';
    const members = reference === 'unit' ? '' : membersToXml(model, reference, output, options);
    const body =
      model.protocol === 'ec2Query'
        ? `<requestId>${requestId}</requestId>${members || '<return>true</return>'}`
        : `${reference === 'unit' ? '' : `<${action}Result>${members}</${action}Result>`}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return {
      status: 200,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body: `${declaration}<${action}Response xmlns="${model.xmlNamespace}">${body}</${action}Response>`,
    };
  },

  encodeError(model, error, requestId) {
    const known = model.errors[error.code];
    const code = escapeXml(known?.code ?? error.code);
    const message = escapeXml(error.message);
    const members = Object.entries(error.members)
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join('');
    const status = error.status ?? known?.status ?? 400;
    const body =
      model.protocol === 'ec2Query'
        ? `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`
        : `<ErrorResponse xmlns="${model.xmlNamespace}"><Error><Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type><Code>${code}</Code><Message>${message}</Message>${members}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return {
      status,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body: declaration + body,
    };
  },

  encodeRequest(model, action, input) {
    const dialect = model.protocol === 'ec2Query' ? 'ec2Query' : 'awsQuery';
    const fields = toForm(model, [model.operations[action]?.input ?? 'unit'], input, dialect);
    const form = new URLSearchParams([['Action', action], ['Version', model.version], ...fields]);
    return {
      method: 'POST',
      path: '/',
      query: [],
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: Buffer.from(form.toString()),
    };
  },

  decodeReply(model, action, reply) {
    const document =
      reply.body.length === 0 ? {} : (parseXML(reply.body.toString('utf8')) as Record<string, unknown>);
    if (reply.status >= 300) throw decodeXmlError(document, reply.status, model.errors);
    const reference = model.operations[action]?.output ?? 'unit';
    if (reference === 'unit') return {};
    const response = (document[`${action}Response`] ?? {}) as Record<string, unknown>;
    const result = model.protocol === 'ec2Query' ? response : response[`${action}Result`];
    return fromXml(model, [reference], result ?? {});
  },
};

/** The error in an XML reply: `<ErrorResponse><Error>`, EC2's `<Response><Errors><Error>`, S3's bare `<Error>`. */
export function decodeXmlError(
  document: Record<string, unknown>,
  status: number,
  errors: Record<string, { code: string }>,
): AwsError {
  const at = (node: unknown, tag: string): unknown => (node as Record<string, unknown> | undefined)?.[tag];
  const error =
    at(document.ErrorResponse, 'Error') ?? at(at(document.Response, 'Errors'), 'Error') ?? document.Error;
  // The answer to a HEAD has no body; SDKs then go by the status.
  const wire = String(at(error, 'Code') ?? (status === 404 ? 'NotFound' : `HTTP${status}`));
  // Callers know errors by the shape's name, the wire has the query protocol's own code.
  const code = Object.keys(errors).find((name) => errors[name]?.code === wire) ?? wire;
  return new AwsError(code, String(at(error, 'Message') ?? ''), { status });
}
