import type { ResourceRecord, StackModel, StackRecord } from '../records.js';
import { LATER, type Rendering, type SeenResource, seenRecord } from '../rendering.js';
import type { ResourceType } from '../resources/type.js';
import { type Json, type JsonObject, sameJson } from '../template/json.js';
import { resolve } from '../template/resolve.js';
import { KNOWN_AFTER_APPLY } from '../template/scope.js';
import type { ResourceDefinition } from '../template/template.js';
import { type Detail, detailsOf, type Fate, valueDetailsOf } from './details.js';

export interface Comparison {
  /** `Changes` of DescribeChangeSet. */
  changes: object[];
  /** The same with IncludePropertyValues. */
  withValues: object[];
  /** Why values may be incomplete. */
  reason?: string;
}

/**
 * What a template would do to a stack. Two views, as on AWS: the plain one is worked out from the template alone (a
 * GetAtt of anything that changes may change); the one with property values compares resolved values. Held against the
 * recorded test_change_set_* cases.
 */
export function compare(
  stack: StackRecord,
  before: Rendering | undefined,
  after: Rendering,
  model: StackModel,
  types: ReadonlyMap<string, ResourceType>,
): Comparison {
  const existing = before ? stack.resources : {};
  const plainFates = new Map<string, Fate>();
  const valueFates = new Map<string, Fate>();
  const result: Comparison = { changes: [], withValues: [] };
  const changedParameters = new Set(
    [...new Set([...Object.keys(model.parameters), ...Object.keys(stack.model.parameters)])].filter(
      (name) => model.parameters[name] !== stack.model.parameters[name],
    ),
  );
  const see = (logicalId: string): SeenResource | undefined => {
    const record = existing[logicalId];
    if (record && valueFates.get(logicalId) !== 'replaced') return seenRecord(record);
    return logicalId in after.resources ? LATER : undefined;
  };
  const scope = after.scope(see);
  const warn = (logicalId: string, error: unknown) => {
    const words = (error as Error).message.replace(/ found$/, '');
    result.reason ??= `[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [${logicalId}] because: ${words}`;
  };
  for (const name of after.order) {
    const definition = after.resources[name] as ResourceDefinition;
    const values = valuesOf(definition, scope, (error) => warn(name, error));
    const record = existing[name];
    if (!record || record.step === 'foreign' || record.step === 'planned') {
      plainFates.set(name, 'added');
      valueFates.set(name, 'added');
      const change = {
        Action: 'Add',
        LogicalResourceId: name,
        ResourceType: definition.Type,
        Scope: [],
        Details: [],
      };
      result.changes.push(entry(change));
      result.withValues.push(entry({ ...change, AfterContext: context(values) }));
      continue;
    }
    const facts = {
      definition,
      previous: before?.resources[name],
      record,
      values,
      changedParameters,
      createOnly: new Set(types.get(definition.Type)?.createOnly ?? []),
      parameters: new Set(Object.keys(after.template.parameters)),
      tagsChanged:
        !sameJson(stack.model.tags as never, model.tags as never) &&
        Boolean(types.get(definition.Type)?.properties.includes('Tags')),
    };
    const plain = detailsOf(facts, plainFates);
    if (plain.length > 0) {
      plainFates.set(name, fateOf(plain));
      result.changes.push(entry(modification(record, definition, plain)));
    }
    const valued = valueDetailsOf(facts, valueFates);
    if (valued.length > 0) {
      valueFates.set(name, fateOf(valued));
      result.withValues.push(
        entry({
          ...modification(record, definition, valued),
          BeforeContext: context(record.properties),
          AfterContext: context(values),
        }),
      );
    }
  }
  removals(existing, before, after, result);
  return result;
}

function removals(
  existing: Record<string, ResourceRecord>,
  before: Rendering | undefined,
  after: Rendering,
  result: Comparison,
): void {
  for (const [name, record] of Object.entries(existing)) {
    if (name in after.resources) continue;
    const change = {
      Action: 'Remove',
      LogicalResourceId: name,
      PhysicalResourceId: record.physicalId,
      PolicyAction: record.deletionPolicy?.startsWith('Retain') ? 'Retain' : 'Delete',
      ResourceType: record.type,
      Scope: [],
      Details: [],
    };
    result.changes.push(entry(change));
    const old = before?.resources[name];
    // AWS shows what refers to other resources as not known, even where it is.
    const scope = before?.scope(() => LATER);
    const values = old && scope ? valuesOf(old, scope, () => undefined) : record.properties;
    result.withValues.push(entry({ ...change, BeforeContext: context(values) }));
  }
}

/** Properties one by one: one that can't be resolved is known only afterwards. */
function valuesOf(
  definition: ResourceDefinition,
  scope: Parameters<typeof resolve>[1],
  failed: (error: unknown) => void,
): JsonObject {
  const values: JsonObject = {};
  for (const [key, value] of Object.entries(definition.Properties)) {
    try {
      const resolved = resolve({ value }, scope) as { value?: Json };
      if (resolved.value !== undefined) values[key] = resolved.value;
    } catch (error) {
      failed(error);
      values[key] = KNOWN_AFTER_APPLY;
    }
  }
  return values;
}

function fateOf(details: Detail[]): Fate {
  const always = details.filter((detail) => detail.Target.RequiresRecreation === 'Always');
  if (always.some((detail) => detail.Evaluation === 'Static')) return 'replaced';
  return always.length > 0 ? 'perhaps replaced' : 'changed';
}

function modification(record: ResourceRecord, definition: ResourceDefinition, details: Detail[]) {
  const fate = fateOf(details);
  const policy = definition.UpdateReplacePolicy?.startsWith('Retain')
    ? 'ReplaceAndRetain'
    : 'ReplaceAndDelete';
  return {
    Action: 'Modify',
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: definition.Type,
    Replacement: fate === 'replaced' ? 'True' : fate === 'perhaps replaced' ? 'Conditional' : 'False',
    ...(fate === 'replaced' && { PolicyAction: policy }),
    Scope: [...new Set(details.map((detail) => detail.Target.Attribute))].sort(),
    Details: details,
  };
}

const context = (Properties: JsonObject): string => JSON.stringify({ Properties });
const entry = (ResourceChange: object) => ({ Type: 'Resource', ResourceChange });
