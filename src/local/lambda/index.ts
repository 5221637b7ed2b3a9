import type { Cloud } from '../cloud.js';
import type { Action, Service } from '../service.js';
import { lambdaAccess } from './access.js';
import {
  deleteFunctionConcurrency,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from './actions/concurrency.js';
import { createFunction } from './actions/create-function.js';
import { deleteFunction } from './actions/delete-function.js';
import {
  deleteEventInvokeConfig,
  getEventInvokeConfig,
  listEventInvokeConfigs,
  putEventInvokeConfig,
  updateEventInvokeConfig,
} from './actions/event-invoke-config.js';
import { getFunction, getFunctionConfiguration } from './actions/get-function.js';
import { invoke } from './actions/invoke.js';
import { listFunctions, listVersions } from './actions/list-functions.js';
import { addPermission, getPolicy, removePermission } from './actions/permissions.js';
import { publishVersion } from './actions/publish-version.js';
import { listTags, tagResource, untagResource } from './actions/tags.js';
import { updateFunctionCode, updateFunctionConfiguration } from './actions/update-function.js';
import { Pool } from './environment/pool.js';
import { EventQueue } from './event-queue.js';
import { FunctionStore } from './store.js';

/** Lambda: functions of Node run in worker threads with their role's credentials. See BEHAVIOUR.md. */
export function createLambdaService(cloud: Cloud): Service {
  const store = new FunctionStore(cloud);
  const pool = new Pool(cloud, store);
  const queue = new EventQueue(cloud, store, pool);
  const onStore =
    <I>(act: (store: FunctionStore, input: I) => object): Action =>
    (input: I) =>
      act(store, input);
  const onPool =
    <I>(act: (store: FunctionStore, pool: Pool, input: I) => object): Action =>
    (input: I) =>
      act(store, pool, input);
  return {
    id: 'lambda',
    access: lambdaAccess(store),
    actions: {
      CreateFunction: onPool(createFunction),
      GetFunction: onStore(getFunction),
      GetFunctionConfiguration: onStore(getFunctionConfiguration),
      ListFunctions: onStore(listFunctions),
      ListVersionsByFunction: onStore(listVersions),
      PublishVersion: onStore(publishVersion),
      UpdateFunctionCode: onPool(updateFunctionCode),
      UpdateFunctionConfiguration: onPool(updateFunctionConfiguration),
      DeleteFunction: onPool(deleteFunction),
      Invoke: invoke(store, pool, queue),
      AddPermission: onStore(addPermission),
      RemovePermission: onStore(removePermission),
      GetPolicy: onStore(getPolicy),
      TagResource: onStore(tagResource),
      UntagResource: onStore(untagResource),
      ListTags: onStore(listTags),
      PutFunctionConcurrency: onStore(putFunctionConcurrency),
      GetFunctionConcurrency: onStore(getFunctionConcurrency),
      DeleteFunctionConcurrency: onStore(deleteFunctionConcurrency),
      PutFunctionEventInvokeConfig: onStore(putEventInvokeConfig),
      UpdateFunctionEventInvokeConfig: onStore(updateEventInvokeConfig),
      GetFunctionEventInvokeConfig: onStore(getEventInvokeConfig),
      DeleteFunctionEventInvokeConfig: onStore(deleteEventInvokeConfig),
      ListFunctionEventInvokeConfigs: onStore(listEventInvokeConfigs),
    },
    start() {
      for (const record of store.all()) {
        const { latest } = record;
        if (latest.state === 'Pending' || latest.lastUpdateStatus === 'InProgress') store.settle(record);
      }
      queue.start();
    },
    async stop() {
      queue.stop();
      store.stop();
      await pool.stop();
    },
  };
}
