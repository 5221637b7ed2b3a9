import type { Cloud } from '../../cloud.js';
import type { DurableDocument } from '../../durable-document.js';
import { AwsError } from '../../protocol/errors.js';
import { type ClusterRecord, type Tag, toCluster } from './cluster-record.js';

/** A subnet group as it lies on disk. */
export interface SubnetGroupRecord {
  name: string;
  description: string;
  vpcId: string;
  subnets: { id: string; zone: string }[];
  tags: Tag[];
}

/** A parameter group as it lies on disk; `values` holds what differs from the engine's defaults. */
export interface ParameterGroupRecord {
  name: string;
  family: string;
  description: string;
  values: Record<string, string>;
  tags: Tag[];
}

interface ClusterDocument {
  clusters: Record<string, ClusterRecord>;
  subnetGroups: Record<string, SubnetGroupRecord>;
  parameterGroups: Record<string, ParameterGroupRecord>;
}

/** What a cluster's database must hear of its control plane. */
export interface ClusterEvents {
  /** The cluster is being made: what its first statement needs may be made ready. */
  creating(record: ClusterRecord): void;
  /** The cluster became available (created or resumed). */
  available(record: ClusterRecord): void;
  /** The cluster no longer answers: close its files. */
  unavailable(record: ClusterRecord): Promise<void>;
  /** The cluster is gone: remove its files. */
  deleted(record: ClusterRecord): Promise<void>;
}

/** The clusters, subnet groups and parameter groups of one local cloud, durable in `redshift/clusters.json`. */
export class ClusterStore {
  readonly cloud: Cloud;
  events: ClusterEvents | undefined;
  #document: DurableDocument<ClusterDocument>;
  #timers = new Set<NodeJS.Timeout>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.#document = cloud.document<ClusterDocument>('redshift/clusters', {
      clusters: {},
      subnetGroups: {},
      parameterGroups: {},
    });
  }

  get clusters(): Record<string, ClusterRecord> {
    return this.#document.value.clusters;
  }

  get subnetGroups(): Record<string, SubnetGroupRecord> {
    return this.#document.value.subnetGroups;
  }

  get parameterGroups(): Record<string, ParameterGroupRecord> {
    return this.#document.value.parameterGroups;
  }

  save(): void {
    this.#document.save();
  }

  /** @throws AwsError ClusterNotFound */
  get(identifier: string | undefined): ClusterRecord {
    const record = this.clusters[(identifier ?? '').toLowerCase()];
    if (!record) throw new AwsError('ClusterNotFoundFault', `Cluster ${identifier} not found.`);
    return record;
  }

  /** @throws AwsError ClusterNotFound; InvalidClusterState unless the cluster is in one of the states. */
  getIn(identifier: string, states: string[], doing: string): ClusterRecord {
    const record = this.get(identifier);
    if (!states.includes(record.status)) {
      throw new AwsError(
        'InvalidClusterStateFault',
        `There is an operation running on the Cluster. Please try to ${doing} it at a later time.`,
      );
    }
    return record;
  }

  describe(record: ClusterRecord): object {
    return toCluster(record, this.cloud.region, this.cloud.accountId);
  }

  /** `arn:aws:redshift:REGION:ACCOUNT:KIND:NAME` */
  arn(kind: string, name: string): string {
    return `arn:aws:redshift:${this.cloud.region}:${this.cloud.accountId}:${kind}:${name}`;
  }

  /** Saves the cluster's transitional state now and takes the next step after the cloud's cluster delay. */
  transition(record: ClusterRecord, state: string): void {
    record.status = state;
    this.save();
    if (state === 'creating') this.events?.creating(record);
    this.#schedule(record);
  }

  /** Runs something after the cluster delay, unless the process ends before. */
  later(work: () => Promise<void> | void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      Promise.resolve()
        .then(work)
        .catch((error: unknown) =>
          this.cloud.log(`redshift: ${error instanceof Error ? error.message : error}`),
        );
    }, this.cloud.settings.delays.cluster);
    timer.unref();
    this.#timers.add(timer);
  }

  /** Takes up every transition that a kill interrupted, and opens what is available. */
  start(): void {
    for (const record of Object.values(this.clusters)) {
      if (record.status === 'available') this.events?.available(record);
      else if (record.status !== 'paused') this.#schedule(record);
      this.settleRoles(record);
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Roles on their way in or out reach `in-sync`, or go. */
  settleRoles(record: ClusterRecord): void {
    if (record.roles.every((role) => role.ApplyStatus === 'in-sync')) return;
    this.later(() => {
      record.roles = record.roles
        .filter((role) => role.ApplyStatus !== 'removing')
        .map((role) => ({ ...role, ApplyStatus: 'in-sync' }));
      if (this.clusters[record.identifier]) this.save();
    });
  }

  #schedule(record: ClusterRecord): void {
    this.later(() => this.#settle(record));
  }

  async #settle(record: ClusterRecord): Promise<void> {
    switch (record.status) {
      case 'creating':
      case 'modifying':
      case 'resuming':
        record.status = 'available';
        this.save();
        this.events?.available(record);
        return;
      case 'pausing':
        await this.events?.unavailable(record);
        record.status = 'paused';
        this.save();
        return;
      case 'deleting':
        await this.events?.deleted(record);
        await this.#deleteSecret(record);
        delete this.clusters[record.identifier];
        this.save();
        return;
    }
  }

  async #deleteSecret(record: ClusterRecord): Promise<void> {
    if (!record.masterPasswordSecretArn) return;
    const input = { SecretId: record.masterPasswordSecretArn, ForceDeleteWithoutRecovery: true };
    await this.cloud
      .call('secretsmanager', 'DeleteSecret', input, { service: 'redshift.amazonaws.com' })
      .catch((error: unknown) => {
        if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
      });
  }
}
