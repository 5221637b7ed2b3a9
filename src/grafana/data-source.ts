import { dashboardUser, database } from '../config.js';
import { GrafanaError, type GrafanaHttp } from './http.js';

export const dataSourceUid = 'redshift-streaming';
export const pluginId = 'grafana-redshift-datasource';

/** Installs the Redshift plugin (not preinstalled since Grafana 9). @returns false when it was there. */
export async function installPlugin(grafana: GrafanaHttp): Promise<boolean> {
  if (await exists(grafana, `/api/plugins/${pluginId}/settings`)) return false;
  await grafana.post(`/api/plugins/${pluginId}/install`, {});
  return true;
}

/**
 * The data source 'Redshift Streaming', which signs in as redshift_data_api_user through the workspace's role.
 * @returns whether it was made, brought up to date, or there already
 */
export async function ensureDataSource(
  grafana: GrafanaHttp,
  cluster: string,
  region: string,
): Promise<'made' | 'there'> {
  const wanted = {
    name: 'Redshift Streaming',
    uid: dataSourceUid,
    type: pluginId,
    access: 'proxy',
    jsonData: {
      authType: 'default',
      defaultRegion: region,
      clusterIdentifier: cluster,
      database,
      dbUser: dashboardUser,
      useManagedSecret: false,
      useServerless: false,
      withEvent: false,
    },
  };
  if (await exists(grafana, `/api/datasources/uid/${dataSourceUid}`)) {
    await grafana.put(`/api/datasources/uid/${dataSourceUid}`, wanted);
    return 'there';
  }
  await grafana.post('/api/datasources', wanted);
  return 'made';
}

async function exists(grafana: GrafanaHttp, path: string): Promise<boolean> {
  try {
    await grafana.get(path);
    return true;
  } catch (error) {
    if (error instanceof GrafanaError && error.status === 404) return false;
    throw error;
  }
}
