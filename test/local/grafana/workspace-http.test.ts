import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageTokenPath } from '../../../src/local/grafana/page-token.js';
import { dashboardJson, importDashboard } from '../../page/browser.js';
import {
  type FakeAnswer,
  type FakeCloud,
  type ReadyWorkspace,
  readyWorkspace,
  roleArn,
  startFakeCloud,
} from './fake-cloud.js';

let fake: FakeCloud;
let workspace: ReadyWorkspace;
let database: (sql: string) => FakeAnswer | Promise<FakeAnswer>;

const oneRow: FakeAnswer = { columns: [['n', 'int8']], rows: [[1]] };
const query = (rawSQL: string, format = 1, more: object = {}) => ({
  from: '1624406400000',
  to: '1624410000000',
  queries: [{ refId: 'A', datasource: { uid: 'redshift-streaming' }, rawSQL, format, ...more }],
});
interface Answer {
  results: Record<
    string,
    { status: number; error?: string; frames: { data: { values: unknown[][] }; schema: never }[] }
  >;
  message: string;
}

beforeEach(async () => {
  database = () => oneRow;
  fake = await startFakeCloud((sql) => database(sql));
  workspace = await readyWorkspace(fake);
});
afterEach(() => fake.stop());

describe('who may ask', () => {
  it('answers health to anyone and nothing else', async () => {
    expect(await workspace.api('GET', '/api/health', undefined, {})).toMatchObject({
      status: 200,
      body: { database: 'ok' },
    });
    for (const path of ['/api/org', '/api/datasources', '/api/search', '/api/dashboards/uid/x']) {
      expect(await workspace.api('GET', path, undefined, {})).toMatchObject({ status: 401 });
    }
    expect(await workspace.api('GET', '/d/logistics-dashboard', undefined, {})).toMatchObject({
      status: 401,
    });
  });

  it('refuses a wrong, an expired and a deleted token', async () => {
    const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
    expect((await workspace.api('GET', '/api/org', undefined, bearer('glsa_wrong'))).status).toBe(401);
    const brief = await fake.run('CreateWorkspaceServiceAccountToken', {
      workspaceId: workspace.id,
      serviceAccountId: '1',
      name: 'brief',
      secondsToLive: 1,
    });
    const { key, id } = brief.serviceAccountToken as unknown as { key: string; id: string };
    expect((await workspace.api('GET', '/api/org', undefined, bearer(key))).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await workspace.api('GET', '/api/org', undefined, bearer(key))).status).toBe(401);
    await fake.run('DeleteWorkspaceServiceAccountToken', {
      workspaceId: workspace.id,
      serviceAccountId: '1',
      tokenId: id,
    });
    expect((await workspace.api('GET', '/api/org', undefined, bearer(key))).status).toBe(401);
  });

  it('lets a viewer query and not write, an editor write dashboards and not data sources', async () => {
    const keyOf = async (grafanaRole: string) => {
      const account = await fake.run('CreateWorkspaceServiceAccount', {
        workspaceId: workspace.id,
        name: grafanaRole,
        grafanaRole,
      });
      const made = await fake.run('CreateWorkspaceServiceAccountToken', {
        workspaceId: workspace.id,
        serviceAccountId: account.id,
        name: 'one',
        secondsToLive: 60,
      });
      return { authorization: `Bearer ${(made.serviceAccountToken as unknown as { key: string }).key}` };
    };
    const viewer = await keyOf('VIEWER');
    const editor = await keyOf('EDITOR');
    const dashboard = { dashboard: { title: 'One' } };
    expect((await workspace.api('POST', '/api/ds/query', query('SELECT 1'), viewer)).status).toBe(200);
    expect((await workspace.api('POST', '/api/dashboards/db', dashboard, viewer)).status).toBe(403);
    expect((await workspace.api('POST', '/api/dashboards/db', dashboard, editor)).status).toBe(200);
    expect(
      (await workspace.api('DELETE', '/api/datasources/uid/redshift-streaming', undefined, editor)).status,
    ).toBe(403);
  });

  it('opens the page by its token, which becomes a strict cookie of this workspace that reads and queries only', async () => {
    const opened = await fetch(`${workspace.url}/d/logistics-dashboard?token=${workspace.pageToken}`);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(new RegExp(`; Path=/${workspace.id}/; HttpOnly; SameSite=Strict$`));
    const session = {
      cookie: cookie.split(';')[0] ?? '',
      'content-type': 'application/json',
      origin: fake.endpoint,
    };
    expect((await workspace.api('GET', '/api/search', undefined, session)).status).toBe(200);
    expect((await workspace.api('POST', '/api/ds/query', query('SELECT 1'), session)).status).toBe(200);
    expect(
      (await workspace.api('POST', '/api/dashboards/db', { dashboard: { title: 'x' } }, session)).status,
    ).toBe(403);
    const elsewhere = { ...session, origin: 'http://127.0.0.1:1' };
    expect((await workspace.api('POST', '/api/ds/query', query('SELECT 1'), elsewhere)).status).toBe(403);
    expect((await fetch(`${workspace.url}/d/logistics-dashboard?token=wrong`)).status).toBe(401);
  });

  it('keeps secrets out of what others can read', () => {
    expect(statSync(pageTokenPath(fake.folder, workspace.id)).mode & 0o777).toBe(0o600);
    const stored = readFileSync(join(fake.folder, 'grafana', 'workspaces.json'), 'utf8');
    expect(stored).not.toContain(workspace.key);
    expect(stored).not.toContain(workspace.pageToken);
  });
});

