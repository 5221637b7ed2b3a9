import type { ListTagsForResourceInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import type { Kinesis } from '../kinesis.js';
import { requireResource } from '../resource.js';
import { tagList } from '../tags.js';

/** All tags of a stream or a consumer. */
export function listTagsForResource(kinesis: Kinesis): Action {
  return (input: ListTagsForResourceInput) => {
    const { stream, tagsIn } = requireResource(kinesis, input.ResourceARN);
    return { Tags: tagList(tagsIn(stream.state)) };
  };
}
