import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamReader } from '../../kinesis/reader.js';
import type { Authorizer } from '../../policy/authorizer.js';
import type { OpenCluster } from '../data-api/runner.js';
import { Database } from '../engine/database.js';
import type { EngineServices } from '../engine/execution.js';
import { Trainings } from '../ml/trainings.js';
import { AutoRefresh } from '../streaming/auto-refresh.js';
import { sessionOf } from '../streaming/role-session.js';
import type { ClusterRecord } from './cluster-record.js';
import type { ClusterEvents, ClusterStore } from './cluster-store.js';

type VolatileRows = EngineServices['volatileRows'];

/** The databases of the clusters that answer, each opened at its first use and closed with its cluster. */
export class OpenClusters implements ClusterEvents {
  readonly #store: ClusterStore;
  readonly #reader: StreamReader;
  readonly #authorizer: Authorizer;
  readonly #volatileRows: (cluster: string) => VolatileRows;
  readonly #open = new Map<string, OpenCluster & { auto: AutoRefresh; trainings: Trainings }>();

  constructor(
    store: ClusterStore,
    reader: StreamReader,
    authorizer: Authorizer,
    volatileRows: (cluster: string) => VolatileRows,
  ) {
    this.#store = store;
    this.#reader = reader;
    this.#authorizer = authorizer;
    this.#volatileRows = volatileRows;
  }

  /** The database of an available cluster. */
  get(identifier: string): OpenCluster {
    const there = this.#open.get(identifier);
    if (there) return there;
    const record = this.#store.get(identifier);
    const database = new Database({
      folder: this.#folder(record),
      name: record.dbName,
      admin: record.masterUsername,
      log: (line) => this.#store.cloud.log(line),
    });
    const services = this.#services(record);
    const auto = new AutoRefresh(database, services, (line) => this.#store.cloud.log(line));
    services.autoRefreshChanged = () => void auto.sync();
    const trainings = new Trainings(database, services, (line) => this.#store.cloud.log(line));
    services.modelsChanged = () => void trainings.sync();
    const opened = { database, services, auto, trainings };
    this.#open.set(identifier, opened);
    return opened;
  }

  /** The database opens beside the creation, which does not wait for it: the first statement then need not. */
  creating(record: ClusterRecord): void {
    this.get(record.identifier)
      .database.warmUp()
      .catch((error: unknown) => this.#store.cloud.log(`redshift: ${error}`));
  }

  /** A cluster that has a database file may have views that refresh by themselves: only then is it opened at once. */
  available(record: ClusterRecord): void {
    if (!existsSync(join(this.#folder(record), 'database.duckdb'))) return;
    this.get(record.identifier);
    const opened = this.#open.get(record.identifier);
    void opened?.auto.sync();
    void opened?.trainings.sync();
  }

  async unavailable(record: ClusterRecord): Promise<void> {
    const opened = this.#open.get(record.identifier);
    this.#open.delete(record.identifier);
    opened?.auto.stop();
    await opened?.trainings.stop();
    await opened?.database.close();
  }

  async deleted(record: ClusterRecord): Promise<void> {
    await this.unavailable(record);
    rmSync(this.#folder(record), { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    for (const identifier of [...this.#open.keys()]) await this.unavailable(this.#store.get(identifier));
  }

  #folder(record: ClusterRecord): string {
    return join(this.#store.cloud.folder, 'redshift', record.identifier);
  }

  #services({ identifier }: ClusterRecord): EngineServices {
    const { cloud } = this.#store;
    const roles = () => this.#store.get(identifier);
    return {
      defaultRole: () => roles().defaultRoleArn,
      hasRole: (arn) =>
        roles().roles.some((role) => role.IamRoleArn === arn && role.ApplyStatus !== 'removing'),
      firstDenied: async (roleArn, actions, resource, context) =>
        this.#authorizer.firstDenied(sessionOf(roleArn, cloud.accountId), actions, resource, context),
      region: cloud.region,
      accountId: cloud.accountId,
      reader: this.#reader,
      call: (service, action, input, as) => cloud.call(service, action, input, as),
      modelsChanged: () => {},
      autoRefreshChanged: () => {},
      volatileRows: this.#volatileRows(identifier),
    };
  }
}
