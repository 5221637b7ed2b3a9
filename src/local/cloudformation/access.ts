import { type AccessTable, arnOf, noResource, type Place, passing } from '../policy/access-table.js';

const stack = (name: string | undefined, place: Place) => {
  if (name === undefined) return undefined;
  return name.startsWith('arn:') ? name : arnOf('cloudformation', place, `stack/${name}/*`);
};

/** Stacks by their name, and the role by which one is made. */
export const cloudFormationAccess: AccessTable = {
  needs: {
    ListStacks: noResource,
    ListExports: noResource,
    ListImports: noResource,
    ValidateTemplate: noResource,
  },
  otherwise: (input, place) => [
    stack(
      input.StackName ?? (/:changeSet\//.test(input.ChangeSetName) ? input.ChangeSetName : undefined),
      place,
    ),
    ...passing(input.RoleARN, 'cloudformation'),
  ],
};
