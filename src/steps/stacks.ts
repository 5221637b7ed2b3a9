import { deleteStack } from '../aws/stacks/delete.js';
import { deployStack } from '../aws/stacks/deploy.js';
import { type StackId, stackIds, stackName, tagKey } from '../config.js';
import { clientsOf, type Step } from './step.js';

const titles: Record<StackId, string> = {
  IngestionStack: 'Ingestion stack',
  RedshiftStack: 'Redshift stack',
  StepFunctionStack: 'Refresh stack',
  DashboardStack: 'Dashboard stack',
};

function stackStep(id: StackId): Step {
  return {
    id,
    title: titles[id],
    needs: ['cloud', 'templates'],
    async run(context, report) {
      const name = stackName(context.config, id);
      const synthesized = context.templates?.find((stack) => stack.stackName === name);
      if (!synthesized) throw new Error(`no template was made for ${name}`);
      const resources = Object.keys((synthesized.template as { Resources: object }).Resources).length;
      const stack = await deployStack(
        clientsOf(context),
        { stackName: name, body: synthesized.body, resources, tags: { [tagKey]: context.config.name } },
        report,
        context.signal,
      );
      context.outputs[id] = stack.outputs;
      return stack.changed ? { done: `${resources} resources` } : { already: 'is as the template says' };
    },
    async undo(context, report) {
      const name = stackName(context.config, id);
      const deleted = await deleteStack(clientsOf(context), name, report, context.signal);
      return deleted ? { done: 'deleted' } : { already: 'not there' };
    },
  };
}

/** One step a stack; they deploy at once. */
export const stackSteps: Step[] = stackIds.map(stackStep);
