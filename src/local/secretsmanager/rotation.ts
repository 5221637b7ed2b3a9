import type { Action } from '../service.js';
import { invalidParameter, invalidRequest, type SecretStore } from './store.js';

/** Rotation is not to be had here: each of its calls says so. */
export function rotationActions(store: SecretStore): Record<string, Action> {
  return {
    RotateSecret(input) {
      store.live(input.SecretId);
      if (!input.ClientRequestToken)
        throw invalidParameter(
          'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
        );
      if (!input.RotationLambdaARN)
        throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
      throw invalidRequest('The local cloud does not rotate secrets: RotateSecret is not supported.');
    },
    CancelRotateSecret(input) {
      store.live(input.SecretId);
      throw invalidRequest('The local cloud does not rotate secrets: CancelRotateSecret is not supported.');
    },
  };
}
