import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CfnStreamProps } from 'aws-cdk-lib/aws-kinesis';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { packagePath } from '../src/package-root.js';
import { cdk, kinesis, lambda, logs } from './cdk.js';
import { names } from './names.js';
import type { WorkshopTemplatesOptions } from './options.js';
import { type Allowance, role } from './role.js';
import { everyMinute } from './schedule.js';

/** The three streams, and the functions that fill them for about a minute each minute. */
export class IngestionStack extends cdk.Stack {
  constructor(scope: Construct, id: string, options: WorkshopTemplatesOptions) {
    super(scope, id, {
      description: 'Redshift streaming workshop: the three streams and the functions that fill them',
    });
    const { name, streams } = options;
    const customerStream = this.stream('CustomerStream', streams.customer, onDemand);
    const orderStream = this.stream('OrderStream', streams.order, onDemand);
    const fleetStream = this.stream('FleetStream', streams.fleet, oneShard);

    const customerProducer = this.producer('CustomerProducer', {
      name: names.customerProducer(name),
      description: 'Sends new customers to the customer stream',
      code: producerCode('customer-producer.js', options),
      environment: {
        CUSTOMER_STREAM: customerStream.ref,
        CUSTOMERS_PER_SECOND: String(options.customersPerSecond ?? 0.5),
      },
      allow: [{ actions: ['kinesis:PutRecords'], resources: [customerStream.attrArn] }],
    });
    const orderProducer = this.producer('OrderProducer', {
      name: names.orderProducer(name),
      description: 'Sends orders of the customers it finds in the customer stream to the order stream',
      code: producerCode('order-producer.js', options),
      environment: {
        CUSTOMER_STREAM: customerStream.ref,
        ORDER_STREAM: orderStream.ref,
        ORDERS_PER_SECOND: String(options.ordersPerSecond ?? 5),
      },
      allow: [
        { actions: ['kinesis:PutRecords'], resources: [orderStream.attrArn] },
        {
          actions: ['kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'],
          resources: [customerStream.attrArn],
        },
      ],
    });

    const fleetProducer = this.producer('FleetProducer', {
      name: names.fleetProducer(name),
      description: "Sends each vehicle's report to the fleet stream",
      code: producerCode('fleet-producer.js', options),
      environment: { FLEET_STREAM: fleetStream.ref },
      allow: [{ actions: ['kinesis:PutRecords'], resources: [fleetStream.attrArn] }],
    });

    const schedulerRole = role(this, 'SchedulerRole', {
      service: 'scheduler.amazonaws.com',
      description: 'Lets the schedules invoke the producers',
      allow: [
        {
          actions: ['lambda:InvokeFunction'],
          resources: [customerProducer.attrArn, orderProducer.attrArn, fleetProducer.attrArn],
        },
      ],
    });
    const customerSchedule = everyMinute(this, 'CustomerSchedule', {
      name: names.customerProducer(name),
      description: 'New customers, each minute',
      targetArn: customerProducer.attrArn,
      roleArn: schedulerRole.attrArn,
    });
    const orderSchedule = everyMinute(this, 'OrderSchedule', {
      name: names.orderProducer(name),
      description: 'New orders, each minute',
      targetArn: orderProducer.attrArn,
      roleArn: schedulerRole.attrArn,
    });
    const fleetSchedule = everyMinute(this, 'FleetSchedule', {
      name: names.fleetProducer(name),
      description: "Each vehicle's report, each minute",
      targetArn: fleetProducer.attrArn,
      roleArn: schedulerRole.attrArn,
    });

    new cdk.CfnOutput(this, 'CustomerStreamName', { value: customerStream.ref });
    new cdk.CfnOutput(this, 'OrderStreamName', { value: orderStream.ref });
    new cdk.CfnOutput(this, 'FleetStreamName', { value: fleetStream.ref });
    new cdk.CfnOutput(this, 'CustomerProducerName', { value: customerProducer.ref });
    new cdk.CfnOutput(this, 'OrderProducerName', { value: orderProducer.ref });
    new cdk.CfnOutput(this, 'FleetProducerName', { value: fleetProducer.ref });
    new cdk.CfnOutput(this, 'CustomerScheduleName', { value: customerSchedule.ref });
    new cdk.CfnOutput(this, 'OrderScheduleName', { value: orderSchedule.ref });
    new cdk.CfnOutput(this, 'FleetScheduleName', { value: fleetSchedule.ref });
  }

  private stream(id: string, name: string, size: StreamSize) {
    return new kinesis.CfnStream(this, id, {
      name,
      ...size,
      // AWS's own key: one of ours would cost money and outlive a teardown by its waiting period.
      streamEncryption: { encryptionType: 'KMS', keyId: 'alias/aws/kinesis' },
    });
  }

  private producer(
    id: string,
    options: {
      name: string;
      description: string;
      code: string;
      environment: Record<string, string>;
      allow: Allowance[];
    },
  ): CfnFunction {
    // Our own log group, made before the function, because Lambda's automatic one would outlive the stack.
    const logGroup = new logs.CfnLogGroup(this, `${id}Logs`, {
      logGroupName: `/aws/lambda/${options.name}`,
      retentionInDays: 7,
    });
    logGroup.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    const executionRole = role(this, `${id}Role`, {
      service: 'lambda.amazonaws.com',
      description: options.description,
      // Lambda assumes execution roles without naming a source account.
      sourceAccount: false,
      allow: [
        ...options.allow,
        // The ARN of a log group ends in `:*`, which stands for its log streams; Lambda chooses their names.
        { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.attrArn] },
      ],
    });
    const producer = new lambda.CfnFunction(this, id, {
      functionName: options.name,
      description: options.description,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: { zipFile: options.code },
      memorySize: 256,
      timeout: 70,
      role: executionRole.attrArn,
      environment: { variables: options.environment },
      loggingConfig: { logGroup: logGroup.ref, logFormat: 'JSON' },
    });
    // A failed minute is over: a second try would run beside the next minute's invocation.
    new lambda.CfnEventInvokeConfig(this, `${id}Retries`, {
      functionName: producer.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
    return producer;
  }
}

type StreamSize = Pick<CfnStreamProps, 'retentionPeriodHours' | 'shardCount' | 'streamModeDetails'>;

/** Customers and orders: as many as one wants to send, kept over a long weekend of pause. */
const onDemand: StreamSize = { retentionPeriodHours: 72, streamModeDetails: { streamMode: 'ON_DEMAND' } };

/**
 * The fleet's reports: some four a second, always, which is far within one shard, the least that a stream can be and
 * cost. They are kept no longer than the day that is included, because a report is out of date a minute later.
 */
const oneShard: StreamSize = {
  retentionPeriodHours: 24,
  shardCount: 1,
  streamModeDetails: { streamMode: 'PROVISIONED' },
};

/** @throws Error naming the file when the functions have not been bundled (`npm run build`). */
function producerCode(file: string, options: WorkshopTemplatesOptions): string {
  return readFileSync(join(options.functionsFolder ?? packagePath('dist', 'functions'), file), 'utf8');
}
