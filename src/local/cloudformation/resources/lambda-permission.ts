import { unlessAbsent } from './absent.js';
import { given, text } from './property-values.js';
import type { ResourceType } from './type.js';

const MEMBERS = [
  'Action',
  'EventSourceToken',
  'FunctionName',
  'FunctionUrlAuthType',
  'Principal',
  'PrincipalOrgID',
  'SourceAccount',
  'SourceArn',
] as const;

/** AWS::Lambda::Permission. Ref is the statement's id; any change makes a new statement. */
export const lambdaPermission: ResourceType = {
  type: 'AWS::Lambda::Permission',
  properties: MEMBERS,
  createOnly: MEMBERS,
  required: ['Action', 'FunctionName', 'Principal'],
  attributes: ['Id'],
  async create(request) {
    const members = Object.fromEntries(MEMBERS.map((name) => [name, text(request.properties[name])]));
    await request.call('lambda', 'AddPermission', { StatementId: request.name, ...given(members) });
    return request.name;
  },
  async find(request) {
    const FunctionName = text(request.properties.FunctionName);
    const reply = await unlessAbsent(request.call('lambda', 'GetPolicy', { FunctionName }));
    const statements: { Sid?: string }[] = reply ? (JSON.parse(reply.Policy).Statement ?? []) : [];
    return statements.some((statement) => statement.Sid === request.name) ? request.name : undefined;
  },
  async read(request) {
    return { Id: request.physicalId };
  },
  async remove(request) {
    await request.call('lambda', 'RemovePermission', {
      FunctionName: text(request.properties.FunctionName),
      StatementId: request.physicalId,
    });
  },
};
