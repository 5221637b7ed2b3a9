import type { TagResourceInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import type { Kinesis } from '../kinesis.js';
import { requireResource } from '../resource.js';
import { checkTags } from '../tags.js';

/** Adds tags to a stream or a consumer, or replaces their values. */
export function tagResource(kinesis: Kinesis): Action {
  return (input: TagResourceInput) => {
    const { stream, tagsIn } = requireResource(kinesis, input.ResourceARN);
    const added = input.Tags ?? {};
    checkTags(added, tagsIn(stream.state), stream.state.name, kinesis.cloud.accountId);
    kinesis.streams.change(stream, (state) => {
      Object.assign(tagsIn(state), added);
    });
    return {};
  };
}
