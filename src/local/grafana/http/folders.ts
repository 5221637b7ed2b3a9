import { randomBytes } from 'node:crypto';
import { type Folder, nextId } from './contents.js';
import { slugify } from './dashboards.js';
import { HttpError } from './respond.js';
import type { ApiRequest, Route } from './route.js';

function byUid({ contents, parameters }: ApiRequest): Folder {
  const found = contents.value.folders.find((folder) => folder.uid === parameters.uid);
  if (found === undefined) throw new HttpError(404, 'folder not found');
  return found;
}

function view({ workspace }: ApiRequest, folder: Folder): object {
  return { ...folder, url: `/${workspace.id}/dashboards/f/${folder.uid}/${slugify(folder.title)}` };
}

/** Grafana's folders, as far as a dashboard needs one. */
export const folderRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api/folders',
    role: 'VIEWER',
    handle: (request) => ({ body: request.contents.value.folders.map((folder) => view(request, folder)) }),
  },
  {
    method: 'POST',
    path: '/api/folders',
    role: 'EDITOR',
    handle: (request) => {
      const { contents, body } = request;
      if (typeof body.title !== 'string' || body.title === '')
        throw new HttpError(400, 'folder title cannot be empty');
      const uid = typeof body.uid === 'string' && body.uid !== '' ? body.uid : randomBytes(7).toString('hex');
      if (contents.value.folders.some((folder) => folder.uid === uid)) {
        throw new HttpError(412, 'a folder with the same uid already exists');
      }
      const folder = { id: nextId(contents.value), uid, title: body.title };
      contents.value.folders.push(folder);
      contents.save();
      return { body: view(request, folder) };
    },
  },
  {
    method: 'GET',
    path: '/api/folders/:uid',
    role: 'VIEWER',
    handle: (request) => ({ body: view(request, byUid(request)) }),
  },
  {
    method: 'DELETE',
    path: '/api/folders/:uid',
    role: 'EDITOR',
    handle: (request) => {
      const folder = byUid(request);
      const { value } = request.contents;
      value.folders = value.folders.filter((one) => one !== folder);
      value.dashboards = value.dashboards.filter((one) => one.folderUid !== folder.uid);
      request.contents.save();
      return { body: { id: folder.id, message: `Folder ${folder.title} deleted`, title: folder.title } };
    },
  },
];
