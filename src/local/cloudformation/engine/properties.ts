import type { ResourceRecord } from '../records.js';
import type { ResourceType } from '../resources/type.js';

/**
 * A property that this cloud would not act on fails the resource: nothing is dropped in silence.
 * @throws Error naming the properties.
 */
export function refuseProperties(type: ResourceType, record: ResourceRecord): void {
  const known = new Set([
    ...type.properties,
    ...Object.keys(type.withoutEffect ?? {}),
    ...(type.createOnly ?? []),
  ]);
  const strange = Object.keys(record.properties).filter((name) => !known.has(name));
  if (strange.length > 0) {
    throw new Error(
      `Properties validation failed for resource ${record.logicalId} with message: the local cloud does not support the property [${strange.join(', ')}] of ${type.type}.`,
    );
  }
  const missing = (type.required ?? []).filter((name) => record.properties[name] === undefined);
  if (missing.length > 0) {
    throw new Error(
      `Properties validation failed for resource ${record.logicalId} with message: ${missing.map((name) => `#: required key [${name}] not found`).join(', ')}`,
    );
  }
}
