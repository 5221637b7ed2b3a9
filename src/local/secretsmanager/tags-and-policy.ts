import { parsePolicy } from '../policy/policy-document.js';
import type { Action } from '../service.js';
import type { SecretStore } from './store.js';

/** TagResource, UntagResource, and the resource policy of a secret. */
export function tagAndPolicyActions(store: SecretStore): Record<string, Action> {
  return {
    TagResource(input) {
      const secret = store.live(input.SecretId);
      const added: { Key: string; Value: string }[] = input.Tags;
      const kept = secret.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
      secret.tags = [...kept, ...added];
      secret.tagged = true;
      store.save();
      return {};
    },
    UntagResource(input) {
      const secret = store.live(input.SecretId);
      secret.tags = secret.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
      store.save();
      return {};
    },
    PutResourcePolicy(input) {
      const secret = store.live(input.SecretId);
      parsePolicy(input.ResourcePolicy, 'resource');
      secret.policy = input.ResourcePolicy;
      store.save();
      return { ARN: secret.arn, Name: secret.name };
    },
    GetResourcePolicy(input) {
      const secret = store.live(input.SecretId);
      return { ARN: secret.arn, Name: secret.name, ResourcePolicy: secret.policy };
    },
    DeleteResourcePolicy(input) {
      const secret = store.live(input.SecretId);
      delete secret.policy;
      store.save();
      return { ARN: secret.arn, Name: secret.name };
    },
  };
}
