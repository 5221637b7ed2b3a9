import type { Cloud } from '../cloud.js';
import { AwsError } from '../protocol/errors.js';

export interface Tag {
  Key: string;
  Value: string;
}

export interface TaggedResource {
  arn: string;
  tags: Tag[];
}

// biome-ignore lint/suspicious/noExplicitAny: each reply has the shape of its own API model.
type Reply = any;

/** Asks one service of the cloud in the name of Resource Groups Tagging. */
export type Ask = (action: string, input: object) => Promise<Reply>;

export function asking(cloud: Cloud, service: string): Ask {
  return (action, input) => cloud.call(service, action, input, { service: 'tagging.amazonaws.com' });
}

/** Every item of a list that comes in pages: `token` is the input's member, `next` the reply's. */
export async function everyItem(
  ask: Ask,
  action: string,
  { items, token, next = token, input = {} }: { items: string; token: string; next?: string; input?: object },
): Promise<Reply[]> {
  const found: Reply[] = [];
  let from: string | undefined;
  do {
    const reply = await ask(action, { ...input, ...(from ? { [token]: from } : {}) });
    found.push(...(reply[items] ?? []));
    from = reply[next] || undefined;
  } while (from);
  return found;
}

/** Tags as the services give them: a list of keys and values of either case, or a map. */
export function tagsOf(tags: unknown): Tag[] {
  if (Array.isArray(tags))
    return tags.map((tag) => ({ Key: tag.Key ?? tag.key, Value: tag.Value ?? tag.value ?? '' }));
  return Object.entries((tags ?? {}) as Record<string, string>).map(([Key, Value]) => ({ Key, Value }));
}

/** What `find` gives, or `otherwise` where the service answers that nothing is there, or went away while we asked. */
export async function unlessAbsent<T>(find: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AwsError && /NotFound|NoSuch|DoesNotExist/.test(error.code)) return otherwise;
    throw error;
  }
}
