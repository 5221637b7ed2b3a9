import { sameJson } from '../template/json.js';
import type { ResourceRequest } from './type.js';

/** Whether any of these properties differs from before. */
export function changed(request: ResourceRequest, ...names: string[]): boolean {
  return names.some((name) => !sameJson(request.properties[name], request.previous[name]));
}
