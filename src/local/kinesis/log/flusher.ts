import { closeSync, fdatasync, fdatasyncSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Segment } from './segment.js';

const sync = promisify(fdatasync);
/** A power cut may take what was acknowledged within this time, in ms. */
const INTERVAL_MS = 100;

/** A segment that is open for writing. */
export interface OpenSegment {
  segment: Segment;
  /** Its shard's. */
  folder: string;
  descriptor: number;
  /** Its name may not yet be on the disk. */
  fresh: boolean;
  /** No more will be written: after its next sync it gets its sidecar and is closed. */
  full: boolean;
}

/** Syncs every written file with the disk, by one timer that runs only while something is unsynced. */
export class Flusher {
  readonly #dirty = new Set<OpenSegment>();
  readonly #report: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #failing = false;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  markDirty(file: OpenSegment): void {
    this.#dirty.add(file);
    this.#schedule();
  }

  /** Syncs and closes a shard's files in the foreground: those that are dirty, and the one open besides. */
  finish(folder: string, open: OpenSegment | undefined): void {
    for (const file of this.#take(folder, open)) {
      fdatasyncSync(file.descriptor);
      if (!file.segment.removed) file.segment.writeSidecar();
      close(file);
    }
  }

  /** Closes a shard's files, which are about to be removed, once no sync is using them. */
  async discard(folder: string, open: OpenSegment | undefined): Promise<void> {
    const files = this.#take(folder, open);
    await this.#running;
    // A sync that was under way may have failed and put one back.
    for (const file of this.#take(folder, undefined)) files.add(file);
    for (const file of files) if (file.descriptor >= 0) close(file);
  }

  /** Syncs everything now; call it before `finish`. */
  async settle(): Promise<void> {
    await this.#running;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#flush();
  }

  #take(folder: string, open: OpenSegment | undefined): Set<OpenSegment> {
    const files = new Set([...this.#dirty].filter((file) => file.folder === folder));
    for (const file of files) this.#dirty.delete(file);
    if (open !== undefined && open.descriptor >= 0) files.add(open);
    return files;
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#running !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#flush().finally(() => {
        this.#running = undefined;
        if (this.#dirty.size > 0) this.#schedule();
      });
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  async #flush(): Promise<void> {
    const files = [...this.#dirty];
    this.#dirty.clear();
    for (const file of files) {
      if (file.descriptor < 0) continue;
      try {
        await sync(file.descriptor);
        if (file.fresh) await syncFolder(file.folder);
        file.fresh = false;
        if (file.full && file.descriptor >= 0) {
          if (!file.segment.removed) file.segment.writeSidecar();
          close(file);
        }
        this.#failing = false;
      } catch (error) {
        this.#dirty.add(file);
        // It is tried again at every interval: one line says it for all of them.
        if (!this.#failing)
          this.#report(`kinesis: ${file.segment.path}: not synced: ${(error as Error).message}`);
        this.#failing = true;
      }
    }
  }
}

function close(file: OpenSegment): void {
  closeSync(file.descriptor);
  file.descriptor = -1;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
