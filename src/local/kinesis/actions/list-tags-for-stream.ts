import type { ListTagsForStreamInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { lengthWithin, validate, valueWithin } from '../constraints.js';
import { type Kinesis, requireStream } from '../kinesis.js';
import { tagList } from '../tags.js';

const MOST_TAGS = 50;

/** The stream's tags by key, at most 50 a page. */
export function listTagsForStream(kinesis: Kinesis): Action {
  return (input: ListTagsForStreamInput) => {
    validate(
      valueWithin('limit', input.Limit, 1, MOST_TAGS),
      lengthWithin('exclusiveStartTagKey', input.ExclusiveStartTagKey, 1, 128),
    );
    const stream = requireStream(kinesis, input);
    const rest = tagList(stream.state.tags).filter((tag) => tag.Key > (input.ExclusiveStartTagKey ?? ''));
    const page = rest.slice(0, input.Limit ?? MOST_TAGS);
    return { Tags: page, HasMoreTags: page.length < rest.length };
  };
}
