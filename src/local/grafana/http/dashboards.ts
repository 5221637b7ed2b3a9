import { randomBytes } from 'node:crypto';
import { nextId, type StoredDashboard } from './contents.js';
import { type ImportInput, resolveInputs } from './dashboard-import.js';
import { HttpError } from './respond.js';
import type { ApiRequest, Route } from './route.js';

function byUid({ contents, parameters }: ApiRequest): StoredDashboard {
  const found = contents.value.dashboards.find((one) => one.uid === parameters.uid);
  if (found === undefined) throw new HttpError(404, 'Dashboard not found');
  return found;
}

/** A title as it stands in a dashboard's URL. */
export function slugify(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'dashboard'
  );
}

/** Keeps a dashboard under its uid, as a new version where there is one. @throws HttpError 400, 412 in Grafana's words */
function save(
  request: ApiRequest,
  given: Record<string, unknown>,
  folderUid: string,
  overwrite: boolean,
): StoredDashboard {
  const { contents } = request;
  const { title } = given;
  if (typeof title !== 'string' || title.trim() === '')
    throw new HttpError(400, 'Dashboard title cannot be empty');
  if (folderUid !== '' && !contents.value.folders.some((folder) => folder.uid === folderUid)) {
    throw new HttpError(400, 'folder not found');
  }
  const uid = typeof given.uid === 'string' && given.uid !== '' ? given.uid : randomBytes(7).toString('hex');
  if (!/^[a-zA-Z0-9_-]{1,40}$/.test(uid)) throw new HttpError(400, 'uid contains illegal characters');
  const existing = contents.value.dashboards.find((one) => one.uid === uid);
  if (existing !== undefined && !overwrite && given.version !== existing.version) {
    throw new HttpError(412, 'The dashboard has been changed by someone else', {
      status: 'version-mismatch',
    });
  }
  const now = new Date().toISOString();
  const version = (existing?.version ?? 0) + 1;
  const id = existing?.id ?? nextId(contents.value);
  const stored: StoredDashboard = {
    id,
    uid,
    slug: slugify(title),
    folderUid,
    version,
    created: existing?.created ?? now,
    updated: now,
    dashboard: { ...given, id, uid, version },
  };
  contents.value.dashboards = [...contents.value.dashboards.filter((one) => one !== existing), stored];
  contents.save();
  return stored;
}

/** A dashboard's address, under the workspace's path as Grafana writes it behind a sub-path. */
function url(request: ApiRequest, { uid, slug }: StoredDashboard): string {
  return `/${request.workspace.id}/d/${uid}/${slug}`;
}

function dashboardOf(body: ApiRequest['body']): Record<string, unknown> {
  const { dashboard } = body;
  if (typeof dashboard === 'object' && dashboard !== null && !Array.isArray(dashboard)) {
    return dashboard as Record<string, unknown>;
  }
  throw new HttpError(400, 'bad request data: dashboard is required');
}

function importDashboard(request: ApiRequest) {
  const { body } = request;
  const resolved = resolveInputs(dashboardOf(body), (body.inputs as ImportInput[] | undefined) ?? []);
  const stored = save(request, resolved, String(body.folderUid ?? ''), body.overwrite === true);
  return {
    body: {
      uid: stored.uid,
      pluginId: '',
      title: stored.dashboard.title,
      imported: true,
      importedUri: `db/${stored.slug}`,
      importedUrl: url(request, stored),
      slug: stored.slug,
      dashboardId: stored.id,
      folderId: 0,
      folderUid: stored.folderUid,
      importedRevision: stored.version,
      revision: stored.version,
      description: '',
      path: '',
      removed: false,
    },
  };
}

function saveDashboard(request: ApiRequest) {
  const { body } = request;
  const stored = save(request, dashboardOf(body), String(body.folderUid ?? ''), body.overwrite === true);
  const { id, uid, slug, version, folderUid } = stored;
  return { body: { id, uid, slug, version, folderUid, status: 'success', url: url(request, stored) } };
}

function read(request: ApiRequest) {
  const stored = byUid(request);
  const folder = request.contents.value.folders.find((one) => one.uid === stored.folderUid);
  const canEdit = request.visitor.role === 'ADMIN' || request.visitor.role === 'EDITOR';
  return {
    body: {
      meta: {
        type: 'db',
        canSave: canEdit,
        canEdit,
        canAdmin: request.visitor.role === 'ADMIN',
        canStar: false,
        canDelete: canEdit,
        slug: stored.slug,
        url: url(request, stored),
        created: stored.created,
        updated: stored.updated,
        version: stored.version,
        hasAcl: false,
        isFolder: false,
        folderId: folder?.id ?? 0,
        folderUid: stored.folderUid,
        folderTitle: folder?.title ?? 'General',
        provisioned: false,
      },
      dashboard: stored.dashboard,
    },
  };
}

function remove(request: ApiRequest) {
  const stored = byUid(request);
  const { contents } = request;
  contents.value.dashboards = contents.value.dashboards.filter((one) => one !== stored);
  contents.save();
  const { title } = stored.dashboard;
  return { body: { title, message: `Dashboard ${title} deleted`, id: stored.id } };
}

function search(request: ApiRequest) {
  const { contents, search: wanted } = request;
  const words = (wanted.get('query') ?? '').toLowerCase();
  const tags = wanted.getAll('tag');
  const type = wanted.get('type') ?? 'dash-db';
  const found = contents.value.dashboards.filter(({ dashboard }) => {
    const own = (dashboard.tags as string[] | undefined) ?? [];
    return String(dashboard.title).toLowerCase().includes(words) && tags.every((tag) => own.includes(tag));
  });
  return {
    body: (type === 'dash-db' ? found : []).map((stored) => ({
      id: stored.id,
      uid: stored.uid,
      title: stored.dashboard.title,
      uri: `db/${stored.slug}`,
      url: url(request, stored),
      slug: '',
      type: 'dash-db',
      tags: stored.dashboard.tags ?? [],
      isStarred: false,
      folderUid: stored.folderUid,
      sortMeta: 0,
    })),
  };
}

/** Grafana's dashboards: import, save, read, delete, search. */
export const dashboardRoutes: Route[] = [
  { method: 'POST', path: '/api/dashboards/import', role: 'EDITOR', handle: importDashboard },
  { method: 'POST', path: '/api/dashboards/db', role: 'EDITOR', handle: saveDashboard },
  { method: 'GET', path: '/api/dashboards/uid/:uid', role: 'VIEWER', handle: read },
  { method: 'DELETE', path: '/api/dashboards/uid/:uid', role: 'EDITOR', handle: remove },
  { method: 'GET', path: '/api/search', role: 'VIEWER', handle: search },
];
