import type { Cloud } from '../../cloud.js';
import type { DurableDocument } from '../../durable-document.js';
import type { SharedQueries } from '../query/shared-queries.js';
import type { GrafanaRole, Workspace } from '../workspace.js';
import type { Visitor } from './authenticate.js';
import type { WorkspaceContents } from './contents.js';

/** What a request to Grafana's API is answered from. */
export interface ApiRequest {
  cloud: Cloud;
  workspace: Workspace;
  contents: DurableDocument<WorkspaceContents>;
  queries: SharedQueries;
  visitor: Visitor;
  /** the parts of the path that the route names */
  parameters: Record<string, string>;
  search: URLSearchParams;
  body: Record<string, unknown>;
}

export interface ApiReply {
  status?: number;
  body: unknown;
}

/** One path of Grafana's API. */
export interface Route {
  method: string;
  /** e.g. `/api/datasources/uid/:uid` */
  path: string;
  /** The least that a visitor must be. */
  role: GrafanaRole;
  handle: (request: ApiRequest) => ApiReply | Promise<ApiReply>;
}

/** The parts named in a route's path, or undefined when the path is another. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) {
      if (value === '') return undefined;
      parameters[part.slice(1)] = decoded(value);
    } else if (part !== value) return undefined;
  }
  return parameters;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
