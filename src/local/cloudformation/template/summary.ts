import type { ResourceType } from '../resources/type.js';
import { neededCapability } from './capabilities.js';
import type { ParameterDefinition, Template } from './template.js';

/** GetTemplateSummary's reply. Shape recorded in api/test_templates and resources/test_kinesis. */
export function summaryOf(template: Template, types: ReadonlyMap<string, ResourceType>): object {
  const resources = Object.entries(template.resources);
  const distinct = [...new Set(resources.map(([, resource]) => resource.Type))];
  return {
    Parameters: Object.entries(template.parameters).map(([key, definition]) =>
      parameterView(key, definition),
    ),
    ...(template.description !== undefined && { Description: template.description }),
    ...capabilitiesView(template),
    ResourceTypes: distinct,
    ...(template.version !== undefined && { Version: template.version }),
    ...(template.metadata !== undefined && { Metadata: JSON.stringify(template.metadata) }),
    ResourceIdentifierSummaries: distinct.map((type) => {
      const rule = types.get(type)?.name;
      const property = rule?.identifies === false ? undefined : rule?.property;
      return {
        ResourceType: type,
        LogicalResourceIds: resources.filter(([, one]) => one.Type === type).map(([name]) => name),
        ...(property !== undefined && { ResourceIdentifiers: [property] }),
      };
    }),
  };
}

/** The capabilities that a template needs, as replies name them; nothing where it needs none. */
export function capabilitiesView(template: Template): object {
  const needed = neededCapability(template);
  return needed
    ? {
        Capabilities: [needed.capability],
        CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(', ')}]`,
      }
    : {};
}

function parameterView(key: string, definition: ParameterDefinition): object {
  return {
    ParameterKey: key,
    ...(definition.Default !== undefined && { DefaultValue: definition.Default }),
    ParameterType: definition.Type,
    NoEcho: definition.NoEcho ?? false,
    ...(definition.Description !== undefined && { Description: definition.Description }),
    ParameterConstraints: definition.AllowedValues ? { AllowedValues: definition.AllowedValues } : {},
  };
}
