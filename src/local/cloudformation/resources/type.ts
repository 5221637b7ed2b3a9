import type { Tag } from '../records.js';
import type { JsonObject } from '../template/json.js';

/** What a resource type's functions are given. */
export interface ResourceRequest {
  readonly stackId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly logicalId: string;
  /** The physical id; '' before the thing was made, unless its name is known. */
  readonly physicalId: string;
  /** The physical id of the thing that this one replaces. */
  readonly previousId?: string;
  /** The name to give: the template's own, or one generated as AWS does; the same after a kill. */
  readonly name: string;
  /** A token for idempotent calls; the same after a kill. */
  readonly token: string;
  readonly properties: JsonObject;
  /** The properties before an update. */
  readonly previous: JsonObject;
  /** The resource's own tags, the stack's, and `aws:cloudformation:*`. */
  readonly tags: Tag[];
  /** The tags before an update. */
  readonly previousTags: Tag[];
  /** Calls a service of the cloud as CloudFormation (or as the stack's role). */
  /** Asks again and again until yes. */
  until(check: () => Promise<boolean>): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: the reply's shape is the API model's.
  call(service: string, action: string, input: object): Promise<any>;
}

/** How a name is made where the template gives none. */
export interface NameRule {
  /** The property in which a template names the thing itself. */
  property: string;
  /** Most characters that the service allows. */
  maximum: number;
  lowerCase?: boolean;
  /** False where the service gives the thing an identifier of its own (an ARN or an id). */
  identifies?: boolean;
}

/** How one resource type is made, changed and removed. */
export interface ResourceType {
  readonly type: string;
  /** The properties that it acts on. Any other fails the resource by name. */
  readonly properties: readonly string[];
  /** Properties that are accepted and have no effect here, each with the reason. */
  readonly withoutEffect?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** Properties whose change needs a new thing ('Update requires: Replacement' in AWS's reference). */
  readonly createOnly: readonly string[];
  readonly name?: NameRule;
  /** Attributes for Fn::GetAtt besides the properties. */
  readonly attributes?: readonly string[];
  /** Makes the thing, by one call, and gives its physical id. */
  create(request: ResourceRequest): Promise<string>;
  /** After a kill in the middle of `create`: the physical id of what that call made, if it did. */
  find?(request: ResourceRequest): Promise<string | undefined>;
  /** What remains to be set once the thing exists; safe to repeat. */
  configure?(request: ResourceRequest): Promise<void>;
  /** Whether it can be used; asked again until true. @throws when it never will be. */
  ready?(request: ResourceRequest): Promise<boolean>;
  /** Values for Fn::GetAtt. */
  read?(request: ResourceRequest): Promise<JsonObject>;
  /** What Ref gives, where that is not the physical id. */
  ref?(request: ResourceRequest, attributes: JsonObject): string;
  /** Changes what can be changed in place; safe to repeat. Absent where nothing can be. */
  update?(request: ResourceRequest): Promise<void>;
  remove(request: ResourceRequest): Promise<void>;
  /** Whether it is gone; asked again until true. */
  gone?(request: ResourceRequest): Promise<boolean>;
}
