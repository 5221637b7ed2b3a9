import { AwsError } from '../protocol/errors.js';

const MOST = 80;

/** Names of machines and executions. @throws AwsError InvalidName */
export function checkName(name: string): void {
  const bad = name === '' || name.length > MOST || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name);
  if (bad) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}
