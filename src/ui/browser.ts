import { spawn } from 'node:child_process';
import { openCommand } from '../platform.js';

/** Opens a URL in the user's browser. @returns false when there is no program for it */
export function openInBrowser(url: string): Promise<boolean> {
  const { command, args } = openCommand(url);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
