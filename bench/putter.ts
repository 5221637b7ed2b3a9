import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The other process of the latency bench: puts orders with rising ids at a steady rate, as any client would. */
process.once('message', async ({ environment, load, stream }) => {
  const { endpoint, region, accessKeyId, secretAccessKey } = environment;
  const kinesis = new KinesisClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 10,
  });
  const batches: { last: number; at: number }[] = [];
  const total = load.perSecond * load.seconds;
  const began = Date.now();
  let id = load.first;
  while (id < load.first + total) {
    const due = began + ((id - load.first) / load.perSecond) * 1000;
    if (due > Date.now()) await sleep(due - Date.now());
    const at = Date.now();
    let records = Array.from({ length: load.batch }, () => order(id++));
    while (records.length > 0) {
      const reply = await kinesis.send(new PutRecordsCommand({ StreamName: stream, Records: records }));
      records = records.filter((_, index) => reply.Records?.[index]?.ErrorCode);
    }
    batches.push({ last: id - 1, at });
  }
  process.send?.({ sent: total, batches, seconds: (Date.now() - began) / 1000 });
  kinesis.destroy();
  process.disconnect();
});

const states = ['NSW', 'VIC', 'QLD', 'WA', 'SA', 'TAS', 'ACT', 'NT'];

function order(consignmentid: number) {
  const delivery_state = states[consignmentid % states.length];
  const body = {
    consignmentid,
    timestamp: new Date().toISOString(),
    delivery_address: `${consignmentid} Example Street, Somewhere`,
    delivery_state,
    origin_address: '1 Warehouse Road, Elsewhere',
    origin_state: 'VIC',
    delay_probability: 'LOW',
    days_to_deliver: 3,
    delivery_distance: 713.4,
    userid: 12345,
    revenue: 61.2,
    cost: 48.1,
  };
  return { PartitionKey: String(consignmentid), Data: Buffer.from(JSON.stringify(body)) };
}
