import { unlessAbsent } from './absent.js';
import { texts } from './property-values.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** How one kind of policy is put on the things that a property lists. */
interface AttachedPolicy {
  type: string;
  /** The property that lists what carries the policy. */
  carriers: string;
  /** Other properties, all of them required. */
  properties: readonly string[];
  /** Refuses a list without carriers, in the service's words. */
  none?: string;
  /** Puts the policy on one carrier; putting it again changes nothing. */
  put(request: ResourceRequest, carrier: string): Promise<unknown>;
  /** Takes from one carrier the policy that `properties` name. */
  take(
    request: ResourceRequest,
    carrier: string,
    properties: ResourceRequest['properties'],
  ): Promise<unknown>;
  /** Whether an update leaves the old policy beside the new one on the same carrier. */
  renamed?(request: ResourceRequest): boolean;
}

/**
 * A resource type that is nothing but a policy on other things: it has no life of its own, so after a kill it is
 * simply put again, and a carrier that is already gone needs nothing taken away.
 */
export function attachedPolicy(rule: AttachedPolicy): ResourceType {
  const carriersOf = (properties: ResourceRequest['properties']) => texts(properties[rule.carriers]) ?? [];
  const put = async (request: ResourceRequest) => {
    for (const carrier of carriersOf(request.properties)) await rule.put(request, carrier);
  };
  const take = async (
    request: ResourceRequest,
    properties: ResourceRequest['properties'],
    kept: string[],
  ) => {
    for (const carrier of carriersOf(properties)) {
      if (!kept.includes(carrier)) await unlessAbsent(rule.take(request, carrier, properties));
    }
  };
  return {
    type: rule.type,
    properties: [...rule.properties, rule.carriers],
    createOnly: [],
    required: rule.none === undefined ? [...rule.properties, rule.carriers] : rule.properties,
    attributes: ['Id'],
    async create(request) {
      if (rule.none !== undefined && carriersOf(request.properties).length === 0) throw new Error(rule.none);
      await put(request);
      return request.name;
    },
    async read(request) {
      return { Id: request.physicalId };
    },
    async update(request) {
      await put(request);
      await take(request, request.previous, rule.renamed?.(request) ? [] : carriersOf(request.properties));
    },
    async remove(request) {
      await take(request, request.properties, []);
    },
  };
}
