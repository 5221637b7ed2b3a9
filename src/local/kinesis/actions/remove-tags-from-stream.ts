import type { RemoveTagsFromStreamInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { lengthWithin, validate } from '../constraints.js';
import { type Kinesis, requireStream } from '../kinesis.js';

/** Removes tags; keys that the stream does not have are passed over. */
export function removeTagsFromStream(kinesis: Kinesis): Action {
  return (input: RemoveTagsFromStreamInput) => {
    validate(lengthWithin('tagKeys', input.TagKeys, 1, 50));
    const stream = requireStream(kinesis, input);
    kinesis.streams.change(stream, (state) => {
      for (const key of input.TagKeys ?? []) delete state.tags[key];
    });
    return {};
  };
}
