import type { HashKey } from '../hash-key.js';

/** A shard as it is kept on disk. */
export interface ShardState {
  id: string;
  index: number;
  /** See SequencePosition. */
  epochSeconds: number;
  start: HashKey;
  /** inclusive */
  end: HashKey;
  parent?: string;
  adjacentParent?: string;
  /** epoch ms */
  openedAt: number;
  closedAt?: number;
}

export interface ConsumerState {
  name: string;
  arn: string;
  status: 'CREATING' | 'ACTIVE' | 'DELETING';
  createdAt: number;
  tags: Record<string, string>;
}

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

/** What an UPDATING stream is about to become; kept on disk so that a restart takes it up. */
export type StreamUpdate =
  | { kind: 'split'; shardId: string; at: HashKey }
  | { kind: 'merge'; shardId: string; adjacentId: string }
  | { kind: 'scale'; target: number }
  | { kind: 'grow'; target: number }
  | { kind: 'mode'; mode: StreamMode }
  | { kind: 'retention'; hours: number }
  | { kind: 'encryption'; keyId: string | undefined }
  | { kind: 'record size'; kib: number };

/** The highest write rate of one day, which on-demand streams are sized by. */
export interface DailyPeak {
  /** days since 1970 */
  day: number;
  recordsPerSecond: number;
  bytesPerSecond: number;
}

/** A stream as it is kept on disk. */
export interface StreamState {
  name: string;
  /** Names its folder; another for each stream that ever had the name. */
  uid: string;
  createdAt: number;
  status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
  mode: StreamMode;
  shards: ShardState[];
  nextShardIndex: number;
  retentionHours: number;
  /** Records from before were lost to a shorter retention and stay lost when it is lengthened. Epoch ms. */
  lostBefore: number;
  /** KMS key as it was given; absent while the stream is not encrypted. */
  keyId?: string;
  maxRecordKiB: number;
  tags: Record<string, string>;
  consumers: ConsumerState[];
  /** Resource policies by ARN, of the stream and of its consumers. */
  policies: Record<string, string>;
  peaks: DailyPeak[];
  /** When UpdateShardCount was called, in the last 24 hours. Epoch ms. */
  scaledAt: number[];
  update?: StreamUpdate;
}

/** `kinesis/streams.json` */
export interface StreamsDocument {
  /** base64 of 32 bytes, for what is handed out opaquely (iterators, page tokens). */
  tokenKey: string;
  /** No two streams share an epoch, so sequence numbers tell a stream from its predecessor of the same name. */
  lastEpochSeconds: number;
  streams: StreamState[];
  /** Folders of deleted streams that may not be removed wholly yet. */
  leftovers: string[];
}
