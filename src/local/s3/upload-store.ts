import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checksums } from './checksums.js';
import { noSuchUpload } from './errors.js';

/** A multipart upload under way. */
export interface Upload {
  id: string;
  key: string;
  /** epoch ms */
  initiated: number;
  /** What CreateMultipartUpload said of the object. */
  input: Record<string, unknown>;
}

export interface Part {
  number: number;
  etag: string;
  size: number;
  /** epoch ms */
  modified: number;
  checksums: Checksums;
}

/** Uploads of one bucket on disk: a folder each, `upload.json`, and a part's body and description under its number. */
export class UploadStore {
  private readonly folder: string;

  constructor(bucketFolder: string) {
    this.folder = join(bucketFolder, 'uploads');
  }

  create(key: string, input: Record<string, unknown>): Upload {
    const upload = { id: randomBytes(48).toString('base64url'), key, initiated: Date.now(), input };
    const folder = this.folderOf(upload.id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeWhole(join(folder, 'upload.json'), JSON.stringify(upload));
    return upload;
  }

  /** @throws AwsError NoSuchUpload */
  get(id: string, key: string): Upload {
    const path = join(this.folderOf(id), 'upload.json');
    if (!/^[\w-]{64}$/.test(id) || !existsSync(path)) throw noSuchUpload(id);
    const upload = JSON.parse(readFileSync(path, 'utf8')) as Upload;
    if (upload.key !== key) throw noSuchUpload(id);
    return upload;
  }

  all(): Upload[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .map((id) => join(this.folder, id, 'upload.json'))
      .filter((path) => existsSync(path))
      .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Upload);
  }

  putPart(id: string, number: number, body: Uint8Array, checksums: Checksums): Part {
    const part: Part = {
      number,
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      size: body.length,
      modified: Date.now(),
      checksums,
    };
    writeWhole(join(this.folderOf(id), `${number}.part`), body);
    writeWhole(join(this.folderOf(id), `${number}.json`), JSON.stringify(part));
    return part;
  }

  /** Parts by ascending number. */
  parts(id: string): Part[] {
    return readdirSync(this.folderOf(id))
      .filter((name) => /^\d+\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(join(this.folderOf(id), name), 'utf8')) as Part)
      .sort((a, b) => a.number - b.number);
  }

  readPart(id: string, number: number): Buffer {
    return readFileSync(join(this.folderOf(id), `${number}.part`));
  }

  remove(id: string): void {
    rmSync(this.folderOf(id), { recursive: true, force: true });
  }

  private folderOf(id: string): string {
    return join(this.folder, id.replace(/[^\w-]/g, '_'));
  }
}

function writeWhole(path: string, data: string | Uint8Array): void {
  writeFileSync(`${path}.tmp`, data, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}
