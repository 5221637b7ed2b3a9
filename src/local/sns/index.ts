import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { snsAccess } from './access.js';
import { Outbox } from './outbox.js';
import { publishActions } from './publish.js';
import { SnsStore } from './store.js';
import { subscribeActions } from './subscribe.js';
import { subscriptionActions } from './subscriptions.js';
import { tagActions } from './tags.js';
import { topicActions } from './topics.js';

/** SNS: topics and subscriptions; what is published lies in an outbox to be read. */
export function createSnsService(cloud: Cloud): Service {
  const store = new SnsStore(cloud);
  const outbox = new Outbox(cloud.folder);
  return {
    id: 'sns',
    access: snsAccess(store),
    actions: {
      ...topicActions(store),
      ...tagActions(store),
      ...subscribeActions(store, outbox),
      ...subscriptionActions(store),
      ...publishActions(store, outbox),
    },
  };
}