describe('data sources and plugins', () => {
  it('keeps a data source by uid and by name, refuses a second of either', async () => {
    const found = await workspace.api('GET', '/api/datasources/uid/redshift-streaming');
    expect(found).toMatchObject({
      status: 200,
      body: { name: 'Redshift Streaming', jsonData: { dbUser: 'redshift_data_api_user' } },
    });
    const again = { name: 'Redshift Streaming', type: 'grafana-redshift-datasource' };
    expect(await workspace.api('POST', '/api/datasources', again)).toMatchObject({
      status: 409,
      body: { message: 'data source with the same name already exists' },
    });
    const sameUid = { name: 'Other', uid: 'redshift-streaming', type: 'grafana-redshift-datasource' };
    expect(await workspace.api('POST', '/api/datasources', sameUid)).toMatchObject({ status: 409 });
    expect(await workspace.api('POST', '/api/datasources', { name: 'P', type: 'prometheus' })).toMatchObject({
      status: 400,
    });
  });

  it('updates and deletes', async () => {
    const changed = { name: 'Renamed', type: 'grafana-redshift-datasource', jsonData: { dbUser: 'other' } };
    expect(await workspace.api('PUT', '/api/datasources/uid/redshift-streaming', changed)).toMatchObject({
      status: 200,
    });
    expect(await workspace.api('GET', '/api/datasources/name/Renamed')).toMatchObject({
      body: { jsonData: { dbUser: 'other' }, version: 2 },
    });
    expect(await workspace.api('DELETE', '/api/datasources/uid/redshift-streaming')).toMatchObject({
      status: 200,
    });
    expect(await workspace.api('GET', '/api/datasources/uid/redshift-streaming')).toMatchObject({
      status: 404,
    });
  });

  it('checks health as the plugin does: by handing a statement in, whatever becomes of it', async () => {
    database = () => {
      throw new Error('ERROR: out of order');
    };
    expect(await workspace.api('GET', '/api/datasources/uid/redshift-streaming/health')).toMatchObject({
      status: 200,
      body: { status: 'OK' },
    });
  });

  it('installs the Redshift plugin once, no other, and none while plugin administration is off', async () => {
    expect(await workspace.api('POST', '/api/plugins/grafana-redshift-datasource/install', {})).toMatchObject(
      { status: 409 },
    );
    expect(await workspace.api('POST', '/api/plugins/grafana-clock-panel/install', {})).toMatchObject({
      status: 404,
    });
    expect(await workspace.api('GET', '/api/plugins/grafana-redshift-datasource/settings')).toMatchObject({
      status: 200,
    });
    await workspace.api('POST', '/api/plugins/grafana-redshift-datasource/uninstall', {});
    expect(await workspace.api('GET', '/api/plugins/grafana-redshift-datasource/settings')).toMatchObject({
      status: 404,
    });
    expect(await workspace.api('POST', '/api/ds/query', query('SELECT 1'))).toMatchObject({ status: 404 });
    await fake.run('UpdateWorkspaceConfiguration', { workspaceId: workspace.id, configuration: '{}' });
    expect(await workspace.api('POST', '/api/plugins/grafana-redshift-datasource/install', {})).toMatchObject(
      { status: 404 },
    );
  });
});

