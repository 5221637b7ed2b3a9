import type { DescribeStreamSummaryInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { describeState } from '../description.js';
import { type Kinesis, requireStream } from '../kinesis.js';

/** The stream without its shards. */
export function describeStreamSummary(kinesis: Kinesis): Action {
  return (input: DescribeStreamSummaryInput) => {
    const stream = requireStream(kinesis, input);
    return {
      StreamDescriptionSummary: {
        ...describeState(kinesis, stream.state),
        OpenShardCount: stream.exists ? stream.open().length : 0,
        ConsumerCount: stream.state.consumers.length,
        MaxRecordSizeInKiB: stream.state.maxRecordKiB,
      },
    };
  };
}
