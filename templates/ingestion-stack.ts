import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { packagePath } from '../src/package-root.js';
import { cdk, kinesis, lambda, logs } from './cdk.js';
import { names } from './names.js';
import type { WorkshopTemplatesOptions } from './options.js';
import { type Allowance, role } from './role.js';
import { everyMinute } from './schedule.js';

/** Both streams, and the two functions that fill them for about a minute each minute. */
export class IngestionStack extends cdk.Stack {
  constructor(scope: Construct, id: string, options: WorkshopTemplatesOptions) {
    super(scope, id, {
      description: 'Redshift streaming workshop: the two streams and the functions that fill them',
    });
    const { name, streams } = options;
    const customerStream = this.stream('CustomerStream', streams.customer);
    const orderStream = this.stream('OrderStream', streams.order);

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

    const schedulerRole = role(this, 'SchedulerRole', {
      service: 'scheduler.amazonaws.com',
      description: 'Lets the schedules invoke the producers',
      allow: [
        {
          actions: ['lambda:InvokeFunction'],
          resources: [customerProducer.attrArn, orderProducer.attrArn],
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

    new cdk.CfnOutput(this, 'CustomerStreamName', { value: customerStream.ref });
    new cdk.CfnOutput(this, 'OrderStreamName', { value: orderStream.ref });
    new cdk.CfnOutput(this, 'CustomerProducerName', { value: customerProducer.ref });
    new cdk.CfnOutput(this, 'OrderProducerName', { value: orderProducer.ref });
    new cdk.CfnOutput(this, 'CustomerScheduleName', { value: customerSchedule.ref });
    new cdk.CfnOutput(this, 'OrderScheduleName', { value: orderSchedule.ref });
  }

  private stream(id: string, name: string) {
    return new kinesis.CfnStream(this, id, {
      name,
      retentionPeriodHours: 72,
      streamModeDetails: { streamMode: 'ON_DEMAND' },
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

/** @throws Error naming the file when the functions have not been bundled (`npm run build`). */
function producerCode(file: string, options: WorkshopTemplatesOptions): string {
  return readFileSync(join(options.functionsFolder ?? packagePath('dist', 'functions'), file), 'utf8');
}
