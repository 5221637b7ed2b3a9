import { fileBytes } from './file-bytes.js';
import type { ReadFile, RowError } from './load-log.js';
import type { FileRecord, RecordReader } from './record.js';
import type { ToRow } from './rows.js';
import type { S3Access, S3Object } from './s3-access.js';
import type { Stage } from './stage.js';
import type { LoadColumn } from './target.js';

/** Rows that are held before they go into the table, and the bytes of their text, whichever comes first. */
const heldRows = 20_480;
const heldBytes = 8 * 1024 * 1024;

/** More rows were in error than MAXERROR allows. */
export class TooManyErrors extends Error {}

export interface Load {
  s3: S3Access;
  gzip: boolean;
  ignoreHeader: number;
  maxError: number;
  columns: readonly LoadColumn[];
  newReader: () => RecordReader;
  toRow: ToRow;
  /** Absent: rows are only checked (NOLOAD). */
  stage: Stage | undefined;
  /** @throws SqlError when the statement was cancelled */
  check(): void;
}

/** What has been loaded so far; kept up to date, so that a failure can tell it. */
export interface Progress {
  loaded: number;
  files: ReadFile[];
  errors: RowError[];
}

/**
 * Reads every file into the table.
 * @throws TooManyErrors
 */
export async function loadFiles(load: Load, files: readonly S3Object[], progress: Progress): Promise<void> {
  for (const file of files) {
    const name = `s3://${file.bucket}/${file.key}`;
    const reader = load.newReader();
    const read: ReadFile = { name, bytes: file.size, lines: 0 };
    let held = 0;
    const take = async (bytes: string, last: boolean) => {
      for (const record of reader.read(bytes, last)) {
        read.lines++;
        if (read.lines > load.ignoreHeader) takeRecord(load, name, record, progress);
      }
      held += bytes.length;
      if (held >= heldBytes || (load.stage?.size ?? 0) >= heldRows) {
        await load.stage?.flush();
        held = 0;
      }
      load.check();
    };
    for await (const bytes of fileBytes(load.s3, file, load.gzip)) await take(bytes, false);
    await take('', true);
    progress.files.push(read);
  }
  await load.stage?.flush();
}

function takeRecord(load: Load, file: string, record: FileRecord, progress: Progress): void {
  const made = load.toRow(record);
  if (made === 'blank') return;
  if ('row' in made) {
    load.stage?.add(made.row);
    if (load.stage) progress.loaded++;
    return;
  }
  const { fault } = made;
  const column = fault.column === undefined ? undefined : load.columns[fault.column];
  progress.errors.push({ file, record, column, fault });
  if (progress.errors.length >= Math.max(1, load.maxError)) throw new TooManyErrors();
}
