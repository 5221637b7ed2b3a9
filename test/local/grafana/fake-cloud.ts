import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallAs, Cloud } from '../../../src/local/cloud.js';
import { DurableDocument } from '../../../src/local/durable-document.js';
import { createGrafanaService } from '../../../src/local/grafana/index.js';
import { readPageToken } from '../../../src/local/grafana/page-token.js';
import type { RequestContext } from '../../../src/local/service.js';
import { defaultSettings } from '../../../src/local/settings.js';

/** What the Data API answers to a statement: rows of named columns, or Redshift's words. */
export interface FakeAnswer {
  columns: [name: string, type: string][];
  rows: (string | number | boolean | null)[][];
}
export type FakeDatabase = (sql: string) => FakeAnswer | Promise<FakeAnswer>;

/** One Grafana service and its HTTP on a port, over a Data API that a test plays. */
export interface FakeCloud {
  cloud: Cloud;
  folder: string;
  endpoint: string;
  calls: { action: string; input: Record<string, unknown>; as: CallAs | undefined }[];
  run(action: string, input: object): Promise<Record<string, never>>;
  /** A new instance of the service over the same folder, as after a kill. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const pageSize = 40;

/** Starts a Grafana service whose statements are answered by `database`; it throws what a failed statement says. */
export async function startFakeCloud(database: FakeDatabase, workspaceDelay = 0): Promise<FakeCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-grafana-'));
  const calls: FakeCloud['calls'] = [];
  const results = new Map<string, FakeAnswer>();
  const errors = new Map<string, string>();

  async function dataApi(action: string, input: Record<string, unknown>): Promise<object> {
    const id = String(input.Id ?? `statement-${calls.length}`);
    if (action === 'ExecuteStatement') {
      try {
        results.set(id, await database(String(input.Sql)));
        return { Id: id, Status: 'FINISHED' };
      } catch (error) {
        errors.set(id, (error as Error).message);
        return { Id: id, Status: 'FAILED' };
      }
    }
    if (action === 'DescribeStatement') return { Id: id, Status: 'FAILED', Error: errors.get(id) };
    const answer = results.get(id);
    if (answer === undefined) throw new Error(`no statement ${id}`);
    const start = Number(input.NextToken ?? 0);
    const rows = answer.rows.slice(start, start + pageSize);
    return {
      ColumnMetadata: answer.columns.map(([name, typeName]) => ({ name, typeName })),
      Records: rows.map((row) => row.map((value) => encoded(value))),
      ...(start + pageSize < answer.rows.length ? { NextToken: String(start + pageSize) } : {}),
    };
  }

  const cloud = {
    name: 'workshop',
    accountId: '123456789012',
    region: 'us-east-1',
    folder,
    settings: { ...defaultSettings, delays: { ...defaultSettings.delays, workspace: workspaceDelay } },
    endpoint: '',
    log: () => {},
    document: <T extends object>(name: string, initial: T) =>
      new DurableDocument(join(folder, `${name}.json`), initial),
    call: (_service: string, action: string, input: Record<string, unknown>, as?: CallAs) => {
      calls.push({ action, input, as });
      return dataApi(action, input);
    },
    credentialsFor: () => Promise.reject(new Error('not here')),
  } as unknown as Cloud;

  let running = createGrafanaService(cloud);
  const server: Server = createServer((request, response) => {
    const [, id = '', path = '/'] = /^\/(g-[0-9a-f]{10})(\/.*)?$/.exec(request.url ?? '') ?? [];
    void running.http(request, response, id, path);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = { region: 'us-east-1' } as RequestContext;
  return {
    cloud,
    folder,
    endpoint,
    calls,
    run: async (action, input) =>
      (await running.service.actions[action]?.(input, context)) as Record<string, never>,
    restart: async () => {
      await running.service.stop?.();
      running = createGrafanaService(cloud);
      await running.service.start?.();
    },
    stop: async () => {
      await running.service.stop?.();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function encoded(value: string | number | boolean | null): object {
  if (value === null) return { isNull: true };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { longValue: value } : { doubleValue: value };
}

/** A workspace ready to use: ACTIVE, the plugin installed, a data source, an admin's token and the page's. */
export interface ReadyWorkspace {
  id: string;
  url: string;
  key: string;
  pageToken: string;
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never }>;
}

export const roleArn = 'arn:aws:iam::123456789012:role/grafana';

export async function readyWorkspace(fake: FakeCloud, role = roleArn): Promise<ReadyWorkspace> {
  const { workspace } = await fake.run('CreateWorkspace', {
    accountAccessType: 'CURRENT_ACCOUNT',
    permissionType: 'CUSTOMER_MANAGED',
    authenticationProviders: ['SAML'],
    workspaceName: 'workshop',
    workspaceRoleArn: role,
    configuration: '{"plugins":{"pluginAdminEnabled":true}}',
  });
  const { id } = workspace as unknown as { id: string };
  await eventually(async () => {
    const described = await fake.run('DescribeWorkspace', { workspaceId: id });
    return (described.workspace as unknown as { status: string }).status === 'ACTIVE';
  });
  const account = await fake.run('CreateWorkspaceServiceAccount', {
    workspaceId: id,
    name: 'cli',
    grafanaRole: 'ADMIN',
  });
  const { serviceAccountToken } = await fake.run('CreateWorkspaceServiceAccountToken', {
    workspaceId: id,
    serviceAccountId: account.id,
    name: 'cli',
    secondsToLive: 3600,
  });
  const { key } = serviceAccountToken as unknown as { key: string };
  const url = `${fake.endpoint}/${id}`;
  const api: ReadyWorkspace['api'] = async (method, path, body, headers) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: headers ?? { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as never,
    };
  };
  await api('POST', '/api/plugins/grafana-redshift-datasource/install', {});
  await api('POST', '/api/datasources', {
    name: 'Redshift Streaming',
    uid: 'redshift-streaming',
    type: 'grafana-redshift-datasource',
    access: 'proxy',
    jsonData: {
      authType: 'default',
      defaultRegion: 'us-east-1',
      clusterIdentifier: 'workshop-cluster',
      database: 'dev',
      dbUser: 'redshift_data_api_user',
    },
  });
  return { id, url, key, pageToken: readPageToken(fake.folder, id) ?? '', api };
}

/** Waits until a condition holds, looking every few ms. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
