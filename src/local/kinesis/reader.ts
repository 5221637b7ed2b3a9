/** A record as it lies in a shard. */
export interface ShardRecord {
  /** 56 decimal digits; compares as text because the length is fixed. */
  sequenceNumber: string;
  partitionKey: string;
  /** epoch ms */
  approximateArrivalTimestamp: number;
  data: Buffer;
}

export interface ShardBatch {
  records: ShardRecord[];
  /** Nothing was left in the shard behind this batch when it was read. */
  atTip: boolean;
  /** The shard is closed and wholly read. */
  ended: boolean;
}

/**
 * How Redshift reads streams: the one place where a service reads another's store and not its API. Reads are not
 * counted against a shard's limits. Positions are sequence numbers; `undefined` is TRIM_HORIZON.
 */
export interface StreamReader {
  /** Shards of the stream, parents before children; undefined when no such stream is ACTIVE or UPDATING. */
  shards(streamName: string): { shardId: string; parentShardIds: string[] }[] | undefined;
  /** The records after a position, oldest first, bounded by count and by bytes of data. */
  read(
    streamName: string,
    shardId: string,
    after: string | undefined,
    limit: { records: number; bytes: number },
  ): Promise<ShardBatch>;
  /** Calls the listener after records arrived in the stream (once a batch, not once a record); returns the way to stop it. */
  onArrival(streamName: string, listener: () => void): () => void;
}
