import type { ResourceRecord } from '../records.js';
import { type Json, type JsonObject, sameJson } from '../template/json.js';
import { type Reference, references } from '../template/references.js';
import { KNOWN_AFTER_APPLY } from '../template/scope.js';
import type { ResourceDefinition } from '../template/template.js';

/** What a change set means for a resource, as far as resources that refer to it care. */
export type Fate = 'added' | 'changed' | 'perhaps replaced' | 'replaced';

/** A member of `ResourceChange.Details`. */
export interface Detail {
  Target: {
    Attribute: string;
    Name?: string;
    RequiresRecreation: 'Never' | 'Always';
    Path?: string;
    BeforeValue?: string;
    AfterValue?: string;
    AttributeChangeType?: 'Add' | 'Remove' | 'Modify';
  };
  Evaluation: 'Static' | 'Dynamic';
  ChangeSource: string;
  CausingEntity?: string;
}

/** What is known of one resource that exists and is still in the template. */
export interface Facts {
  definition: ResourceDefinition;
  previous: ResourceDefinition | undefined;
  record: ResourceRecord;
  /** Resolved, with `KNOWN_AFTER_APPLY` where that can't be yet. */
  values: JsonObject;
  changedParameters: ReadonlySet<string>;
  createOnly: ReadonlySet<string>;
  parameters: ReadonlySet<string>;
  tagsChanged: boolean;
}

/** The details without property values: from the template alone. */
export function detailsOf(facts: Facts, fates: ReadonlyMap<string, Fate>): Detail[] {
  const details = propertyNames(facts).flatMap((name) => {
    const sources = sourcesOf(facts, name, fates);
    return sources.map(({ detail }) => ({ ...detail, Target: targetOf(facts, name) }));
  });
  return [...details, ...metadataDetails(facts), ...tagDetails(facts)];
}

/** The details with property values: only where a value differs, or will. */
export function valueDetailsOf(facts: Facts, fates: ReadonlyMap<string, Fate>): Detail[] {
  const details = propertyNames(facts).flatMap((name) => {
    const before = facts.record.properties[name];
    const after = facts.values[name];
    if (sameJson(before, after)) return [];
    const Target = {
      ...targetOf(facts, name),
      Path: `/Properties/${name}`,
      ...(before !== undefined && { BeforeValue: textOf(before) }),
      ...(after !== undefined && { AfterValue: textOf(after) }),
      AttributeChangeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
    } as const;
    const sources = sourcesOf(facts, name, fates);
    const caused = sources.filter(({ detail }) => detail.CausingEntity !== undefined);
    const direct: Omit<Detail, 'Target'> = {
      ChangeSource: 'DirectModification',
      Evaluation: caused.length > 0 || after === KNOWN_AFTER_APPLY ? 'Dynamic' : 'Static',
    };
    return [direct, ...caused.map(({ detail }) => detail)].map((detail) => ({ ...detail, Target }));
  });
  return [...details, ...metadataDetails(facts), ...tagDetails(facts)];
}

function sourcesOf(
  facts: Facts,
  name: string,
  fates: ReadonlyMap<string, Fate>,
): { detail: Omit<Detail, 'Target'> }[] {
  const definition = facts.definition.Properties[name];
  const rewritten = !sameJson(definition, facts.previous?.Properties[name]);
  const uses = definition === undefined ? [] : references(definition);
  const causes = new Map<string, Omit<Detail, 'Target'>>();
  for (const use of uses) {
    const detail = causeOf(use, facts, fates, rewritten);
    if (detail) causes.set(`${detail.CausingEntity}`, detail);
  }
  const found = [...causes.values()];
  const byParameter = found.some((detail) => detail.ChangeSource === 'ParameterReference');
  if (byParameter && sameJson(facts.record.properties[name], facts.values[name])) return [];
  if (byParameter) found.push({ ChangeSource: 'DirectModification', Evaluation: 'Dynamic' });
  if (found.length === 0 && !sameJson(facts.record.properties[name], facts.values[name])) {
    found.push({ ChangeSource: 'DirectModification', Evaluation: 'Static' });
  }
  return found.map((detail) => ({ detail }));
}

function causeOf(
  use: Reference,
  facts: Facts,
  fates: ReadonlyMap<string, Fate>,
  rewritten: boolean,
): Omit<Detail, 'Target'> | undefined {
  if (use.kind === 'Condition') return undefined;
  if (facts.parameters.has(use.name)) {
    if (!rewritten && !facts.changedParameters.has(use.name)) return undefined;
    return { ChangeSource: 'ParameterReference', CausingEntity: use.name, Evaluation: 'Static' };
  }
  const fate = fates.get(use.name);
  if (fate === undefined || fate === 'added') return undefined;
  if (use.kind === 'Ref') {
    // A Ref changes only with the thing itself.
    if (fate === 'changed') return undefined;
    const Evaluation = fate === 'replaced' ? 'Static' : 'Dynamic';
    return { ChangeSource: 'ResourceReference', CausingEntity: use.name, Evaluation };
  }
  return {
    ChangeSource: 'ResourceAttribute',
    CausingEntity: `${use.name}.${use.attribute ?? ''}`,
    Evaluation: fate === 'replaced' ? 'Static' : 'Dynamic',
  };
}

function metadataDetails(facts: Facts): Detail[] {
  const { definition, previous } = facts;
  if (!previous) return [];
  const Target = { Attribute: 'Metadata', RequiresRecreation: 'Never' } as const;
  const named = references(definition.Metadata ?? null)
    .map((use) => use.name)
    .filter((name) => facts.changedParameters.has(name));
  if (named.length > 0) {
    return [
      ...[...new Set(named)].map(
        (CausingEntity): Detail => ({
          ChangeSource: 'ParameterReference',
          CausingEntity,
          Evaluation: 'Static',
          Target,
        }),
      ),
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic', Target },
    ];
  }
  if (sameJson(definition.Metadata, previous.Metadata)) return [];
  return [{ ChangeSource: 'DirectModification', Evaluation: 'Static', Target }];
}

function tagDetails(facts: Facts): Detail[] {
  if (!facts.tagsChanged) return [];
  const Target = { Attribute: 'Tags', RequiresRecreation: 'Never' } as const;
  return [{ ChangeSource: 'DirectModification', Evaluation: 'Static', Target }];
}

function propertyNames(facts: Facts): string[] {
  return [
    ...new Set([...Object.keys(facts.record.properties), ...Object.keys(facts.definition.Properties)]),
  ].sort();
}

function targetOf(facts: Facts, name: string): Detail['Target'] {
  return {
    Attribute: 'Properties',
    Name: name,
    RequiresRecreation: facts.createOnly.has(name) ? 'Always' : 'Never',
  };
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
