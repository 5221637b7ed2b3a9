import { createReadStream, existsSync, readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { WorkshopError } from '../errors.js';
import { workshopOf } from '../questions/workshop.js';
import {
  cloudExists,
  findCloud,
  logFile,
  type RunningCloud,
  startCloud,
  stopCloud,
} from '../target/local-process.js';
import { jsonResult, result, say } from '../ui/output.js';
import type { CommonFlags, Run } from './frame.js';

/** The work behind `workshop local …`. */
export async function runLocal(
  verb: string,
  flags: CommonFlags & { follow?: boolean },
  run: Run,
): Promise<number> {
  const config = await workshopOf({ ...flags, target: 'local' });
  switch (verb) {
    case 'start': {
      const { cloud, started } = await startCloud(config.name, config.region);
      if (run.mode.json) jsonResult({ endpoint: cloud.endpoint, pid: cloud.pid, started });
      else
        say(
          started
            ? `Started: ${cloud.endpoint}, pid ${cloud.pid}`
            : `Runs already: ${cloud.endpoint}, pid ${cloud.pid}`,
        );
      return 0;
    }
    case 'stop': {
      const stopped = await stopCloud(config.name);
      if (run.mode.json) jsonResult({ stopped });
      else say(stopped ? 'Stopped; its data is kept.' : 'It did not run.');
      return 0;
    }
    case 'logs':
      return printLog(config.name, flags, run);
    default: {
      const cloud = await running(config.name);
      if (run.mode.json) {
        const { endpoint, region, accessKeyId, secretAccessKey, pid } = cloud;
        jsonResult({ endpoint, region, accessKeyId, secretAccessKey, pid });
      } else {
        result(
          [
            `export AWS_ENDPOINT_URL=${cloud.endpoint}`,
            `export AWS_REGION=${cloud.region}`,
            `export AWS_DEFAULT_REGION=${cloud.region}`,
            `export AWS_ACCESS_KEY_ID=${cloud.accessKeyId}`,
            `export AWS_SECRET_ACCESS_KEY=${cloud.secretAccessKey}`,
            'unset AWS_SESSION_TOKEN AWS_PROFILE',
          ].join('\n'),
        );
      }
      return 0;
    }
  }
}

async function running(name: string): Promise<RunningCloud> {
  const cloud = await findCloud(name);
  if (cloud) return cloud;
  const suffix = name === 'workshop' ? '' : ` --name ${name}`;
  throw new WorkshopError({
    code: 'cloud-not-running',
    message: `The local cloud of '${name}' does not run.`,
    next: cloudExists(name) ? `workshop local start${suffix}` : `workshop setup --target local${suffix}`,
  });
}

async function printLog(
  name: string,
  { follow, json }: { follow?: boolean; json?: boolean },
  { signal }: Run,
): Promise<number> {
  if (follow && json)
    throw new WorkshopError({ code: 'flags', message: 'Only one of --follow and --json.', exitCode: 2 });
  const path = logFile(name);
  if (!existsSync(path))
    throw new WorkshopError({
      code: 'log-missing',
      message: `The workshop '${name}' has no log on this computer.`,
      next: 'workshop setup --target local',
    });
  if (json) {
    jsonResult({ file: path, lines: readFileSync(path, 'utf8').split('\n').filter(Boolean) });
    return 0;
  }
  let at = 0;
  let reading = Promise.resolve(true);
  // One after the other, so that two changes in a row are printed in their order.
  const copy = () => {
    reading = reading.then(async (wanted) => {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (!wanted || size <= at) return wanted;
      const stream = createReadStream(path, { start: at, end: size - 1 });
      at = size;
      for await (const chunk of stream) if (!result(chunk as Buffer)) return false;
      return true;
    });
    return reading;
  };
  await copy();
  if (!follow) return 0;
  await new Promise<void>((resolve) => {
    const end = () => {
      unwatchFile(path);
      resolve();
    };
    watchFile(path, { interval: 250 }, () => void copy().then((wanted) => !wanted && end(), end));
    signal.addEventListener('abort', end);
  });
  return 0;
}
