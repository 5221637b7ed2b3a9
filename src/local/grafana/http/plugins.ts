import { pluginAdminEnabled } from '../workspaces/configuration.js';
import { HttpError } from './respond.js';
import type { ApiRequest, Route } from './route.js';

export const redshiftPlugin = 'grafana-redshift-datasource';
/** The version whose behaviour the local cloud follows. */
const latest = '2.5.8';

function installed({ contents, parameters }: ApiRequest) {
  return contents.value.plugins.find((plugin) => plugin.id === parameters.id);
}

/** Installing, removing and looking at the one plugin there is here. */
export const pluginRoutes: Route[] = [
  {
    method: 'POST',
    path: '/api/plugins/:id/install',
    role: 'ADMIN',
    handle: (request) => {
      const { workspace, contents, parameters, body } = request;
      // Grafana has no such route while plugin administration is off.
      if (!pluginAdminEnabled(workspace)) throw new HttpError(404, 'Not found');
      if (parameters.id !== redshiftPlugin) {
        throw new HttpError(
          404,
          `Plugin ${parameters.id} not found: the local cloud knows ${redshiftPlugin} alone.`,
        );
      }
      if (installed(request) !== undefined) throw new HttpError(409, 'Plugin already installed');
      const version = typeof body.version === 'string' && body.version !== '' ? body.version : latest;
      contents.value.plugins.push({ id: redshiftPlugin, version });
      contents.save();
      return { body: {} };
    },
  },
  {
    method: 'POST',
    path: '/api/plugins/:id/uninstall',
    role: 'ADMIN',
    handle: (request) => {
      const plugin = installed(request);
      if (plugin === undefined) throw new HttpError(404, 'Plugin not installed');
      const { plugins } = request.contents.value;
      plugins.splice(plugins.indexOf(plugin), 1);
      request.contents.save();
      return { body: {} };
    },
  },
  {
    method: 'GET',
    path: '/api/plugins/:id/settings',
    role: 'VIEWER',
    handle: (request) => {
      const plugin = installed(request);
      if (plugin === undefined)
        throw new HttpError(404, 'Plugin not found, no installed plugin with that id');
      return {
        body: {
          name: 'Amazon Redshift',
          type: 'datasource',
          id: plugin.id,
          enabled: true,
          pinned: false,
          info: { version: plugin.version },
          jsonData: null,
          secureJsonFields: {},
          hasUpdate: plugin.version !== latest,
          latestVersion: latest,
        },
      };
    },
  },
];
