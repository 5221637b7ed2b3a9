import { AwsError } from '../../protocol/errors.js';
import type { Template } from './template.js';

/** IAM types and the property that gives each a name of the author's own. */
const IAM_TYPES: Record<string, string | undefined> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** The capability that a template needs, and the types that need it; undefined where none do. */
export function neededCapability(
  template: Template,
): { capability: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM'; types: string[] } | undefined {
  const iam = Object.values(template.resources).filter((resource) => resource.Type in IAM_TYPES);
  if (iam.length === 0) return undefined;
  const named = iam.some((resource) => {
    const property = IAM_TYPES[resource.Type];
    return property !== undefined && property in resource.Properties;
  });
  return {
    capability: named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    types: [...new Set(iam.map((resource) => resource.Type))],
  };
}

/** @throws AwsError InsufficientCapabilitiesException 'Requires capabilities : [CAPABILITY_IAM]' */
export function requireCapabilities(template: Template, given: string[]): void {
  const needed = neededCapability(template);
  if (!needed || given.includes('CAPABILITY_NAMED_IAM') || given.includes(needed.capability)) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed.capability}]`);
}
