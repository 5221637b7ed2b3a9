import { describe, expect, it } from 'vitest';
import { typeable } from '../../src/ui/command-word.js';

const say = (text: string, which = {}) => typeable(text, which, 'npx workshop');

describe('commands that are proposed', () => {
  it('begin as the user types them, once', () => {
    expect(say('workshop status')).toBe('npx workshop status');
    expect(say('npx workshop status')).toBe('npx workshop status');
    expect(say('eval "$(workshop local env)"')).toBe('eval "$(npx workshop local env)"');
    expect(typeable('npx workshop status', {}, 'workshop')).toBe('workshop status');
  });

  it('carry the flags of the workshop that they are about', () => {
    const which = { name: 'room-7', target: 'aws', region: 'eu-west-1', profile: 'demo' };
    expect(say('workshop status  (it says where)', which)).toBe(
      'npx workshop status --name room-7 --target aws --region eu-west-1 --profile demo  (it says where)',
    );
    expect(say('workshop sql run orders', { name: 'a' })).toBe('npx workshop sql run --name a orders');
    expect(say('workshop local logs', { name: 'a' })).toBe('npx workshop local logs --name a');
  });

  it('carry no flag twice, none that contradicts, and none where it means nothing', () => {
    expect(say('workshop status --name b', { name: 'a' })).toBe('npx workshop status --name b');
    expect(say('workshop setup --target local', { target: 'aws', region: 'eu-west-1' })).toBe(
      'npx workshop setup --target local',
    );
    expect(say('workshop sql show 6', { name: 'a' })).toBe('npx workshop sql show 6');
  });

  it('leave prose and paths alone', () => {
    for (const text of [
      'the workshop is there',
      '/home/a/workshop status',
      'workshop.out',
      'my-workshop setup',
    ])
      expect(say(text)).toBe(text);
  });
});
