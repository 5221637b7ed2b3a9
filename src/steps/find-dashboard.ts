import { Clients } from '../aws/clients.js';
import { namesOf, type WorkshopConfig } from '../config.js';
import { WorkshopError } from '../errors.js';
import { dashboardPath, loadDashboard } from '../grafana/dashboard.js';
import { findWorkspace } from '../grafana/workspace.js';
import { existingTarget } from '../target/resolve.js';
import type { Target } from '../target/target.js';

/** Where the dashboard of a workspace is. */
export function dashboardUrl(target: Target, workspace: { id: string; endpoint: string }): string {
  return `${target.workspaceUrl(workspace)}${dashboardPath(loadDashboard())}${target.pageAccess(workspace)}`;
}

/** The dashboard's URL of a workshop that exists. @throws WorkshopError when it has no workspace */
export async function findDashboard(config: WorkshopConfig): Promise<string> {
  const target = await existingTarget(config);
  const clients = new Clients(target);
  try {
    const workspace = await findWorkspace(clients, namesOf(config).workspace);
    if (workspace) return dashboardUrl(target, workspace);
    throw new WorkshopError({
      code: 'workspace-missing',
      message: `The workshop '${config.name}' has no Grafana workspace yet.`,
      next: `workshop setup --target ${config.target}`,
    });
  } finally {
    await clients.close();
  }
}
