import type { UntagResourceInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { lengthWithin, validate } from '../constraints.js';
import type { Kinesis } from '../kinesis.js';
import { requireResource } from '../resource.js';

/** Removes tags from a stream or a consumer; keys that it does not have are passed over. */
export function untagResource(kinesis: Kinesis): Action {
  return (input: UntagResourceInput) => {
    validate(lengthWithin('tagKeys', input.TagKeys, 1, 50));
    const { stream, tagsIn } = requireResource(kinesis, input.ResourceARN);
    kinesis.streams.change(stream, (state) => {
      const tags = tagsIn(state);
      for (const key of input.TagKeys ?? []) delete tags[key];
    });
    return {};
  };
}
