import type { Cloud } from '../cloud.js';
import type { Engine } from './engine/engine.js';
import type { ResourceType } from './resources/type.js';
import type { StackStore } from './store.js';

/** What every action of the service shares. */
export interface ServiceParts {
  cloud: Cloud;
  store: StackStore;
  engine: Engine;
  types: ReadonlyMap<string, ResourceType>;
}
