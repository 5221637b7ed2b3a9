import { randomBytes } from 'node:crypto';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { AwsError } from '../protocol/errors.js';
import { type KindName, kinds } from './kinds.js';
import type { Resources } from './resources.js';

export interface Tag {
  Key: string;
  Value: string;
}

type Collections = { [K in KindName]: Resources[K][] };

/** What the network of the account consists of: one list a kind, each resource kept in the shape that EC2 shows. */
export class Ec2Store {
  readonly cloud: Cloud;
  private readonly document: DurableDocument<{ seeded: boolean; collections: Collections }>;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    const empty = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
    this.document = cloud.document('ec2/network', {
      seeded: false,
      collections: empty as unknown as Collections,
    });
  }

  /** Whether the account has had its default VPC made. */
  get seeded(): boolean {
    return this.document.value.seeded;
  }

  set seeded(value: boolean) {
    this.document.value.seeded = value;
  }

  all<K extends KindName>(kind: K): Collections[K] {
    return this.document.value.collections[kind];
  }

  add<K extends KindName>(kind: K, resource: Resources[K]): Resources[K] {
    this.all(kind).push(resource as never);
    return resource;
  }

  find<K extends KindName>(kind: K, id: string | undefined): Resources[K] | undefined {
    const { idMember } = kinds[kind];
    return this.all(kind).find(
      (resource) => (resource as unknown as Record<string, unknown>)[idMember] === id,
    ) as Resources[K] | undefined;
  }

  /** @throws AwsError `Invalid…ID.NotFound` (or `.Malformed`) in EC2's words */
  get<K extends KindName>(kind: K, id: string | undefined): Resources[K] {
    const { prefix, notFound, words } = kinds[kind];
    const resource = this.find(kind, id);
    if (resource) return resource;
    if (!id?.startsWith(`${prefix}-`) && notFound.endsWith('.NotFound'))
      throw new AwsError(notFound.replace('.NotFound', '.Malformed'), `Invalid id: "${id ?? ''}"`);
    throw new AwsError(notFound, words(id ?? ''));
  }

  remove<K extends KindName>(kind: K, resource: Resources[K]): void {
    const list = this.all(kind) as unknown[];
    const at = list.indexOf(resource);
    if (at >= 0) list.splice(at, 1);
  }

  save(): void {
    this.document.save();
  }
}

/** An id as EC2 makes them: `vpc-` and 17 hexadecimal digits. */
export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}

/** The tags that a Create call asks for. @throws AwsError InvalidParameterValue for another resource's type */
export function tagsOf(
  input: { TagSpecifications?: { ResourceType?: string; Tags?: Tag[] }[] },
  resourceType: string,
): Tag[] {
  const tags: Tag[] = [];
  for (const specification of input.TagSpecifications ?? []) {
    if (specification.ResourceType !== resourceType)
      throw new AwsError(
        'InvalidParameterValue',
        `"${specification.ResourceType}" is not a valid taggable resource type for this operation.`,
      );
    for (const tag of specification.Tags ?? []) tags.push({ Key: tag.Key, Value: tag.Value ?? '' });
  }
  return tags;
}

/** @throws AwsError DependencyViolation, `The vpc 'vpc-1' has dependencies and cannot be deleted.` */
export function refuseDependents(noun: string, id: string, hasDependents: boolean): void {
  if (hasDependents)
    throw new AwsError('DependencyViolation', `The ${noun} '${id}' has dependencies and cannot be deleted.`);
}
