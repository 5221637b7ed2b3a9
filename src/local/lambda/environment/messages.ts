/** What a worker needs before its first invocation. */
export interface RuntimeData {
  codeFolder: string;
  /** The package whose node_modules hold the SDK that AWS's runtime brings along. */
  sdkRoot: string;
  handler: string;
  runtime: string;
  functionName: string;
  functionVersion: string;
  memorySize: number;
  logGroupName: string;
  logStreamName: string;
  logFormat: string;
  /** The lowest level that a JSON log takes. */
  applicationLogLevel: string;
}

export interface InvokeMessage {
  requestId: string;
  /** JSON text */
  payload: string;
  /** epoch ms */
  deadline: number;
  invokedFunctionArn: string;
  clientContext: string | undefined;
}

/** An error as the runtime reports it in the payload. */
export interface RuntimeError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type WorkerMessage =
  | { type: 'ready' }
  | { type: 'log'; line: string; at: number }
  | { type: 'init-error'; error: RuntimeError }
  /** `usedBytes`: the heap of this environment alone. */
  | { type: 'result'; requestId: string; payload: string; usedBytes: number }
  | { type: 'error'; requestId: string; error: RuntimeError; usedBytes: number; fatal: boolean };
