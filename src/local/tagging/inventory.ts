import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.js';
import { AwsError } from '../protocol/errors.js';
import { asking, type TaggedResource } from './asking.js';
import { collectors } from './collectors.js';

/** 'PaginationTokens are valid for a maximum of 15 minutes' (GetResources, API reference). */
const tokenLifeMilliseconds = 15 * 60_000;
const mostLists = 64;

interface Rest {
  items: unknown[];
  /** epoch ms */
  made: number;
}

/** Every tagged resource of the cloud, and the rest of each list that was given out in part. */
export class Inventory {
  private readonly cloud: Cloud;
  /** What follows a page, by its token. Kept in memory: after a restart a token has expired. */
  private readonly rests = new Map<string, Rest>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  /** Asks each service that may hold what is wanted; sorted by ARN. */
  async resources(services: ReadonlySet<string> | undefined): Promise<TaggedResource[]> {
    const asked = Object.entries(collectors).filter(([service]) => !services || services.has(service));
    const found = await Promise.all(
      asked.map(([service, collect]) =>
        collect(asking(this.cloud, service), this.cloud).catch((error) => {
          if (isMissingService(error)) return [];
          throw error;
        }),
      ),
    );
    return found
      .flat()
      .filter(({ tags }) => tags.length > 0)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  /** The token of a list's rest; an empty text where nothing is left, as AWS gives it. */
  keep(items: unknown[]): string {
    if (items.length === 0) return '';
    const token = randomUUID();
    this.rests.set(token, { items, made: Date.now() });
    for (const old of this.rests.keys()) {
      if (this.rests.size <= mostLists) break;
      this.rests.delete(old);
    }
    return token;
  }

  /** @throws AwsError PaginationTokenExpiredException */
  take<T>(token: string): T[] {
    const rest = this.rests.get(token);
    if (!rest || Date.now() - rest.made > tokenLifeMilliseconds)
      throw new AwsError(
        'PaginationTokenExpiredException',
        'PaginationToken has expired. PaginationTokens are valid for 15 minutes.',
      );
    return rest.items as T[];
  }
}

/** A cloud of some services only (tests) has nothing of the others. */
function isMissingService(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    error.code === 'UnknownOperationException' &&
    /has no service/.test(error.message)
  );
}
