import type { Action } from '../../service.js';
import { type ModelInput, templateBody } from '../requests.js';
import { checkTemplate } from '../template/check.js';
import { parseTemplate } from '../template/parse.js';
import { capabilitiesView } from '../template/summary.js';

export function validateTemplate(): Action {
  return (input: ModelInput) => {
    const template = parseTemplate(templateBody(input));
    checkTemplate(template);
    return {
      Parameters: Object.entries(template.parameters).map(([key, definition]) => ({
        ParameterKey: key,
        ...(definition.Default !== undefined && { DefaultValue: definition.Default }),
        NoEcho: definition.NoEcho ?? false,
        ...(definition.Description !== undefined && { Description: definition.Description }),
      })),
      ...(template.description !== undefined && { Description: template.description }),
      ...capabilitiesView(template),
    };
  };
}
