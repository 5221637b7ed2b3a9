import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { AwsError } from '../protocol/errors.js';
import type { FunctionConfiguration, FunctionRecord, FunctionsDocument } from './model.js';
import { invalid, notFound, parseFunctionName } from './names.js';
import { readZip, TooLarge } from './zip.js';

const UNPACKED_LIMIT = 262_144_000;
const PACKED_LIMIT = 52_428_800;

/** Functions on disk: their records in one document, each distinct archive once in a folder of its own. */
export class FunctionStore {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<FunctionsDocument>;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.document = cloud.document<FunctionsDocument>('lambda/functions', { functions: {} });
  }

  all(): FunctionRecord[] {
    return Object.values(this.document.value.functions).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): FunctionRecord | undefined {
    return Object.hasOwn(this.document.value.functions, name)
      ? this.document.value.functions[name]
      : undefined;
  }

  arn(name: string, qualifier?: string): string {
    const base = `arn:aws:lambda:${this.cloud.region}:${this.cloud.accountId}:function:${name}`;
    return qualifier ? `${base}:${qualifier}` : base;
  }

  /**
   * The record and the configuration that a FunctionName and Qualifier name.
   * @param shown the qualifier that an error shows when none was named (Invoke's is `$LATEST`)
   * @throws AwsError ResourceNotFoundException with the ARN that was looked for.
   */
  resolve(functionName: string, qualifier?: string, shown?: string): ResolvedFunction {
    const reference = parseFunctionName(functionName, this.cloud.region, qualifier);
    const record = this.find(reference.name);
    const wanted = reference.qualifier;
    if (!record) throw notFound(`Function not found: ${this.arn(reference.name, wanted ?? shown)}`);
    if (!wanted || wanted === '$LATEST') return { record, configuration: record.latest, qualifier: wanted };
    const version = record.versions.find((one) => one.version === wanted);
    if (!version) throw notFound(`Function not found: ${this.arn(reference.name, wanted)}`);
    return { record, configuration: version, qualifier: wanted };
  }

  add(record: FunctionRecord): void {
    this.document.value.functions[record.name] = record;
    this.document.save();
  }

  save(): void {
    this.document.save();
  }

  remove(name: string): void {
    delete this.document.value.functions[name];
    this.document.save();
    this.dropUnusedCode();
  }

  /**
   * Unpacks an archive where environments find it.
   * @throws AwsError InvalidParameterValueException for what is no zip archive, or is too large.
   */
  keepCode(archive: Uint8Array): { codeSha256: string; codeSize: number } {
    if (archive.length > PACKED_LIMIT) {
      throw new AwsError(
        'RequestEntityTooLargeException',
        `Zipped size must be smaller than ${PACKED_LIMIT} bytes`,
        {
          status: 413,
        },
      );
    }
    const digest = createHash('sha256').update(archive).digest();
    const folder = this.codeFolder(digest.toString('base64'));
    const kept = { codeSha256: digest.toString('base64'), codeSize: archive.length };
    if (existsSync(folder)) return kept;
    const temporary = `${folder}.${randomUUID()}`;
    try {
      for (const entry of readZip(archive, UNPACKED_LIMIT)) {
        const path = join(temporary, entry.name);
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(path, entry.content, { mode: 0o600 });
      }
      mkdirSync(temporary, { recursive: true, mode: 0o700 });
      renameSync(temporary, folder);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      if (error instanceof TooLarge) throw invalid('Unzipped size must be smaller than 262144000 bytes');
      if ((error as NodeJS.ErrnoException).syscall) throw error;
      throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
    }
    return kept;
  }

  /** The folder with an archive's files. */
  codeFolder(codeSha256: string): string {
    const name = Buffer.from(codeSha256, 'base64').toString('hex');
    return join(this.cloud.folder, 'lambda', 'code', name);
  }

  hasFile(codeSha256: string, path: string): boolean {
    return existsSync(join(this.codeFolder(codeSha256), path));
  }

  readFile(codeSha256: string, path: string): string {
    return readFileSync(join(this.codeFolder(codeSha256), path), 'utf8');
  }

  /** Ends Pending and InProgress after the delay that the settings name; after a kill `start` calls it again. */
  settle(record: FunctionRecord, active?: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (this.find(record.name) !== record) return;
      for (const one of [record.latest, ...record.versions]) {
        if (one.state === 'Active' && one.lastUpdateStatus === 'Successful') continue;
        one.state = 'Active';
        one.lastUpdateStatus = 'Successful';
        one.revisionId = randomUUID();
      }
      this.save();
      active?.();
    }, this.cloud.settings.delays.resource);
    this.timers.add(timer);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  /** Archives that no function and no version names any more. */
  dropUnusedCode(): void {
    const used = new Set(this.all().flatMap((one) => [one.latest, ...one.versions].map((c) => c.codeSha256)));
    for (const sha of this.unused) {
      if (!used.has(sha)) rmSync(this.codeFolder(sha), { recursive: true, force: true });
    }
    this.unused.clear();
  }

  /** Marks an archive as perhaps unused, to be dropped with the next removal or update. */
  release(configuration: FunctionConfiguration): void {
    this.unused.add(configuration.codeSha256);
  }

  private readonly unused = new Set<string>();
}

export interface ResolvedFunction {
  record: FunctionRecord;
  configuration: FunctionConfiguration;
  qualifier: string | undefined;
}
