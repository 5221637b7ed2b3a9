import { invalid } from './names.js';

/** What this computer can run. AWS makes no nodejs20.x functions any more; here it may be what Node itself is. */
const RUNNABLE = ['nodejs24.x', 'nodejs22.x', 'nodejs20.x'];
/** AWS's runtimes in AWS's order, for its own words about a name that is none (lambda_ :: test_create_lambda_exceptions). */
const KNOWN =
  'nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, provided.al2, java8.al2';
const RETIRED = [
  'java8',
  'go1.x',
  'provided',
  'ruby2.7',
  'nodejs14.x',
  'python3.7',
  'dotnetcore3.1',
  'nodejs12.x',
];

/** @throws AwsError InvalidParameterValueException for a runtime that AWS, or this computer, does not run */
export function checkRuntime(runtime: string): void {
  if (RUNNABLE.includes(runtime)) return;
  if (RETIRED.includes(runtime)) {
    throw invalid(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (KNOWN.split(', ').includes(runtime)) {
    throw invalid(`The local cloud's Lambda does not run ${runtime}, only ${RUNNABLE.join(', ')}.`);
  }
  throw invalid(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${KNOWN}] or be a valid ARN`,
  );
}
