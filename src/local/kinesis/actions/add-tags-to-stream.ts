import type { AddTagsToStreamInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { type Kinesis, requireStream } from '../kinesis.js';
import { checkTags } from '../tags.js';

/** Adds tags or replaces their values. */
export function addTagsToStream(kinesis: Kinesis): Action {
  return (input: AddTagsToStreamInput) => {
    const stream = requireStream(kinesis, input);
    const added = input.Tags ?? {};
    checkTags(added, stream.state.tags, stream.state.name, kinesis.cloud.accountId);
    kinesis.streams.change(stream, (state) => {
      Object.assign(state.tags, added);
    });
    return {};
  };
}
