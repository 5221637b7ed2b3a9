import { type AccessTable, arnOf, type Need, type Place, passing } from '../policy/access-table.js';
import type { FunctionStore } from './store.js';

interface Named {
  FunctionName?: string;
  Qualifier?: string;
  Resource?: string;
}

/** Functions by their ARN, with the version or alias that was asked for. */
export function lambdaAccess(store: FunctionStore): AccessTable {
  return {
    needs: {
      Invoke: (input, place) =>
        functionArn(input, place).map((resource) => ({ action: 'lambda:InvokeFunction', resource })),
      CreateFunction: (input, place) => [
        ...functionArn(input, place),
        ...passing(input.Role, 'lambda'),
        archive(input.Code),
      ],
      UpdateFunctionCode: (input, place) => [...functionArn(input, place), archive(input)],
      UpdateFunctionConfiguration: (input, place) => [
        ...functionArn(input, place),
        ...passing(input.Role, 'lambda'),
      ],
    },
    otherwise: (input: Named, place) => [...functionArn(input, place), input.Resource],
    resourcePolicy: (arn) => {
      const [name = '', qualifier = ''] = (arn.split(':function:')[1] ?? '').split(':');
      const statements = store.find(name)?.policies[qualifier]?.statements;
      return statements?.length
        ? JSON.stringify({ Version: '2012-10-17', Statement: statements })
        : undefined;
    },
  };
}

/** The caller must be able to read the archive that Lambda fetches for it. */
function archive(code: { S3Bucket?: string; S3Key?: string } = {}): Need | undefined {
  const { S3Bucket, S3Key } = code;
  if (S3Bucket === undefined || S3Key === undefined) return undefined;
  return { action: 's3:GetObject', resource: `arn:aws:s3:::${S3Bucket}/${S3Key}` };
}

/** FunctionName may be a name, a part of an ARN or a whole one, each with or without a qualifier. */
function functionArn({ FunctionName, Qualifier }: Named, place: Place): string[] {
  if (FunctionName === undefined) return [];
  const own = FunctionName.split(':function:').at(-1) ?? '';
  const [name = '', qualifier = Qualifier] = /^\d{12}:/.test(own) ? own.split(':').slice(-1) : own.split(':');
  return [arnOf('lambda', place, `function:${name}${qualifier ? `:${qualifier}` : ''}`)];
}
