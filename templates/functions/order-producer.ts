import { KinesisClient } from '@aws-sdk/client-kinesis';
import { nationalVolume } from './calendar.js';
import { CustomerDirectory } from './customer-directory.js';
import { bigintNumbers, numbersOf } from './identifiers.js';
import { type LambdaContext, lastMoment, rate, realWorld, required, type World } from './invocation.js';
import { newOrder, type Order } from './orders.js';
import { paced } from './pace.js';
import { StreamReader } from './stream-reader.js';
import { StreamWriter, type Tally } from './stream-writer.js';

/** The busiest hour has about one and a half times the mean volume. */
const BUSIEST = 2;
const LOOK_BACK_MS = 3_600_000;
/** Between two looks into the customer stream: hasty until somebody is known, or while more is waiting. */
const HASTY_MS = 300;
const CALM_MS = 5_000;

/** What a Lambda environment keeps from one invocation to the next. */
export interface Memory {
  directory: CustomerDirectory;
  reader: StreamReader | undefined;
}

/** Sends orders, of customers that are in the customer stream already, for about a minute. @returns what became of them */
export async function produceOrders(
  client: Pick<KinesisClient, 'send'>,
  environment: NodeJS.ProcessEnv,
  context: LambdaContext,
  world: World,
  memory: Memory,
): Promise<Tally & { customersKnown: number }> {
  const perSecond = rate(environment, 'ORDERS_PER_SECOND', 10_000);
  const until = lastMoment(context, world);
  const nextId = numbersOf(bigintNumbers, {
    start: world.now(),
    requestId: context.awsRequestId,
    atMost: Math.ceil(perSecond * 60 * BUSIEST) + 1,
  });
  const writer = new StreamWriter(client, required(environment, 'ORDER_STREAM'), world, until);
  const { directory } = memory;
  memory.reader ??= new StreamReader(
    client,
    required(environment, 'CUSTOMER_STREAM'),
    world.now() - LOOK_BACK_MS,
  );
  const { reader } = memory;

  let over = false;
  const look = () => reader.read(world.now(), (data) => directory.add(data, world.random));
  const keepLooking = async (behind: boolean) => {
    while (!over) {
      await world.sleep(directory.size === 0 || behind ? HASTY_MS : CALM_MS);
      if (!over) behind = await look();
    }
  };
  const keepSending = async () => {
    const total = perSecond * 60 * nationalVolume(world.now());
    await paced(world, { burst: total / 30, total, until }, async (count) => {
      const orders: Order[] = [];
      for (let made = 0; made < count; made++) {
        const now = world.now();
        const sender = directory.draw(world.random, now);
        if (!sender) break;
        orders.push(newOrder(world.random, nextId(), sender, now));
      }
      await writer.write(orders, (index) => String(orders[index]?.consignmentid));
      return orders.length;
    });
  };

  const looking = look().then(keepLooking);
  await Promise.race([looking, keepSending()]).finally(() => {
    over = true;
  });
  return { ...writer.tally, customersKnown: directory.size };
}

const client = new KinesisClient({ maxAttempts: 1 });
const memory: Memory = { directory: new CustomerDirectory(), reader: undefined };

export async function handler(_event: unknown, context: LambdaContext): Promise<Tally> {
  const tally = await produceOrders(client, process.env, context, realWorld, memory);
  console.log(JSON.stringify({ orders: tally }));
  return tally;
}
