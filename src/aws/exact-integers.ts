import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';

/** The digits of a longValue; inside a string of the reply the quotes before it would be escaped. */
const LONG = /(?<!\\)"longValue"\s*:\s*(-?\d{16,})/g;

/**
 * Lets a client give integers beyond 2^53 as text with all their digits: the SDK reads `longValue` as a double, which
 * rounds them. The reply's text is changed before the SDK parses it.
 */
export function keepExactIntegers(client: RedshiftDataClient): RedshiftDataClient {
  client.middlewareStack.addRelativeTo(
    // biome-ignore lint/suspicious/noExplicitAny: the types of middleware are overloads that nothing satisfies without one.
    (next: any) => async (args: any) => {
      const result = await next(args);
      const response = result.response as { body?: AsyncIterable<Uint8Array> };
      if (!response.body || typeof response.body[Symbol.asyncIterator] !== 'function') return result;
      const parts: Uint8Array[] = [];
      for await (const part of response.body) parts.push(part);
      Object.assign(response, { body: Buffer.from(quoted(Buffer.concat(parts).toString('utf8'))) });
      return result;
    },
    { relation: 'after', toMiddleware: 'deserializerMiddleware', name: 'exactIntegers' },
  );
  return client;
}

/** A reply whose integers beyond 2^53 stand as strings. */
export function quoted(reply: string): string {
  return reply.replace(LONG, (all, digits: string) =>
    Number.isSafeInteger(Number(digits)) ? all : `"longValue":"${digits}"`,
  );
}
