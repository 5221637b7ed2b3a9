import { parentPort, workerData } from 'node:worker_threads';
import { functionSql } from './artifact.js';
import type { CompileRequest } from './compile.js';

// The entry of `compile`'s worker thread.
const { record, artifact } = workerData as CompileRequest;
parentPort?.postMessage(functionSql(record, artifact));
