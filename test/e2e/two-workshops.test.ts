import { afterAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';
import type { CloudEnvironment } from './streams.js';

const computer = new Computer();
afterAll(() => computer.clear('second'));

describe('two workshops side by side', () => {
  it('live in clouds of their own, and one’s teardown leaves the other alone', async () => {
    await Promise.all([
      computer.json('setup', '--target', 'local', '--yes'),
      computer.json('setup', '--target', 'local', '--yes', '--name', 'second'),
    ]);
    const first = await computer.json<CloudEnvironment>('local', 'env');
    const second = await computer.json<CloudEnvironment>('local', 'env', '--name', 'second');
    expect(second.endpoint).not.toBe(first.endpoint);
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    await computer.json('teardown', '--yes', '--name', 'second');
    const [row] = await computer.query('SELECT COUNT(*) FROM consignments');
    expect(Number(row?.[0])).toBeGreaterThan(0);
    const missing = await computer.run('status', '--name', 'second');
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('workshop setup --target local --name second');
  }, 180_000);

  it('takes another port when its own is taken by somebody else', async () => {
    const { createServer } = await import('node:http');
    const { endpoint } = await computer.json<CloudEnvironment>('local', 'env');
    await computer.run('local', 'stop');
    const stranger = createServer((_, response) => response.end('stranger'));
    await new Promise<void>((resolve) =>
      stranger.listen(Number(new URL(endpoint).port), '127.0.0.1', resolve),
    );
    try {
      const started = await computer.json<{ endpoint: string }>('local', 'start');
      expect(started.endpoint).not.toBe(endpoint);
      const { url } = await computer.json<{ url: string }>('dashboard');
      expect((await fetch(url)).status).toBe(200);
    } finally {
      stranger.close();
    }
  }, 120_000);
});
