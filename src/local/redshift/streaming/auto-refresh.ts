import type { RelationRecord } from '../catalog/records.js';
import { relationKey } from '../catalog/records.js';
import { Cancellation } from '../engine/cancellation.js';
import type { Database } from '../engine/database.js';
import type { EngineServices } from '../engine/execution.js';
import { refreshStream } from './refresh.js';
import { requireAllowed } from './stream-access.js';

/** How long arrivals are gathered before a refresh, in ms: a commit for each put would be a commit too many. */
const gather = 50;
const firstBackOff = 1_000;
const longestBackOff = 60_000;
/** How long a role that may read the stream is taken at its word, in ms: asking IAM at each of ten refreshes a second would cost more than they do. */
const checkedFor = 5_000;

interface Watched {
  view: RelationRecord;
  unsubscribe: () => void;
  timer: NodeJS.Timeout | undefined;
  running: boolean;
  /** Records arrived while a refresh ran. */
  again: boolean;
  failures: number;
  /** When the role's permissions are asked for again, epoch ms. */
  checkAgain?: number;
}

/** Refreshes the AUTO REFRESH YES views of one database when records arrive in their streams. */
export class AutoRefresh {
  readonly #database: Database;
  readonly #services: EngineServices;
  readonly #log: (line: string) => void;
  readonly #watched = new Map<number, Watched>();
  #stopped = false;
  #syncing: Promise<void> = Promise.resolve();

  constructor(database: Database, services: EngineServices, log: (line: string) => void) {
    this.#database = database;
    this.#services = services;
    this.#log = log;
  }

  /** Watches what the catalog now says, and catches up on what arrived before. */
  sync(): Promise<void> {
    this.#syncing = this.#syncing
      .then(() => this.#sync())
      .catch((error: unknown) => this.#log(`redshift: ${error}`));
    return this.#syncing;
  }

  stop(): void {
    this.#stopped = true;
    for (const watched of this.#watched.values()) forget(watched);
    this.#watched.clear();
  }

  async #sync(): Promise<void> {
    if (this.#stopped) return;
    const catalog = await this.#database.catalog();
    const wanted = new Map<number, RelationRecord>();
    for (const relation of catalog.all('relation')) {
      if (relation.materialized?.autoRefresh && relation.materialized.stream)
        wanted.set(relation.id, relation);
    }
    for (const [id, watched] of this.#watched) {
      if (wanted.has(id)) continue;
      forget(watched);
      this.#watched.delete(id);
    }
    for (const [id, view] of wanted) {
      if (!this.#watched.has(id)) this.#watch(view);
    }
  }

  #watch(view: RelationRecord): void {
    const watched: Watched = {
      view,
      unsubscribe: () => {},
      timer: undefined,
      running: false,
      again: false,
      failures: 0,
    };
    watched.unsubscribe = this.#services.reader.onArrival(view.materialized?.stream?.name ?? '', () => {
      if (watched.running) watched.again = true;
      else if (watched.failures === 0) this.#soon(watched, gather);
    });
    this.#watched.set(view.id, watched);
    this.#soon(watched, 0);
  }

  #soon(watched: Watched, delay: number): void {
    if (watched.timer || this.#stopped) return;
    watched.timer = setTimeout(() => {
      watched.timer = undefined;
      void this.#refresh(watched);
    }, delay);
    watched.timer.unref();
  }

  async #refresh(watched: Watched): Promise<void> {
    if (this.#stopped) return;
    watched.running = true;
    watched.again = false;
    try {
      await this.#refreshNow(watched);
      watched.failures = 0;
      watched.running = false;
      if (watched.again) this.#soon(watched, gather);
    } catch (error) {
      watched.running = false;
      watched.failures++;
      const delay = Math.min(longestBackOff, firstBackOff * 2 ** (watched.failures - 1));
      if (!this.#stopped && this.#watched.has(watched.view.id)) {
        this.#log(
          `redshift: automatic refresh of ${watched.view.name} failed (${(error as Error).message}); again in ${delay} ms`,
        );
        this.#soon(watched, delay);
      }
    }
  }

  async #refreshNow(watched: Watched): Promise<void> {
    const watchedView = watched.view;
    const catalog = await this.#database.catalog();
    const view = catalog.get('relation', relationKey(watchedView.schema, watchedView.name));
    if (!view || view.id !== watchedView.id) return;
    const stream = view.materialized?.stream;
    const external = stream && catalog.get('schema', stream.schema)?.external;
    const role = external?.iamRole;
    if (!stream || !role || !this.#services.hasRole(role))
      throw new Error('the role of its schema is not attached to the cluster');
    if (Date.now() >= (watched.checkAgain ?? 0)) {
      await requireAllowed(this.#services, role, external.region ?? this.#services.region, stream.name);
      watched.checkAgain = Date.now() + checkedFor;
    }
    // The stream is gone, and may come back.
    if (this.#services.reader.shards(stream.name) === undefined) return;
    const owner = catalog.user(view.owner);
    const id = nextAutoId++;
    await refreshStream({
      database: this.#database,
      reader: this.#services.reader,
      view,
      identity: { user: owner.name, userId: owner.id, sessionId: 0, queryId: id, transactionId: id },
      type: 'Auto',
      cancellation: new Cancellation(),
    });
  }
}

// Automatic refreshes have query ids of their own, far from the statements'.
let nextAutoId = 900_000_000;

function forget(watched: Watched): void {
  watched.unsubscribe();
  clearTimeout(watched.timer);
}
