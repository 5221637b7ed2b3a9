import type { Cloud } from '../cloud.js';
import type { Service } from '../service.js';
import { secretsAccess } from './access.js';
import { createSecret } from './create-secret.js';
import { deletionActions } from './delete-secret.js';
import { describeActions } from './describe.js';
import { getRandomPassword } from './random-password.js';
import { rotationActions } from './rotation.js';
import { SecretStore } from './store.js';
import { tagAndPolicyActions } from './tags-and-policy.js';
import { valueActions } from './values.js';

/** Secrets Manager: secrets with versions and stages, in a file that only its owner may read. */
export function createSecretsManagerService(cloud: Cloud): Service {
  const store = new SecretStore(cloud);
  return {
    id: 'secretsmanager',
    access: secretsAccess(store),
    actions: {
      CreateSecret: createSecret(store),
      GetRandomPassword: getRandomPassword,
      ...valueActions(store),
      ...describeActions(store),
      ...deletionActions(store),
      ...tagAndPolicyActions(store),
      ...rotationActions(store),
    },
  };
}
