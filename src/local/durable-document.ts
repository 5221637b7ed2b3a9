import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A small JSON document that is whole on disk after every `save`, whatever kills the process. Mode 0600. */
export class DurableDocument<T extends object> {
  readonly path: string;
  value: T;

  /** @throws Error when the file exists and is not JSON: nothing is overwritten. */
  constructor(path: string, initial: T) {
    this.path = path;
    this.value = read<T>(path) ?? initial;
  }

  /**
   * Writes the document to a temporary name and renames it. Synchronous, so that a reply sent after it is true.
   * @param throughPowerCut also waits until the disk has it, where what lies beside it must never be without it
   */
  save(throughPowerCut = false): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${process.pid}.tmp`;
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(file, JSON.stringify(this.value));
      if (throughPowerCut) fsyncSync(file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    renameSync(temporary, this.path);
  }
}

function read<T>(path: string): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new Error(`${path} is not a document of the local cloud: it does not parse as JSON.`, { cause });
  }
}