describe('dashboards', () => {
  it('imports dashboard.json with its inputs resolved, and answers it again', async () => {
    const url = await importDashboard(workspace, dashboardJson());
    expect(url).toContain(`/${workspace.id}/d/logistics-dashboard/logistics-dashboard?token=`);
    const { body } = await workspace.api('GET', '/api/dashboards/uid/logistics-dashboard');
    const text = JSON.stringify(body);
    expect(text).not.toContain('DS_REDSHIFT');
    expect(text).toContain('"uid":"redshift-streaming"');
    expect(text).toContain('$__timeFilter');
    expect(await workspace.api('GET', '/api/search?query=logistics')).toMatchObject({
      body: [{ uid: 'logistics-dashboard' }],
    });
  });

  it('refuses an import without its inputs, a save over a newer version, a folder that is not there', async () => {
    expect(
      await workspace.api('POST', '/api/dashboards/import', { dashboard: dashboardJson(), inputs: [] }),
    ).toMatchObject({
      status: 400,
      body: { message: 'Dashboard input DS_REDSHIFT missing from import command' },
    });
    const save = (dashboard: object, more: object = {}) =>
      workspace.api('POST', '/api/dashboards/db', { dashboard, ...more });
    expect(await save({ uid: 'one', title: 'One' })).toMatchObject({
      status: 200,
      body: { version: 1, status: 'success' },
    });
    expect(await save({ uid: 'one', title: 'One' })).toMatchObject({
      status: 412,
      body: { status: 'version-mismatch' },
    });
    expect(await save({ uid: 'one', title: 'One', version: 1 })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(await save({ uid: 'one', title: 'One' }, { overwrite: true })).toMatchObject({
      body: { version: 3 },
    });
    expect(await save({ title: '' })).toMatchObject({ status: 400 });
    expect(await save({ title: 'Two' }, { folderUid: 'nowhere' })).toMatchObject({ status: 400 });
    await workspace.api('POST', '/api/folders', { uid: 'ops', title: 'Operations' });
    expect(await save({ title: 'Two' }, { folderUid: 'ops' })).toMatchObject({ status: 200 });
    expect(await workspace.api('DELETE', '/api/dashboards/uid/one')).toMatchObject({ status: 200 });
    expect(await workspace.api('GET', '/api/dashboards/uid/one')).toMatchObject({ status: 404 });
  });

  it('holds what it holds across a restart', async () => {
    await importDashboard(workspace, dashboardJson());
    await fake.restart();
    expect(await workspace.api('GET', '/api/dashboards/uid/logistics-dashboard')).toMatchObject({
      status: 200,
    });
    expect(await workspace.api('GET', '/api/datasources/uid/redshift-streaming')).toMatchObject({
      status: 200,
    });
    expect((await workspace.api('POST', '/api/ds/query', query('SELECT 1'))).status).toBe(200);
  });
});

describe('queries', () => {
  it('run through the Data API as the workspace’s role and the data source’s user, with macros expanded', async () => {
    const { status, body } = await workspace.api(
      'POST',
      '/api/ds/query',
      query('SELECT 1 WHERE $__timeFilter(t)'),
    );
    expect(status).toBe(200);
    expect(fake.calls[0]).toMatchObject({
      action: 'ExecuteStatement',
      input: {
        ClusterIdentifier: 'workshop-cluster',
        Database: 'dev',
        DbUser: 'redshift_data_api_user',
        Sql: "SELECT 1 WHERE t BETWEEN '2021-06-23T00:00:00Z' AND '2021-06-23T01:00:00Z'",
      },
      as: { service: 'grafana.amazonaws.com', roleArn },
    });
    expect((body as Answer).results.A?.frames[0]?.data.values).toEqual([[1]]);
  });

  it('read every page of a long result', async () => {
    database = () => ({ columns: [['n', 'int8']], rows: Array.from({ length: 95 }, (_, index) => [index]) });
    const { body } = await workspace.api('POST', '/api/ds/query', query('SELECT n'));
    expect((body as Answer).results.A?.frames[0]?.data.values[0]).toEqual(
      Array.from({ length: 95 }, (_, index) => index),
    );
  });

  it('answer each for itself: one fails with its status and words, the other stands', async () => {
    database = (sql) => {
      if (sql.includes('secret')) throw new Error('ERROR: permission denied for relation secret');
      return oneRow;
    };
    const both = query('SELECT 1');
    both.queries.push({ ...both.queries[0], refId: 'B', rawSQL: 'SELECT * FROM secret' } as never);
    const { status, body } = await workspace.api('POST', '/api/ds/query', both);
    const { results } = body as Answer;
    expect(status).toBe(400);
    expect(results.A).toMatchObject({ status: 200 });
    expect(results.B).toMatchObject({
      status: 500,
      error: 'error querying the database: ERROR: permission denied for relation secret',
      errorSource: 'downstream',
    });
  });

  it('come long to wide for a time series, and as no frame when there are no rows', async () => {
    database = (sql) => ({
      columns: [
        ['time', 'timestamp'],
        ['state', 'varchar'],
        ['n', 'int8'],
      ],
      rows: sql.includes('none') ? [] : [['2021-06-23 00:00:00', 'ACT', 1]],
    });
    const wide = await workspace.api('POST', '/api/ds/query', query('SELECT some', 0));
    expect((wide.body as Answer).results.A?.frames[0]?.schema).toMatchObject({
      fields: [{ name: 'time' }, { labels: { state: 'ACT' } }],
    });
    const none = await workspace.api('POST', '/api/ds/query', query('SELECT none', 0));
    expect((none.body as Answer).results.A?.frames).toEqual([]);
    const table = await workspace.api('POST', '/api/ds/query', query('SELECT none', 1));
    expect((table.body as Answer).results.A?.frames).toHaveLength(1);
  });

  it('are run once for two that ask the same at the same time', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    database = async () => {
      await held;
      return oneRow;
    };
    const asked = [1, 2].map(() => workspace.api('POST', '/api/ds/query', query('SELECT same')));
    await new Promise((resolve) => setTimeout(resolve, 100));
    release();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200]);
    expect(fake.calls.filter(({ action }) => action === 'ExecuteStatement')).toHaveLength(1);
    await workspace.api('POST', '/api/ds/query', query('SELECT same'));
    expect(fake.calls.filter(({ action }) => action === 'ExecuteStatement')).toHaveLength(2);
  });

  it.each([
    [{ queries: [] }, 400, 'no queries found'],
    [{ ...query('SELECT 1'), from: 'soon' }, 400, "invalid time range: from is 'soon'"],
    [query('SELECT 1', 1, { datasource: { uid: 'nowhere' } }), 404, 'Data source not found'],
  ])('are refused by name: %j', async (body, status, message) => {
    expect(await workspace.api('POST', '/api/ds/query', body)).toMatchObject({ status, body: { message } });
  });

  it('name an unknown format and a macro used wrongly', async () => {
    const format = await workspace.api('POST', '/api/ds/query', query('SELECT 1', 2));
    expect((format.body as Answer).results.A?.error).toContain('format 2 is not supported');
    const macro = await workspace.api('POST', '/api/ds/query', query('SELECT $__timeGroup(t)'));
    expect((macro.body as Answer).results.A?.error).toContain('needs time column and interval');
  });
});

describe('the page’s files', () => {
  it('do not leave their folder, and unknown paths are not found', async () => {
    for (const path of [
      '/assets/..%2f..%2fpackage.json',
      '/public/%2e%2e/%2e%2e/package.json',
      '/assets/',
      '/',
      '/x',
      '/api/nothing',
    ]) {
      expect((await workspace.api('GET', path)).status).toBe(404);
    }
    expect((await fetch(`${fake.endpoint}/g-0000000000/api/health`)).status).toBe(404);
  });
});
