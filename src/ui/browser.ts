import { spawn } from 'node:child_process';
import { openCommand } from '../platform.js';

/** A program that can't open anything says so soon; one that became the browser itself never ends. */
const verdictMilliseconds = 3000;

/** Opens a URL in the user's browser. @returns false when there is no program for it, or it says that it can't */
export function openInBrowser(url: string): Promise<boolean> {
  const { command, args } = openCommand(url);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    const patience = setTimeout(() => {
      child.unref();
      resolve(true);
    }, verdictMilliseconds);
    const settle = (opened: boolean) => {
      clearTimeout(patience);
      resolve(opened);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
  });
}
