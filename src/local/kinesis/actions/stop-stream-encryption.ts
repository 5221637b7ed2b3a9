import type { StopStreamEncryptionInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { lengthWithin, oneOf, validate } from '../constraints.js';
import { type Kinesis, requireActiveStream } from '../kinesis.js';

/** Records put from then on are not said to be encrypted. */
export function stopStreamEncryption(kinesis: Kinesis): Action {
  return (input: StopStreamEncryptionInput) => {
    validate(
      oneOf('encryptionType', input.EncryptionType, ['KMS']),
      lengthWithin('keyId', input.KeyId, 1, 2048),
    );
    kinesis.streams.update(requireActiveStream(kinesis, input), { kind: 'encryption', keyId: undefined });
    return {};
  };
}
