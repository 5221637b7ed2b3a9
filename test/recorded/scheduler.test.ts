import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../local/harness.js';
import { makeRole } from '../local/lambda/functions.js';

const path = join(
  process.env.WORKSHOP_RECORDED ?? '../shared/aws-recorded',
  'scheduler/test_scheduler.snapshot.json',
);

interface Recorded {
  'recorded-content': Record<
    string,
    { Error?: { Code: string; Message: string }; ScheduleArn?: string; Tags?: object[] }
  >;
}

describe.runIf(existsSync(path))('Scheduler as recorded on AWS', () => {
  let test: TestCloud;
  let client: SchedulerClient;
  let roleArn: string;
  let agreed = 0;
  const cases = existsSync(path)
    ? Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Recorded>)
    : [];

  beforeAll(async () => {
    test = await startCloud({ services: ['iam', 'sts', 'lambda', 'scheduler'] });
    client = new SchedulerClient(test.clientConfig);
    roleArn = await makeRole(test, 'schedules', 'scheduler.amazonaws.com', []);
  });
  afterAll(async () => {
    console.log(`scheduler: ${agreed} of ${cases.length} recorded cases agree`);
    await test.stop();
  });

  async function create(name: string, expression: string) {
    return client.send(
      new CreateScheduleCommand({
        Name: name,
        ScheduleExpression: expression,
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'DISABLED',
        Target: { Arn: 'arn:aws:lambda:us-east-1:111111111111:function:f', RoleArn: roleArn },
      }),
    );
  }

  for (const [index, [id, recorded]] of cases.entries()) {
    const title = id.slice(id.indexOf('::') + 2);
    const replies = recorded['recorded-content'];
    it(title, async () => {
      const expression = /\[(.*)\]$/.exec(title)?.[1];
      const refused = replies['invalid-schedule-expression']?.Error;
      if (refused && expression !== undefined) {
        await expect(create(`s${index}`, expression)).rejects.toMatchObject({
          name: refused.Code,
          message: refused.Message,
        });
      } else if (title.includes('valid')) {
        const reply = await create(`s${index}`, expression ?? 'rate(10 minutes)');
        expect(reply.ScheduleArn).toMatch(/^arn:aws:scheduler:us-east-1:\d{12}:schedule\/default\/s\d+$/);
      } else {
        const ResourceArn = (await client.send(new CreateScheduleGroupCommand({ Name: `g${index}` })))
          .ScheduleGroupArn;
        await client.send(
          new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'TagKey', Value: 'TagValue' }] }),
        );
        const untag = replies['list-untagged-schedule'];
        if (untag) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['TagKey'] }));
        const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
        expect(Tags).toEqual((untag ?? replies['list-tagged-schedule'])?.Tags);
      }
      agreed += 1;
    });
  }
});

if (!existsSync(path)) console.log(`scheduler: no recorded cases at ${path}`);
