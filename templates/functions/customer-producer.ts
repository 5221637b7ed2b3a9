import { KinesisClient } from '@aws-sdk/client-kinesis';
import { newCustomer } from './customers.js';
import { intNumbers, numbersOf } from './identifiers.js';
import { type LambdaContext, lastMoment, rate, realWorld, required, type World } from './invocation.js';
import { paced } from './pace.js';
import { StreamWriter, type Tally } from './stream-writer.js';

/** Customers that an invocation sends at once; the rest of its minute's follow evenly. */
const BURST = 8;

/** Sends new customers for about a minute. @returns what became of them */
export async function produceCustomers(
  client: Pick<KinesisClient, 'send'>,
  environment: NodeJS.ProcessEnv,
  context: LambdaContext,
  world: World,
): Promise<Tally> {
  const total = rate(environment, 'CUSTOMERS_PER_SECOND', intNumbers.perMinute / 100) * 60;
  const until = lastMoment(context, world);
  const nextId = numbersOf(intNumbers, {
    start: world.now(),
    requestId: context.awsRequestId,
    atMost: Math.ceil(total) + BURST,
  });
  const writer = new StreamWriter(client, required(environment, 'CUSTOMER_STREAM'), world, until);
  await paced(world, { burst: Math.min(BURST, Math.ceil(total / 4)), total, until }, async (count) => {
    const customers = Array.from({ length: count }, () => newCustomer(world.random, nextId(), world.now()));
    await writer.write(customers, (index) => String(customers[index]?.userid));
    return count;
  });
  return writer.tally;
}

const client = new KinesisClient({ maxAttempts: 1 });

export async function handler(_event: unknown, context: LambdaContext): Promise<Tally> {
  const tally = await produceCustomers(client, process.env, context, realWorld);
  console.log(JSON.stringify({ customers: tally }));
  return tally;
}
