import type { Rendering } from '../rendering.js';
import type { ResourceType } from '../resources/type.js';
import type { Json } from '../template/json.js';
import { asFunction, isObject } from '../template/json.js';
import { getAttParts } from '../template/references.js';

/**
 * CloudFormation looks at an output's GetAtt before it makes anything (recorded: engine/test_attributes
 * test_invalid_getatt_fails). Returns the stack's reason, or undefined where all is well.
 */
export function missingAttribute(
  rendering: Rendering,
  types: ReadonlyMap<string, ResourceType>,
): string | undefined {
  for (const [name, output] of Object.entries(rendering.outputs)) {
    const found = search(output.Value, `/Outputs/${name}/Value`, (argument) => {
      const parts = getAttParts(argument);
      const definition = parts && rendering.resources[parts.name];
      const type = definition && types.get(definition.Type);
      if (!type || typeof parts.attribute !== 'string') return undefined;
      const [first] = parts.attribute.split('.');
      const known = [...(type.attributes ?? []), ...type.properties, ...type.createOnly];
      if (known.some((one) => one === parts.attribute || one.split('.')[0] === first)) return undefined;
      return `Resource type ${definition.Type} does not support attribute {${parts.attribute}}.`;
    });
    if (found) return `[Error] ${found}`;
  }
  return undefined;
}

function search(
  value: Json,
  path: string,
  check: (argument: Json) => string | undefined,
): string | undefined {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = search(item, `${path}/${index}`, check);
      if (found) return found;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const call = asFunction(value);
  if (call?.name === 'Fn::GetAtt') {
    const found = check(call.argument);
    return found && `${path}/Fn::GetAtt: ${found}`;
  }
  for (const [key, item] of Object.entries(value)) {
    const found = search(item, `${path}/${key}`, check);
    if (found) return found;
  }
  return undefined;
}
