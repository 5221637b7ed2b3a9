import type { InvocationResult } from '../environment/environment.js';

/** What the platform says before an invocation. */
export function startLine(format: string, requestId: string, version: string): string {
  if (format !== 'JSON') return `START RequestId: ${requestId} Version: ${version}`;
  return platform('platform.start', { requestId, version });
}

/** What the platform says after an invocation: END and REPORT, or one platform.report in JSON. */
export function endLines(
  format: string,
  requestId: string,
  result: InvocationResult,
  limits: { memorySize: number; timeout: number },
): string[] {
  const billed = Math.ceil(result.duration + (result.initDuration ?? 0));
  const used = Math.max(1, Math.round(result.usedBytes / 1024 ** 2));
  if (format === 'JSON') {
    const metrics = {
      durationMs: round(result.duration),
      billedDurationMs: billed,
      memorySizeMB: limits.memorySize,
      maxMemoryUsedMB: used,
      ...(result.initDuration === undefined ? {} : { initDurationMs: round(result.initDuration) }),
    };
    return [platform('platform.report', { requestId, metrics, status: result.status })];
  }
  const init =
    result.initDuration === undefined ? '' : `Init Duration: ${result.initDuration.toFixed(2)} ms\t`;
  const ended = result.status === 'timeout' ? '\tStatus: timeout' : '';
  const report = `REPORT RequestId: ${requestId}\tDuration: ${result.duration.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${limits.memorySize} MB\tMax Memory Used: ${used} MB\t${init}${ended}`;
  const lines = [`END RequestId: ${requestId}`, report];
  if (result.status === 'timeout') {
    lines.unshift(
      `${new Date().toISOString()} ${requestId} Task timed out after ${limits.timeout.toFixed(2)} seconds`,
    );
  }
  return lines;
}

function platform(type: string, record: object): string {
  return JSON.stringify({ time: new Date().toISOString(), type, record });
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
