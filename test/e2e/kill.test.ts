import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Computer } from './cli.js';
import { type CloudEnvironment, kinesisOf, readAll } from './streams.js';

const computer = new Computer();
afterAll(() => computer.clear());

describe('kill -9', () => {
  it('anywhere in setup: the next setup finishes, and there is one of everything', async () => {
    for (const milliseconds of [300, 900, 1500, 2200, 3000]) {
      const { child, outcome } = computer.start('setup', '--target', 'local', '--yes');
      await sleep(milliseconds);
      child.kill('SIGKILL');
      await outcome;
    }
    await computer.json('setup', '--target', 'local', '--yes');
    const status = await computer.json<{ stacks: { status: string }[]; views: { name: string }[] }>('status');
    expect(status.stacks.map((stack) => stack.status)).toEqual(Array(4).fill('CREATE_COMPLETE'));
    expect(status.views.map((view) => view.name).sort()).toEqual([
      'customer_stream',
      'fleet_stream',
      'order_stream',
    ]);
  }, 180_000);

  it('of the cloud while orders flow: none acknowledged is lost, none is twice', async () => {
    for (let round = 0; round < 4; round++) {
      const { pid } = await computer.json<CloudEnvironment>('local', 'env');
      await sleep(700 + 400 * round);
      process.kill(pid, 'SIGKILL');
      await computer.json('local', 'start');
    }
    // The producers stop, so that what was sent can be counted.
    const kinesis = await kinesisOf(computer);
    await sleep(1500);
    const sent = (await readAll(kinesis, 'order_stream')).map(
      (record) => JSON.parse(record.toString()).consignmentid as number,
    );
    expect(new Set(sent).size).toBe(sent.length);
    await computer.query('REFRESH MATERIALIZED VIEW order_stream');
    const rows = (await computer.query('SELECT consignmentid FROM order_stream')).map(([id]) => Number(id));
    expect(new Set(rows).size).toBe(rows.length);
    const seen = new Set(rows);
    expect(sent.filter((id) => !seen.has(id))).toEqual([]);
    kinesis.destroy();
  }, 180_000);

  it('then setup again changes nothing and ends well', async () => {
    await computer.json('setup', '--target', 'local', '--yes');
    const { left } = await computer.json<{ left: unknown[] }>('teardown', '--yes');
    expect(left).toEqual([]);
  }, 120_000);
});
