import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { groupActions } from './groups.js';
import { IdentityStore } from './store.js';
import { userActions } from './users.js';

/** Identity Store: the users and groups of the account's Identity Center. */
export function createIdentityStoreService(cloud: Cloud): Service {
  const store = new IdentityStore(cloud);
  return { id: 'identitystore', actions: { ...userActions(store), ...groupActions(store) } };
}
