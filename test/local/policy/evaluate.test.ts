import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, evaluateIdentity } from '../../../src/local/policy/evaluate.js';
import type { PolicyDocument, PolicyStatement } from '../../../src/local/policy/policy-document.js';

const policy = (...statements: PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
const stream = 'arn:aws:kinesis:us-east-1:123456789012:stream/order_stream';
const put = { action: 'kinesis:PutRecords', resource: stream };
const allowPut: PolicyStatement = { Effect: 'Allow', Action: 'kinesis:Put*', Resource: stream };

const statement: fc.Arbitrary<PolicyStatement> = fc.record({
  Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  Action: fc.constantFrom('*', 'kinesis:*', 'kinesis:PutRecords', 's3:GetObject'),
  Resource: fc.constantFrom('*', stream, 'arn:aws:s3:::other'),
});
const covers = ({ Action, Resource }: PolicyStatement) =>
  Action !== 's3:GetObject' && Resource !== 'arn:aws:s3:::other';

describe('policy evaluation', () => {
  it('denies when any statement that covers the request denies, allows when one allows, else denies by default', () => {
    fc.assert(
      fc.property(fc.array(fc.array(statement, { maxLength: 4 }), { maxLength: 4 }), (groups) => {
        const covering = groups.flat().filter(covers);
        const expected = covering.some((s) => s.Effect === 'Deny')
          ? 'explicitDeny'
          : covering.some((s) => s.Effect === 'Allow')
            ? 'allowed'
            : 'implicitDeny';
        expect(
          evaluate(
            groups.map((statements) => policy(...statements)),
            put,
          ).decision,
        ).toBe(expected);
      }),
    );
  });

  it('does not depend on the order of policies and statements', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        const forward = evaluate([policy(...statements)], put).decision;
        expect(evaluate([policy(...[...statements].reverse())], put).decision).toBe(forward);
        expect(
          evaluate(
            statements.map((s) => policy(s)),
            put,
          ).decision,
        ).toBe(forward);
      }),
    );
  });

  it('compares actions without regard to case and resources with', () => {
    expect(evaluate([policy({ ...allowPut, Action: 'KINESIS:putrecords' })], put).decision).toBe('allowed');
    expect(evaluate([policy({ ...allowPut, Resource: stream.toUpperCase() })], put).decision).toBe(
      'implicitDeny',
    );
  });

  it('covers everything else by NotAction and NotResource', () => {
    const notAction: PolicyStatement = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    expect(evaluate([policy(notAction)], put).decision).toBe('allowed');
    expect(evaluate([policy(notAction)], { action: 'iam:GetRole', resource: '*' }).decision).toBe(
      'implicitDeny',
    );
    const notResource: PolicyStatement = { Effect: 'Deny', Action: '*', NotResource: stream };
    expect(evaluate([policy(allowPut, notResource)], put).decision).toBe('allowed');
    expect(evaluate([policy(notResource)], { ...put, resource: `${stream}2` }).decision).toBe('explicitDeny');
  });

  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringLike', 'a*', 'abc', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['ArnLike', 'arn:aws:sns:*:1:t*', 'arn:aws:sns:r:1:topic', true],
    ['ArnNotEquals', 'arn:aws:sns:*:1:t*', 'arn:aws:sns:r:1:topic', false],
    ['Bool', 'true', 'true', true],
    ['Bool', 'true', 'false', false],
    ['Null', 'true', 'present', false],
    ['Null', 'false', 'present', true],
    ['NumericLessThan', '10', '9', true],
    ['DateGreaterThan', '2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
  ])('%s %s against %s: %s', (operator, wanted, actual, holds) => {
    const conditional = { ...allowPut, Condition: { [operator]: { 'aws:Key': wanted } } };
    const decision = evaluate([policy(conditional)], { ...put, context: { 'AWS:key': actual } }).decision;
    expect(decision).toBe(holds ? 'allowed' : 'implicitDeny');
  });

  it('treats an absent key as a mismatch, except for negated, IfExists and Null operators', () => {
    const decide = (operator: string, value = 'x') =>
      evaluate([policy({ ...allowPut, Condition: { [operator]: { 'aws:Key': value } } })], put);
    expect(decide('StringEquals')).toMatchObject({ decision: 'implicitDeny', missing: ['aws:Key'] });
    expect(decide('StringNotEquals').decision).toBe('allowed');
    expect(decide('StringEqualsIfExists').decision).toBe('allowed');
    expect(decide('Null', 'true').decision).toBe('allowed');
    expect(decide('ForAllValues:StringEquals').decision).toBe('allowed');
    expect(decide('ForAnyValue:StringEquals').decision).toBe('implicitDeny');
  });

  it('checks sets of values', () => {
    const decide = (operator: string) =>
      evaluate([policy({ ...allowPut, Condition: { [operator]: { k: ['a', 'b'] } } })], {
        ...put,
        context: { k: ['a', 'c'] },
      }).decision;
    expect(decide('ForAnyValue:StringEquals')).toBe('allowed');
    expect(decide('ForAllValues:StringEquals')).toBe('implicitDeny');
  });

  it('fills policy variables', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable.
    const own = policy({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/${aws:username}/*' });
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/ann/x' };
    expect(evaluate([own], { ...request, context: { 'aws:username': 'ann' } }).decision).toBe('allowed');
    expect(evaluate([own], { ...request, context: { 'aws:username': 'bob' } }).decision).toBe('implicitDeny');
    expect(evaluate([own], request).decision).toBe('implicitDeny');
  });

  it('keeps a role within its boundary', () => {
    const boundary = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    expect(evaluateIdentity([policy(allowPut)], undefined, put).decision).toBe('allowed');
    expect(evaluateIdentity([policy(allowPut)], boundary, put).decision).toBe('implicitDeny');
  });

  it('asks a trust policy for the principal', () => {
    const trust = policy({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    });
    const request = { action: 'sts:AssumeRole', resource: 'arn:aws:iam::1:role/r' };
    expect(evaluate([trust], { ...request, principal: { service: 'lambda.amazonaws.com' } }).decision).toBe(
      'allowed',
    );
    expect(evaluate([trust], { ...request, principal: { service: 'states.amazonaws.com' } }).decision).toBe(
      'implicitDeny',
    );
    expect(evaluate([trust], { ...request, principal: { accountId: '1', arns: [] } }).decision).toBe(
      'implicitDeny',
    );
  });
});
