import { describe, expect, it } from 'vitest';
import { DeclinedError, WorkshopError } from '../../src/errors.js';
import { explain } from '../../src/ui/errors.js';

const foreign = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const system = (code: string, path?: string) =>
  foreign('Error', `${code}: it failed`, { code, ...(path ? { path } : {}) });

describe('errors in words', () => {
  it.each([
    ['interrupted', foreign('AbortError', 'This operation was aborted')],
    [
      'credentials-missing',
      foreign('CredentialsProviderError', 'Could not load credentials from any providers'),
    ],
    [
      'credentials-expired',
      foreign('ExpiredTokenException', 'The security token is expired', { $metadata: {} }),
    ],
    ['credentials-expired', foreign('Error', 'The SSO session associated with this profile has expired')],
    [
      'credentials-refused',
      foreign('InvalidClientTokenId', 'The security token included in the request is invalid.'),
    ],
    ['credentials-refused', foreign('UnrecognizedClientException', 'The security token is invalid')],
    ['region-closed', foreign('OptInRequired', 'You are not subscribed')],
    [
      'access-denied',
      foreign('AccessDeniedException', 'User is not authorized to perform: kinesis:CreateStream'),
    ],
    ['throttled', foreign('ThrottlingException', 'Rate exceeded')],
    ['no-connection', system('ENOTFOUND')],
    ['no-connection', foreign('TimeoutError', 'Connection timed out')],
    ['disk-full', system('ENOSPC')],
    ['disk-full', foreign('InsufficientStorage', 'The local cloud’s disk is full')],
    ['no-permission', system('EACCES', '/root/x')],
    ['no-permission', system('EROFS', '/mnt/x')],
    ['path-unusable', system('ENOTDIR', '/etc/passwd/x')],
    ['unexpected', new TypeError('x is not a function')],
  ])('%s', (code, error) => {
    const explained = explain(error);
    expect(explained.code).toBe(code);
    expect(explained.next).toBeTruthy();
    expect(explained.exitCode).toBe(code === 'interrupted' ? 130 : 1);
    expect(JSON.stringify(explained)).not.toMatch(/\bat \S+ \(/);
  });

  it('names the path that is in the way', () => {
    expect(explain(system('EEXIST', '/etc/passwd')).message).toContain('/etc/passwd');
  });

  it('keeps our own words, and the exit code they ask for', () => {
    const error = new WorkshopError({ code: 'x', message: 'm', why: 'w', next: 'n', exitCode: 2 });
    expect(explain(error)).toEqual({ code: 'x', message: 'm', why: 'w', next: 'n', exitCode: 2 });
    expect(explain(new DeclinedError(undefined, 130)).exitCode).toBe(130);
  });

  it('hears a full disk in Redshift’s words too', () => {
    const error = new WorkshopError({
      code: 'sql-failed',
      message: 'ERROR: Failed to commit: Could not write file "x": No space left on device',
    });
    expect(explain(error).code).toBe('disk-full');
  });

  it('says what was thrown, even when it is no error', () => {
    expect(explain('plain words')).toMatchObject({ code: 'unexpected', message: 'plain words' });
  });
});
