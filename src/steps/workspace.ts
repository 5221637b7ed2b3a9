import { namesOf } from '../config.js';
import { createWorkspace, deleteWorkspace, findWorkspace, waitForWorkspace } from '../grafana/workspace.js';
import { clientsOf, outputOf, type Step } from './step.js';

/** The Grafana workspace, made beside the slower stacks as soon as its role is there. */
export const workspaceStep: Step = {
  id: 'workspace',
  title: 'Grafana workspace',
  needs: ['DashboardStack'],
  async run(context) {
    const clients = clientsOf(context);
    const name = namesOf(context.config).workspace;
    const found = await findWorkspace(clients, name);
    if (found) {
      context.workspace = await waitForWorkspace(clients, found.id, context.signal);
      return { already: found.id };
    }
    const role = outputOf(context, 'DashboardStack', 'WorkspaceRoleArn');
    context.workspace = await createWorkspace(clients, name, role, context.signal);
    return { done: context.workspace.id };
  },
  async undo(context) {
    const clients = clientsOf(context);
    const found = await findWorkspace(clients, namesOf(context.config).workspace);
    if (!found) return { already: 'not there' };
    await deleteWorkspace(clients, found.id, context.signal);
    return { done: `${found.id} deleted` };
  },
};
