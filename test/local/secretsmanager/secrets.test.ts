import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Secret } from '../../../src/local/secretsmanager/store.js';
import { addVersion, moveStage, tokenOf } from '../../../src/local/secretsmanager/versions.js';
import { startCloud, type TestCloud } from '../harness.js';

let test: TestCloud;
let secrets: SecretsManagerClient;
let count = 0;

beforeAll(async () => {
  test = await startCloud({ services: ['secretsmanager'] });
  secrets = new SecretsManagerClient(test.clientConfig);
});
afterAll(() => test.stop());

async function make(SecretString = 'one'): Promise<string> {
  const Name = `secret-${++count}`;
  await secrets.send(new CreateSecretCommand({ Name, SecretString }));
  return Name;
}
const value = (SecretId: string, more: object = {}) =>
  secrets.send(new GetSecretValueCommand({ SecretId, ...more }));

describe('secrets', () => {
  it('are found by name, ARN and ARN without its suffix', async () => {
    const name = await make();
    const { ARN = '' } = await value(name);
    expect(ARN).toMatch(new RegExp(`:secret:${name}-[A-Za-z0-9]{6}$`));
    for (const id of [ARN, ARN.slice(0, -7)]) expect((await value(id)).SecretString).toBe('one');
    await expect(value('no-such')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  it('keep their previous value when they get a new one', async () => {
    const SecretId = await make();
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }));
    await secrets.send(
      new UpdateSecretCommand({ SecretId, SecretBinary: Buffer.from('three'), Description: 'd' }),
    );
    expect(Buffer.from((await value(SecretId)).SecretBinary ?? []).toString()).toBe('three');
    expect((await value(SecretId, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('two');
    const ids = await secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }));
    expect(ids.Versions).toHaveLength(3);
    const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
    expect(described.Description).toBe('d');
    expect(
      Object.values(described.VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  it('move stages between versions', async () => {
    const SecretId = await make();
    const one = (await value(SecretId)).VersionId;
    const two = await secrets.send(
      new PutSecretValueCommand({ SecretId, SecretString: 'two', VersionStages: ['AWSPENDING'] }),
    );
    expect((await value(SecretId)).SecretString).toBe('one');
    await secrets.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: two.VersionId,
        RemoveFromVersionId: one,
      }),
    );
    expect((await value(SecretId)).VersionStages?.sort()).toEqual(['AWSCURRENT', 'AWSPENDING']);
    expect((await value(SecretId, { VersionStage: 'AWSPREVIOUS' })).VersionId).toBe(one);
  });

  it('are deleted after a window in which they can be restored, or at once by force', async () => {
    const SecretId = await make();
    const { DeletionDate } = await secrets.send(
      new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }),
    );
    expect(DeletionDate?.getTime()).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000);
    await expect(value(SecretId)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(secrets.send(new CreateSecretCommand({ Name: SecretId }))).rejects.toMatchObject({
      message:
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
    });
    await secrets.send(new RestoreSecretCommand({ SecretId }));
    expect((await value(SecretId)).SecretString).toBe('one');
    await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    await secrets.send(new CreateSecretCommand({ Name: SecretId }));
    await expect(
      secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 3 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('carry tags, and are listed by them', async () => {
    const SecretId = await make();
    await secrets.send(
      new TagResourceCommand({
        SecretId,
        Tags: [
          { Key: 'workshop', Value: 'w' },
          { Key: 'x', Value: 'y' },
        ],
      }),
    );
    await secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ['x'] }));
    const { SecretList } = await secrets.send(
      new ListSecretsCommand({ Filters: [{ Key: 'tag-key', Values: ['workshop'] }] }),
    );
    expect(SecretList?.map(({ Name, Tags }) => [Name, Tags])).toEqual([
      [SecretId, [{ Key: 'workshop', Value: 'w' }]],
    ]);
  });

  it('lie in a file that only its owner may read, and in no log line', async () => {
    await make('very-secret-text');
    expect(statSync(join(test.folder, 'secretsmanager', 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(test.lines.join('\n')).not.toContain('very-secret-text');
  });

  it('are not rotated', async () => {
    const SecretId = await make();
    await expect(
      secrets.send(
        new RotateSecretCommand({ SecretId, RotationLambdaARN: 'arn:aws:lambda:us-east-1:1:function:f' }),
      ),
    ).rejects.toThrow('RotateSecret is not supported');
  });
});

describe('random passwords', () => {
  it('have every kind of character that is not excluded', async () => {
    for (let run = 0; run < 5; run++) {
      const { RandomPassword = '' } = await secrets.send(
        new GetRandomPasswordCommand({
          PasswordLength: 8,
          ExcludePunctuation: true,
          ExcludeCharacters: 'abc',
        }),
      );
      expect(RandomPassword).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[d-zA-Z\d]{8}$/);
    }
    await expect(secrets.send(new GetRandomPasswordCommand({ PasswordLength: 2 }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('the token of a request', () => {
  it('is asked for, in the words of the recording', () => {
    expect(() => tokenOf({ SecretString: 's' })).toThrow(
      'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    );
    expect(() => tokenOf({ ClientRequestToken: 'short' })).toThrow('32-64 characters');
  });
});

describe('stages', () => {
  it('stand on one version each, whatever moves', () => {
    const stage = fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS', 'mine');
    fc.assert(
      fc.property(fc.array(fc.tuple(stage, fc.nat(5), fc.boolean()), { maxLength: 30 }), (moves) => {
        const secret: Secret = { name: 'n', arn: 'a', created: 0, changed: 0, tags: [], versions: [] };
        const add = (stages: string[]) =>
          addVersion(
            secret,
            { ClientRequestToken: String(secret.versions.length).padStart(32, '0'), SecretString: 's' },
            stages,
          );
        add(['AWSCURRENT']);
        for (const [name, at, isNew] of moves) {
          if (isNew) add([name]);
          else moveStage(secret, name, secret.versions[at % secret.versions.length]);
          const all = secret.versions.flatMap(({ stages }) => stages);
          expect(new Set(all).size).toBe(all.length);
          expect(all).toContain('AWSCURRENT');
        }
      }),
    );
  });
});
