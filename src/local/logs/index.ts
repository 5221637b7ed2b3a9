import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { logsAccess } from './access.js';
import { filterLogEvents } from './filter-log-events.js';
import { getLogEvents } from './get-log-events.js';
import { groupActions } from './groups.js';
import { putLogEvents } from './put-log-events.js';
import { LogStore } from './store.js';
import { streamActions } from './streams.js';
import { tagActions } from './tags.js';

/** CloudWatch Logs: groups, streams and their events. */
export function createLogsService(cloud: Cloud): Service {
  const store = new LogStore(cloud);
  return {
    id: 'logs',
    access: logsAccess,
    actions: {
      ...groupActions(store),
      ...streamActions(store),
      ...tagActions(store),
      PutLogEvents: putLogEvents(store),
      GetLogEvents: getLogEvents(store),
      FilterLogEvents: filterLogEvents(store),
    },
  };
}
