import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

/** Everything that depends on the operating system: folders, processes, how to open a page. */

/** Where a user's application data lies: XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows. */
export function dataHome(environment: NodeJS.ProcessEnv = process.env): string {
  const application = 'redshift-streaming-workshop';
  // The XDG specification: a relative path is to be ignored. It would be another folder in each working folder.
  if (environment.XDG_DATA_HOME && isAbsolute(environment.XDG_DATA_HOME))
    return join(environment.XDG_DATA_HOME, application);
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support', application);
  if (platform() === 'win32')
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), application);
  return join(homedir(), '.local', 'share', application);
}

/** Whether a process of this id runs (whoever owns it). One that is dead and only waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  if (platform() !== 'linux') return false;
  try {
    // The name in parentheses may hold anything; the state follows the last one.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? false;
  } catch {
    return false;
  }
}

/** Asks a process to end. On Windows Node has no such signal: the process ends at once, as after a kill. */
export function terminate(pid: number): void {
  process.kill(pid, 'SIGTERM');
}

/** The program that opens a URL in the user's browser, with its arguments. */
export function openCommand(url: string): { command: string; args: string[] } {
  if (platform() === 'darwin') return { command: 'open', args: [url] };
  if (platform() === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
}

/** Whether a command is installed on the PATH; the folders that npx itself puts there don't count. */
export function onPath(command: string, environment: NodeJS.ProcessEnv = process.env): boolean {
  const file = platform() === 'win32' ? `${command}.cmd` : command;
  return (environment.PATH ?? '')
    .split(delimiter)
    .some(
      (folder) =>
        folder !== '' && !folder.endsWith(join('node_modules', '.bin')) && existsSync(join(folder, file)),
    );
}

/**
 * Makes a folder and those above it. Node's own `recursive` never returns where the system answers ENOENT for a parent
 * that is there (/proc).
 * @throws the system's error, naming the path
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path), mode);
    mkdirSync(path, { mode });
  }
}

/**
 * Takes a lock that is a file naming its owner's process; one whose owner is dead is taken over. The file appears with
 * its content at once (a link), so nobody ever reads an empty one.
 * @returns undefined when it is ours now (remove the file to give it back), else the process that has it
 */
export function lockFile(path: string): number | undefined {
  const own = `${path}.${process.pid}.tmp`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(own, path);
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = Number(readIfThere(path));
      if (owner && owner !== process.pid && isAlive(owner)) return owner;
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
