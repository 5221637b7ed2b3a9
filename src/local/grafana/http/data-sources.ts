import { randomBytes } from 'node:crypto';
import { type DataSource, nextId } from './contents.js';
import { redshiftPlugin } from './plugins.js';
import { HttpError } from './respond.js';
import type { ApiRequest, Route } from './route.js';

const uidPattern = /^[a-zA-Z0-9_-]{1,40}$/;

function byUid({ contents, parameters }: ApiRequest): DataSource {
  const found = contents.value.dataSources.find((source) => source.uid === parameters.uid);
  if (found === undefined) throw new HttpError(404, 'Data source not found');
  return found;
}

function view(source: DataSource): object {
  const { secureFields, ...rest } = source;
  return {
    ...rest,
    orgId: 1,
    typeLogoUrl: '',
    user: '',
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    withCredentials: false,
    secureJsonFields: secureFields,
    readOnly: false,
  };
}

function settings(body: ApiRequest['body']) {
  const { name, type, access, url, isDefault, jsonData, secureJsonData } = body;
  if (typeof name !== 'string' || name === '') throw new HttpError(400, 'bad request data: name is required');
  if (typeof type !== 'string' || type === '') throw new HttpError(400, 'bad request data: type is required');
  if (type !== redshiftPlugin) {
    throw new HttpError(
      400,
      `The local cloud has data sources of type ${redshiftPlugin} only, not '${type}'.`,
    );
  }
  const secrets =
    typeof secureJsonData === 'object' && secureJsonData !== null ? Object.keys(secureJsonData) : [];
  return {
    name,
    type,
    access: typeof access === 'string' ? access : 'proxy',
    url: typeof url === 'string' ? url : '',
    isDefault: isDefault === true,
    jsonData: (jsonData ?? {}) as DataSource['jsonData'],
    secureFields: Object.fromEntries(secrets.map((key) => [key, true])),
  };
}

function refuseDuplicate(request: ApiRequest, name: string, uid: string, except?: DataSource): void {
  for (const other of request.contents.value.dataSources) {
    if (other === except) continue;
    if (other.name === name) throw new HttpError(409, 'data source with the same name already exists');
    if (other.uid === uid) throw new HttpError(409, 'data source with the same uid already exists');
  }
}

function add(request: ApiRequest) {
  const { contents, body } = request;
  const given = settings(body);
  const uid = typeof body.uid === 'string' && body.uid !== '' ? body.uid : randomBytes(7).toString('hex');
  if (!uidPattern.test(uid)) throw new HttpError(400, 'uid is not valid');
  refuseDuplicate(request, given.name, uid);
  const source: DataSource = { id: nextId(contents.value), uid, ...given, version: 1 };
  if (source.isDefault) for (const other of contents.value.dataSources) other.isDefault = false;
  contents.value.dataSources.push(source);
  contents.save();
  return {
    body: { datasource: view(source), id: source.id, message: 'Datasource added', name: source.name },
  };
}

function update(request: ApiRequest) {
  const source = byUid(request);
  const given = settings(request.body);
  refuseDuplicate(request, given.name, source.uid, source);
  Object.assign(source, given, { version: source.version + 1 });
  request.contents.save();
  return {
    body: { datasource: view(source), id: source.id, message: 'Datasource updated', name: source.name },
  };
}

function remove(request: ApiRequest) {
  const source = byUid(request);
  const { dataSources } = request.contents.value;
  dataSources.splice(dataSources.indexOf(source), 1);
  request.contents.save();
  return { body: { id: source.id, message: 'Data source deleted' } };
}

/** The plugin's own check: it hands a statement in, and never looks at what became of it. */
async function health(request: ApiRequest) {
  const source = byUid(request);
  try {
    await request.queries.runner(request.workspace.workspaceRoleArn, source.jsonData).submit('SELECT 1');
  } catch (error) {
    return {
      status: 400,
      body: { status: 'ERROR', message: error instanceof Error ? error.message : String(error) },
    };
  }
  return { body: { status: 'OK', message: 'Data source is working' } };
}

/** Grafana's data sources: of the Redshift plugin, by uid. */
export const dataSourceRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api/datasources',
    role: 'VIEWER',
    handle: ({ contents }) => ({ body: contents.value.dataSources.map(view) }),
  },
  { method: 'POST', path: '/api/datasources', role: 'ADMIN', handle: add },
  {
    method: 'GET',
    path: '/api/datasources/uid/:uid',
    role: 'VIEWER',
    handle: (request) => ({ body: view(byUid(request)) }),
  },
  { method: 'PUT', path: '/api/datasources/uid/:uid', role: 'ADMIN', handle: update },
  { method: 'DELETE', path: '/api/datasources/uid/:uid', role: 'ADMIN', handle: remove },
  { method: 'GET', path: '/api/datasources/uid/:uid/health', role: 'VIEWER', handle: health },
  {
    method: 'GET',
    path: '/api/datasources/name/:name',
    role: 'VIEWER',
    handle: ({ contents, parameters }) => {
      const found = contents.value.dataSources.find((source) => source.name === parameters.name);
      if (found === undefined) throw new HttpError(404, 'Data source not found');
      return { body: view(found) };
    },
  },
];
