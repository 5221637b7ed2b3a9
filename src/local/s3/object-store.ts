import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Checksums } from './checksums.js';

/** One version of an object, or a delete marker. Kept as JSON beside its body. */
export interface ObjectVersion {
  key: string;
  /** `null` where the bucket had no versioning. */
  versionId: string;
  /** Order of arrival: greater is newer. */
  sequence: number;
  /** epoch ms */
  modified: number;
  deleteMarker: boolean;
  size: number;
  /** With its quotation marks. */
  etag: string;
  checksums: Checksums;
  checksumType: 'FULL_OBJECT' | 'COMPOSITE';
  /** Content-Type and the like, by the API model's members. */
  headers: Record<string, string>;
  metadata: Record<string, string>;
  tags: { Key: string; Value: string }[];
  /** File of the body in `bodies/`. */
  body?: string;
}

/**
 * A bucket's objects on disk: `bodies/<random>` and `versions/<hash of key>.<version>.json`, which is renamed into place
 * last, so that an object is either whole or not there. The index is in memory, built from the JSON files.
 */
export class ObjectStore {
  private readonly bodies: string;
  private readonly versions: string;
  /** By key, newest first. */
  private readonly index = new Map<string, ObjectVersion[]>();
  private sorted: string[] | undefined;
  private sequence = 0;

  constructor(folder: string) {
    this.bodies = join(folder, 'bodies');
    this.versions = join(folder, 'versions');
    for (const path of [this.bodies, this.versions]) mkdirSync(path, { recursive: true, mode: 0o700 });
    this.load();
  }

  /** Keys in S3's order (of their UTF-8 bytes), those with only a delete marker on top included. */
  keys(): readonly string[] {
    this.sorted ??= [...this.index.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return this.sorted;
  }

  /** Versions of a key, newest first. */
  versionsOf(key: string): readonly ObjectVersion[] {
    return this.index.get(key) ?? [];
  }

  /** What a plain GET sees; `undefined` when there is nothing or a delete marker. */
  current(key: string): ObjectVersion | undefined {
    const newest = this.index.get(key)?.[0];
    return newest?.deleteMarker ? undefined : newest;
  }

  get isEmpty(): boolean {
    return this.index.size === 0;
  }

  /** The bytes of a version from `from` to before `to`; no others are read from the disk. */
  read(version: ObjectVersion, from = 0, to = version.size): Buffer {
    if (version.body === undefined || to <= from) return Buffer.alloc(0);
    const file = openSync(join(this.bodies, version.body), 'r');
    try {
      const bytes = Buffer.allocUnsafe(to - from);
      let read = 0;
      for (let count = -1; read < bytes.length && count !== 0; read += count) {
        count = readSync(file, bytes, read, bytes.length - read, from + read);
      }
      return bytes.subarray(0, read);
    } finally {
      closeSync(file);
    }
  }

  /** Adds a version; one of the same id (`null`) is replaced. On return it is on disk. */
  put(version: Omit<ObjectVersion, 'sequence' | 'body'>, body: Uint8Array | undefined): ObjectVersion {
    const stored: ObjectVersion = { ...version, sequence: ++this.sequence };
    if (body) {
      stored.body = randomUUID();
      writeFileSync(join(this.bodies, stored.body), body, { mode: 0o600 });
    }
    const replaced = this.index.get(version.key)?.find((old) => old.versionId === version.versionId);
    this.write(stored);
    this.keep(stored);
    if (replaced?.body) rmSync(join(this.bodies, replaced.body), { force: true });
    return stored;
  }

  /** Writes a version's changed metadata (tags). */
  write(version: ObjectVersion): void {
    const path = join(this.versions, fileName(version));
    const temporary = `${path}.tmp`;
    writeFileSync(temporary, JSON.stringify(version), { mode: 0o600 });
    renameSync(temporary, path);
  }

  /** Takes one version away for good. */
  remove(version: ObjectVersion): void {
    rmSync(join(this.versions, fileName(version)), { force: true });
    if (version.body) rmSync(join(this.bodies, version.body), { force: true });
    const left = this.versionsOf(version.key).filter((other) => other !== version);
    if (left.length) this.index.set(version.key, left);
    else this.index.delete(version.key);
    this.sorted = undefined;
  }

  private keep(version: ObjectVersion): void {
    if (!this.index.has(version.key)) this.sorted = undefined;
    const others = this.versionsOf(version.key).filter((old) => old.versionId !== version.versionId);
    this.index.set(
      version.key,
      [version, ...others].sort((a, b) => b.sequence - a.sequence),
    );
  }

  private load(): void {
    const used = new Set<string>();
    for (const name of readdirSync(this.versions)) {
      const path = join(this.versions, name);
      if (!name.endsWith('.json')) {
        rmSync(path, { force: true });
        continue;
      }
      const version = JSON.parse(readFileSync(path, 'utf8')) as ObjectVersion;
      this.keep(version);
      this.sequence = Math.max(this.sequence, version.sequence);
      if (version.body) used.add(version.body);
    }
    // Bodies of writes that a kill interrupted.
    for (const name of readdirSync(this.bodies))
      if (!used.has(name)) rmSync(join(this.bodies, name), { force: true });
  }
}

/** A key may be longer than a file's name may be and hold any character: its hash is neither. */
function fileName(version: ObjectVersion): string {
  const hash = createHash('sha256').update(version.key).digest('hex');
  return `${hash}.${version.versionId}.json`;
}
