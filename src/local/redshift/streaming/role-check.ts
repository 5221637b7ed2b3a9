import type { Cloud } from '../../cloud.js';
import { AwsError } from '../../protocol/errors.js';

/** Asks IAM what a role may do, through IAM's own simulator. */
export class RoleCheck {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The first of the actions that the role may not do on the resource; a role that is gone may do nothing. */
  async firstDenied(
    roleArn: string,
    actions: readonly string[],
    resource: string,
    context: Record<string, string> = {},
  ): Promise<string | undefined> {
    try {
      const reply = await this.#cloud.call(
        'iam',
        'SimulatePrincipalPolicy',
        {
          PolicySourceArn: roleArn,
          ActionNames: [...actions],
          ResourceArns: [resource],
          ContextEntries: Object.entries(context).map(([key, value]) => ({
            ContextKeyName: key,
            ContextKeyType: 'string',
            ContextKeyValues: [value],
          })),
        },
        { service: 'redshift.amazonaws.com' },
      );
      const results: { EvalActionName: string; EvalDecision: string }[] = reply.EvaluationResults ?? [];
      return results.find((result) => result.EvalDecision !== 'allowed')?.EvalActionName;
    } catch (error) {
      if (error instanceof AwsError && error.code.startsWith('NoSuchEntity')) return actions[0];
      throw error;
    }
  }
}
