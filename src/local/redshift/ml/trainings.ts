import { AwsError } from '../../protocol/errors.js';
import { relationKey } from '../catalog/records.js';
import type { Database, Transaction } from '../engine/database.js';
import type { EngineServices } from '../engine/execution.js';
import { Mutex } from '../engine/mutex.js';
import { type Artifact, compilerVersion } from './artifact.js';
import { clear, type ModelFolder } from './bucket.js';
import { leave, settleExports } from './exports.js';
import type { ModelRecord } from './model-record.js';
import { outdated, recompile } from './recompile.js';
import { TrainingError } from './trees/training-error.js';

/** The trainings of one database's models, in the background, one at a time. */
export class Trainings {
  readonly #database: Database;
  readonly #services: EngineServices;
  readonly #log: (line: string) => void;
  readonly #running = new Map<number, { controller: AbortController; done: Promise<void> }>();
  readonly #turn = new Mutex();
  readonly #recompiling = new AbortController();
  /** A model is tried once an opening. */
  readonly #recompiled = new Set<number>();
  #stopped = false;
  #syncing: Promise<void> = Promise.resolve();

  constructor(database: Database, services: EngineServices, log: (line: string) => void) {
    this.#database = database;
    this.#services = services;
    this.#log = log;
  }

  /**
   * Starts what the catalog says is in training (anew, where a kill interrupted it), stops what was dropped, and
   * clears what is left in buckets.
   */
  sync(): Promise<void> {
    this.#syncing = this.#syncing
      .then(() => this.#sync())
      .catch((error: unknown) => this.#log(`redshift ml: ${error}`));
    return this.#syncing;
  }

  /** Stops every training where it is; the catalog still says TRAINING, so the next opening takes it up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#recompiling.abort();
    for (const { controller } of this.#running.values()) controller.abort();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    await this.#syncing;
  }

  async #sync(): Promise<void> {
    if (this.#stopped) return;
    const catalog = await this.#database.catalog();
    const wanted = new Map(
      catalog
        .all('model')
        .filter((model) => model.state === 'TRAINING')
        .map((model) => [model.id, model]),
    );
    for (const [id, { controller }] of this.#running) {
      if (!wanted.has(id)) controller.abort();
    }
    for (const [id, model] of wanted) if (!this.#running.has(id)) this.#start(model);
    await settleExports(this.#database);
    await this.#sweep();
    await this.#recompile();
  }

  async #recompile(): Promise<void> {
    for (const model of await outdated(this.#database)) {
      if (this.#stopped) return;
      if (this.#recompiled.has(model.id)) continue;
      this.#recompiled.add(model.id);
      await recompile(this.#database, model, this.#recompiling.signal).catch((error: unknown) => {
        if (!this.#stopped) this.#log(`redshift ml: ${model.name} stays as it was compiled before: ${error}`);
      });
    }
  }

  #start(model: ModelRecord): void {
    const controller = new AbortController();
    const done = this.#turn
      .run(() => this.#train(model, controller.signal))
      .catch((error: unknown) => {
        if (!this.#stopped) this.#log(`redshift ml: ${model.name}: ${error}`);
      })
      .finally(() => this.#running.delete(model.id));
    this.#running.set(model.id, { controller, done });
  }

  async #train(model: ModelRecord, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      // The learner is loaded when there is something to learn.
      const { runJob } = await import('./training-job.js');
      const artifact = await runJob(this.#services, model, signal);
      if (!signal.aborted) await this.#ready(model, artifact, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TrainingError || error instanceof AwsError))
        this.#log(
          `redshift ml: ${model.name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
        );
      await this.#settle(model, {
        state: 'FAILED',
        reason: error instanceof Error ? error.message : String(error),
      });
    }
    void this.sync();
  }

  async #ready(model: ModelRecord, artifact: Artifact, signal: AbortSignal): Promise<void> {
    const { compile } = await import('./compile.js');
    const statements = await compile(model, artifact, signal);
    await this.#settle(
      model,
      { state: 'READY', scores: artifact.scores, compiler: compilerVersion },
      async (connection) => {
        for (const statement of statements) await connection.run(statement);
        const row = [BigInt(model.id), JSON.stringify(artifact)];
        await connection.run('INSERT INTO redshift_catalog.model_artifacts VALUES ($1, $2)', row);
      },
    );
  }

  /** Writes the end of a training, unless the model was dropped meanwhile. */
  #settle(
    model: ModelRecord,
    end: Pick<ModelRecord, 'state'> & Partial<ModelRecord>,
    work?: (connection: Transaction['connection']) => Promise<void>,
  ): Promise<void> {
    return this.#database.write(async ({ catalog, connection }) => {
      const key = relationKey(model.schema, model.name);
      if (catalog.get('model', key)?.id !== model.id) return;
      await work?.(connection);
      catalog.put('model', key, { ...model, ...end });
      if (model.collect) await leave(connection, model.folder);
    });
  }

  async #sweep(): Promise<void> {
    const rows = await this.#database.read(({ connection }) =>
      connection.runAndReadAll(
        'SELECT DISTINCT bucket, prefix, iam_role FROM redshift_catalog.model_leftovers',
      ),
    );
    for (const [bucket, prefix, iamRole] of rows.getRows() as [string, string, string][]) {
      if (this.#stopped) return;
      await this.#clear({ bucket, prefix, iamRole });
    }
  }

  /** A folder that cannot be cleared (its role is gone) stays noted, and is tried again at the next opening. */
  async #clear(folder: ModelFolder): Promise<void> {
    try {
      await clear(this.#services.call, folder);
    } catch (error) {
      this.#log(`redshift ml: s3://${folder.bucket}/${folder.prefix} could not be removed: ${error}`);
      return;
    }
    await this.#database.write(({ connection }) =>
      connection.run('DELETE FROM redshift_catalog.model_leftovers WHERE prefix = $1', [folder.prefix]),
    );
  }
}
