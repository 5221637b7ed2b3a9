import type { Json } from '../template/json.js';
import { flag, given, number, object, objects, text } from './property-values.js';

// CloudFormation's members for buckets are not those of the S3 API.

export function bucketEncryption(value: Json | undefined): object {
  const rules = objects(object(value)?.ServerSideEncryptionConfiguration);
  return {
    Rules: rules.map((rule) => {
      const byDefault = object(rule.ServerSideEncryptionByDefault);
      return given({
        ApplyServerSideEncryptionByDefault:
          byDefault &&
          given({
            SSEAlgorithm: text(byDefault.SSEAlgorithm),
            KMSMasterKeyID: text(byDefault.KMSMasterKeyID),
          }),
        BucketKeyEnabled: flag(rule.BucketKeyEnabled),
      });
    }),
  };
}

const RULE_MEMBERS = new Set([
  'AbortIncompleteMultipartUpload',
  'ExpirationInDays',
  'ExpiredObjectDeleteMarker',
  'Id',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays',
  'Prefix',
  'Status',
]);

/** @throws Error naming a member of a rule that is not supported. */
export function lifecycleRules(value: Json | undefined): object[] {
  return objects(object(value)?.Rules).map((rule) => {
    const strange = Object.keys(rule).filter((name) => !RULE_MEMBERS.has(name));
    if (strange.length > 0) {
      throw new Error(
        `The local cloud does not support [${strange.join(', ')}] in a bucket's lifecycle rule.`,
      );
    }
    const days = number(rule.ExpirationInDays);
    const marker = flag(rule.ExpiredObjectDeleteMarker);
    const noncurrent = object(rule.NoncurrentVersionExpiration);
    const noncurrentDays = number(noncurrent?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays);
    const abort = number(object(rule.AbortIncompleteMultipartUpload)?.DaysAfterInitiation);
    return given({
      ID: text(rule.Id),
      Status: text(rule.Status),
      Filter: { Prefix: text(rule.Prefix) ?? '' },
      Expiration:
        days === undefined && marker === undefined
          ? undefined
          : given({ Days: days, ExpiredObjectDeleteMarker: marker }),
      NoncurrentVersionExpiration:
        noncurrentDays === undefined
          ? undefined
          : given({
              NoncurrentDays: noncurrentDays,
              NewerNoncurrentVersions: number(noncurrent?.NewerNoncurrentVersions),
            }),
      AbortIncompleteMultipartUpload: abort === undefined ? undefined : { DaysAfterInitiation: abort },
    });
  });
}
