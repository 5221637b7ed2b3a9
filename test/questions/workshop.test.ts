import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkshopError } from '../../src/errors.js';
import { confirmed } from '../../src/questions/answers.js';
import { workshopOf } from '../../src/questions/workshop.js';

beforeEach(() => {
  for (const name of ['WORKSHOP_NAME', 'WORKSHOP_TARGET', 'AWS_REGION']) vi.stubEnv(name, '');
});
afterEach(() => vi.unstubAllEnvs());

const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkshopError);
  return error as WorkshopError;
};

describe('which workshop the flags mean', () => {
  it('takes defaults where nothing was said, and this computer unless AWS was named', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    expect(await workshopOf({})).toMatchObject({ name: 'workshop', target: 'local' });
  });

  it('takes a flag before the environment, and the environment before the default', async () => {
    vi.stubEnv('WORKSHOP_NAME', 'from-env');
    expect((await workshopOf({})).name).toBe('from-env');
    expect((await workshopOf({ name: 'from-flag' })).name).toBe('from-flag');
  });

  it('takes an empty variable for none', async () => {
    expect((await workshopOf({ region: 'eu-west-1' })).region).toBe('eu-west-1');
    expect((await workshopOf({})).name).toBe('workshop');
  });

  it.each([
    'Bad',
    'a b',
    '../x',
    'a;b',
    '-a',
    'a-',
    'a--b',
    '7a',
    'é',
    '',
    'a'.repeat(25),
    `${'a-'.repeat(13)}a`,
  ])('refuses the name %j as wrong usage', async (name) => {
    const error = await refused(workshopOf({ name }));
    expect(error).toMatchObject({ code: 'answer-invalid', exitCode: 2 });
    expect(error.next).toContain('--name');
  });

  it.each(['a', 'room-7', 'a'.repeat(24), 'a1-b2'])('takes the name %j', async (name) => {
    expect((await workshopOf({ name })).name).toBe(name);
  });

  it.each(['us-east-1', 'eu-west-1', 'us-gov-west-1', 'ap-southeast-2'])(
    'takes the Region %s',
    async (region) => {
      expect((await workshopOf({ region })).region).toBe(region);
    },
  );

  it('says by which way a wrong answer came', async () => {
    expect((await refused(workshopOf({ region: 'mars-1' }))).message).toContain("--region 'mars-1'");
    expect((await refused(workshopOf({ target: 'moon' }))).message).toContain("--target 'moon'");
    vi.stubEnv('WORKSHOP_NAME', 'Q');
    expect((await refused(workshopOf({}))).message).toContain("WORKSHOP_NAME='Q'");
  });
});

describe('a yes', () => {
  it('given early needs nobody', async () => {
    await confirmed('Go?', { interactive: false, yes: true, enter: false });
  });

  it('is not taken for granted where nobody can be asked', async () => {
    const error = await refused(confirmed('Go?', { interactive: false, yes: undefined, enter: true }));
    expect(error).toMatchObject({ code: 'confirmation-missing', exitCode: 2 });
    expect(error.next).toContain('--yes');
  });
});
