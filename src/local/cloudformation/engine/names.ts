import { randomBytes } from 'node:crypto';
import type { ResourceRecord } from '../records.js';
import type { NameRule, ResourceType } from '../resources/type.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SUFFIX_LENGTH = 12;

/** Twelve letters and digits, as CloudFormation puts at the end of a name. */
export function newSuffix(): string {
  return [...randomBytes(SUFFIX_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

/**
 * The name of a resource: the template's own, or `<stack>-<logical id>-<random>`, cut to what the service allows.
 * Source: CloudFormation User Guide, 'Name type'.
 */
export function nameOf(type: ResourceType, record: ResourceRecord, stackName: string): string {
  const rule = type.name;
  const own = rule && record.properties[rule.property];
  if (own !== undefined) return String(own);
  return generatedName(stackName, record.logicalId, record.suffix, rule);
}

export function generatedName(stack: string, logicalId: string, suffix: string, rule?: NameRule): string {
  const room = (rule?.maximum ?? 255) - suffix.length - 2;
  const half = Math.floor(room / 2);
  const forLogical = Math.min(logicalId.length, Math.max(half, room - stack.length));
  const first = stack.slice(0, room - forLogical).replace(/-+$/, '');
  const name = `${first}-${logicalId.slice(0, forLogical)}-${suffix}`;
  return rule?.lowerCase ? name.toLowerCase() : name;
}
