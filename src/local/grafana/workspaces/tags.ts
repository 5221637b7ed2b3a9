import type { Cloud } from '../../cloud.js';
import type { Action } from '../../service.js';
import { invalid } from '../errors.js';
import type { WorkspaceStore } from '../store.js';
import { type Workspace, workspaceArn } from '../workspace.js';

const mostTags = 50;

/** TagResource, UntagResource and ListTagsForResource on a workspace's ARN. */
export function tagActions(store: WorkspaceStore, cloud: Cloud): Record<string, Action> {
  const find = (arn: string): Workspace => {
    const id = arn.split('/').at(-1) ?? '';
    if (arn !== workspaceArn(id, cloud.region, cloud.accountId)) {
      throw invalid('resourceArn', `'${arn}' is not the ARN of a workspace of this account and Region.`);
    }
    return store.get(id);
  };
  const tag: Action = ({ resourceArn, tags }) => {
    const workspace = find(resourceArn);
    const merged = { ...workspace.tags, ...tags };
    if (Object.keys(merged).length > mostTags)
      throw invalid('tags', `A workspace has at most ${mostTags} tags.`);
    workspace.tags = merged;
    store.save();
    return {};
  };
  const untag: Action = ({ resourceArn, tagKeys }) => {
    const workspace = find(resourceArn);
    for (const key of tagKeys) delete workspace.tags[key];
    store.save();
    return {};
  };
  const list: Action = ({ resourceArn }) => ({ tags: find(resourceArn).tags });
  return { TagResource: tag, UntagResource: untag, ListTagsForResource: list };
}
