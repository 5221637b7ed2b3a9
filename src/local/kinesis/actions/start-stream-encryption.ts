import type { StartStreamEncryptionInput } from '@aws-sdk/client-kinesis';
import type { Action } from '../../service.js';
import { lengthWithin, oneOf, validate } from '../constraints.js';
import { type Kinesis, requireActiveStream } from '../kinesis.js';

/** Records put from then on are said to be encrypted; see BEHAVIOUR.md for what is on the disk. */
export function startStreamEncryption(kinesis: Kinesis): Action {
  return (input: StartStreamEncryptionInput) => {
    validate(
      oneOf('encryptionType', input.EncryptionType, ['KMS']),
      lengthWithin('keyId', input.KeyId, 1, 2048),
    );
    kinesis.streams.update(requireActiveStream(kinesis, input), { kind: 'encryption', keyId: input.KeyId });
    return {};
  };
}
