import type { InvokeMessage, RuntimeData, RuntimeError, WorkerMessage } from './messages.js';

/**
 * What AWS's own runtime does around a handler, inside a worker thread. The function's text is sent to the worker
 * (`runtimeSource`), so it may use nothing but its arguments: the same source then runs from `src/` and from `dist/`.
 */
export function runtime(require: NodeJS.Require): void {
  const { parentPort, workerData } = require('node:worker_threads');
  const Module = require('node:module');
  const path = require('node:path');
  const { format } = require('node:util');
  const { getHeapStatistics } = require('node:v8');
  const data: RuntimeData = workerData;
  let current = '';

  const send = (message: WorkerMessage) => parentPort.postMessage(message);
  const order = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  const log = (level: string, message: string, raw = false) => {
    if (!raw && order.indexOf(level) < order.indexOf(data.applicationLogLevel)) return;
    const at = Date.now();
    const time = new Date(at).toISOString();
    const line = raw
      ? message
      : data.logFormat === 'JSON'
        ? JSON.stringify({ timestamp: time, level, requestId: current || undefined, message })
        : `${time}\t${current || 'undefined'}\t${level}\t${message}`;
    send({ type: 'log', line, at });
  };
  const usedBytes = () => getHeapStatistics().total_physical_size;
  const describe = (error: unknown): RuntimeError => {
    if (error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)) {
      const one = error as Error;
      return {
        errorType: one.name ?? 'Error',
        errorMessage: String(one.message),
        trace: typeof one.stack === 'string' ? one.stack.split('\n') : [],
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  };
  const logError = (title: string, error: RuntimeError) =>
    log(
      'ERROR',
      `${title} \t${JSON.stringify({ errorType: error.errorType, errorMessage: error.errorMessage, stack: error.trace })}`,
    );

  const levels: Record<string, string> = {
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    debug: 'DEBUG',
    trace: 'TRACE',
  };
  for (const [name, level] of Object.entries(levels)) {
    (console as unknown as Record<string, unknown>)[name] = (...args: unknown[]) =>
      log(level, format(...args));
  }
  const write = (chunk: unknown, encoding?: unknown, done?: unknown) => {
    const callback = typeof encoding === 'function' ? encoding : done;
    log('', String(chunk).replace(/\n$/, ''), true);
    if (typeof callback === 'function') callback();
    return true;
  };
  process.stdout.write = write as typeof process.stdout.write;
  process.stderr.write = write as typeof process.stderr.write;

  // A bare name is looked for beside the function's code, then in the SDK; never in the folders above, which are the host's.
  const resolveFilename = Module._resolveFilename;
  const fromSdk = Module.createRequire(path.join(data.sdkRoot, 'package.json'));
  Module._resolveFilename = function (
    name: string,
    parent: { filename?: string } | undefined,
    ...rest: unknown[]
  ) {
    const inside = parent?.filename?.startsWith(data.codeFolder + path.sep);
    if (!inside || Module.isBuiltin(name) || /^[./]/.test(name))
      return resolveFilename.call(this, name, parent, ...rest);
    try {
      return fromSdk.resolve(path.join(data.codeFolder, 'node_modules', name));
    } catch (error) {
      if (/^@(aws-sdk|smithy)\//.test(name)) return fromSdk.resolve(name);
      throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- ${parent?.filename}`), {
        code: (error as { code?: string }).code ?? 'MODULE_NOT_FOUND',
      });
    }
  };

  const fatal = (error: RuntimeError) => {
    if (current) send({ type: 'error', requestId: current, error, usedBytes: usedBytes(), fatal: true });
    else send({ type: 'init-error', error });
    current = '';
  };
  process.on('uncaughtException', (error: unknown) => {
    logError('Uncaught Exception', describe(error));
    fatal(describe(error));
  });
  process.on('unhandledRejection', (reason: unknown) => {
    const inner = describe(reason);
    const error = {
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage:
        reason instanceof Error ? `${inner.errorType}: ${inner.errorMessage}` : inner.errorMessage,
      trace: inner.trace ?? [],
    };
    logError('Unhandled Promise Rejection', error);
    fatal(error);
  });

  type Handler = (
    event: unknown,
    context: object,
    callback: (error: unknown, result?: unknown) => void,
  ) => unknown;

  const load = async (): Promise<Handler> => {
    const at = data.handler.lastIndexOf('/') + 1;
    const match = /^([^.]*)\.(.+)$/.exec(data.handler.slice(at));
    if (!match) throw named('Runtime.MalformedHandlerName', 'Bad handler');
    const file = path.join(data.codeFolder, data.handler.slice(0, at), match[1] as string);
    let found: unknown;
    try {
      found = await loadModule(file, data.handler.slice(0, at) + match[1]);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw named('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
      const code = (error as { code?: string }).code;
      if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
        throw named('Runtime.ImportModuleError', `Error: ${(error as Error).message}`, error);
      }
      throw error;
    }
    for (const part of (match[2] as string).split('.'))
      found = (found as Record<string, unknown> | undefined)?.[part];
    if (found === undefined)
      throw named('Runtime.HandlerNotFound', `${data.handler} is undefined or not exported`);
    if (typeof found !== 'function')
      throw named('Runtime.HandlerNotFound', `${data.handler} is not a function`);
    return found as Handler;
  };
  const loadModule = async (file: string, name: string): Promise<unknown> => {
    const fs = require('node:fs');
    for (const extension of ['', '.js', '.cjs']) {
      if (fs.existsSync(file + extension) && fs.statSync(file + extension).isFile()) {
        return Module.createRequire(path.join(data.codeFolder, 'index.js'))(file + extension);
      }
    }
    if (fs.existsSync(`${file}.mjs`)) return import(require('node:url').pathToFileURL(`${file}.mjs`).href);
    throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- /var/runtime/index.mjs`), {
      code: 'MODULE_NOT_FOUND',
    });
  };
  const named = (errorType: string, message: string, cause?: unknown) => {
    const error = new Error(message);
    error.name = errorType;
    if (cause instanceof Error && cause.stack) error.stack = `${errorType}: ${message}\n${cause.stack}`;
    return error;
  };

  const invoke = (handler: Handler, message: InvokeMessage) =>
    new Promise<unknown>((resolve, reject) => {
      const callback = (error: unknown, result?: unknown) => (error ? reject(error) : resolve(result));
      const context = {
        callbackWaitsForEmptyEventLoop: true,
        functionVersion: data.functionVersion,
        functionName: data.functionName,
        memoryLimitInMB: String(data.memorySize),
        logGroupName: data.logGroupName,
        logStreamName: data.logStreamName,
        clientContext: message.clientContext ? JSON.parse(message.clientContext) : undefined,
        identity: undefined,
        invokedFunctionArn: message.invokedFunctionArn,
        awsRequestId: message.requestId,
        getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
        ...(data.runtime === 'nodejs24.x' ? {} : legacy(callback)),
      };
      const event = JSON.parse(message.payload);
      if (data.runtime === 'nodejs24.x') {
        Promise.resolve(
          handler.length > 2
            ? Promise.reject(noCallbacks())
            : (handler as (e: unknown, c: object) => unknown)(event, context),
        ).then(resolve, reject);
        return;
      }
      const returned = handler(event, context, callback);
      if (typeof (returned as Promise<unknown> | undefined)?.then === 'function')
        (returned as Promise<unknown>).then(resolve, reject);
      // A plain value from a handler that takes no callback is not an answer on AWS either: it ends with null.
      else if (handler.length < 3) setImmediate(() => resolve(null));
    });
  const legacy = (callback: (error: unknown, result?: unknown) => void) => ({
    done: callback,
    succeed: (result: unknown) => callback(null, result),
    fail: (error: unknown) => callback(error ?? new Error('handled')),
  });
  const noCallbacks = () =>
    named(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    );

  load().then(
    (handler) => {
      parentPort.on('message', async (message: InvokeMessage) => {
        current = message.requestId;
        try {
          const result = await invoke(handler, message);
          if (current !== message.requestId) return;
          current = '';
          send({
            type: 'result',
            requestId: message.requestId,
            payload: JSON.stringify(result ?? null),
            usedBytes: usedBytes(),
          });
        } catch (thrown) {
          if (current !== message.requestId) return;
          const error = describe(thrown);
          logError('Invoke Error', error);
          current = '';
          send({ type: 'error', requestId: message.requestId, error, usedBytes: usedBytes(), fatal: false });
        }
      });
      send({ type: 'ready' });
    },
    (thrown) => {
      const error = describe(thrown);
      logError('Uncaught Exception', error);
      send({ type: 'init-error', error });
    },
  );
}

/** The runtime as a CommonJS script for `new Worker(…, { eval: true })`. */
export const runtimeSource = `(${runtime.toString()})(require);`;
