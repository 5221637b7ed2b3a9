import { createRequire } from 'node:module';

// aws-cdk-lib is CommonJS with lazy getters. An ESM import evaluates every getter to find the names it exports,
// which takes about ten times as long as this require: see docs of Node's CommonJS namespaces.
const require = createRequire(import.meta.url);

export const cdk = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
export const ec2 = require('aws-cdk-lib/aws-ec2') as typeof import('aws-cdk-lib/aws-ec2');
export const iam = require('aws-cdk-lib/aws-iam') as typeof import('aws-cdk-lib/aws-iam');
export const kinesis = require('aws-cdk-lib/aws-kinesis') as typeof import('aws-cdk-lib/aws-kinesis');
export const lambda = require('aws-cdk-lib/aws-lambda') as typeof import('aws-cdk-lib/aws-lambda');
export const logs = require('aws-cdk-lib/aws-logs') as typeof import('aws-cdk-lib/aws-logs');
export const redshift = require('aws-cdk-lib/aws-redshift') as typeof import('aws-cdk-lib/aws-redshift');
export const s3 = require('aws-cdk-lib/aws-s3') as typeof import('aws-cdk-lib/aws-s3');
export const scheduler = require('aws-cdk-lib/aws-scheduler') as typeof import('aws-cdk-lib/aws-scheduler');
export const sns = require('aws-cdk-lib/aws-sns') as typeof import('aws-cdk-lib/aws-sns');
export const states =
  require('aws-cdk-lib/aws-stepfunctions') as typeof import('aws-cdk-lib/aws-stepfunctions');
