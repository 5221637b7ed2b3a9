import { WorkshopError } from '../errors.js';
import { jsonResult, type OutputMode, say } from './output.js';
import { styleOf } from './style.js';

interface Explained {
  code: string;
  message: string;
  why?: string | undefined;
  next?: string | undefined;
  exitCode: number;
}

/** One table for errors that are not ours: the SDK's, the network's, Node's. */
const table: {
  test: (error: Error & { code?: string; $metadata?: unknown }) => boolean;
  explain: (error: Error) => Omit<Explained, 'exitCode'>;
}[] = [
  {
    test: (error) => error.name === 'AbortError',
    explain: () => ({
      code: 'interrupted',
      message: 'Interrupted. What was begun stays as it is.',
      next: 'Run the same command again: it goes on from here.',
    }),
  },
  {
    test: (error) =>
      error.name === 'CredentialsProviderError' || /Could not load credentials/.test(error.message),
    explain: (error) => ({
      code: 'credentials-missing',
      message: 'No AWS credentials were found.',
      why: error.message,
      next: 'aws sso login, or: workshop setup --target local  (needs no account)',
    }),
  },
  {
    test: (error) =>
      /ExpiredToken|expired/i.test(`${error.name} ${error.message}`) &&
      Boolean(error.$metadata ?? /SSO|token/i.test(error.message)),
    explain: (error) => ({
      code: 'credentials-expired',
      message: 'Your AWS session has expired.',
      why: error.message,
      next: 'aws sso login',
    }),
  },
  {
    test: (error) => /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(error.name),
    explain: (error) => ({
      code: 'access-denied',
      message: 'AWS refused a call for lack of a permission.',
      why: error.message,
    }),
  },
  {
    test: (error) =>
      /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH)$/.test(error.code ?? ''),
    explain: (error) => ({
      code: 'no-connection',
      message: 'The cloud could not be reached.',
      why: error.message,
      next: 'Check the network and the region, then run the command again.',
    }),
  },
  {
    test: (error) => error.code === 'ENOSPC',
    explain: () => ({
      code: 'disk-full',
      message: 'The disk is full.',
      why: 'What was committed is kept.',
      next: 'Free some space and run the same command again.',
    }),
  },
  {
    test: (error) => error.code === 'EACCES' || error.code === 'EPERM',
    explain: (error) => ({
      code: 'no-permission',
      message: 'A file or folder may not be used.',
      why: error.message,
    }),
  },
];

export function explain(error: unknown): Explained {
  if (error instanceof WorkshopError) {
    return {
      code: error.code,
      message: error.message,
      why: error.why,
      next: error.next,
      exitCode: error.exitCode,
    };
  }
  if (!(error instanceof Error)) return { code: 'unexpected', message: String(error), exitCode: 1 };
  const known = table.find(({ test }) => test(error));
  if (known) return { ...known.explain(error), exitCode: error.name === 'AbortError' ? 130 : 1 };
  return {
    code: 'unexpected',
    message: error.message || error.name,
    why: error.name === 'Error' ? undefined : error.name,
    next: 'If this makes no sense, run it again with WORKSHOP_DEBUG=1 and report what it prints.',
    exitCode: 1,
  };
}

/** Says an error once: what happened, why, and what to type next. @returns the exit code */
export function report(error: unknown, mode: OutputMode): number {
  const explained = explain(error);
  const style = styleOf(mode);
  if (mode.json) {
    const { exitCode, ...detail } = explained;
    jsonResult({ error: detail });
    return exitCode;
  }
  if (explained.code === 'declined') say(explained.message);
  else {
    say(`${style.red('✘')} ${explained.message}`);
    if (explained.why) say(indent(explained.why));
    if (explained.next) say(`  ${style.dim('→')} ${explained.next}`);
  }
  if (process.env.WORKSHOP_DEBUG && error instanceof Error) say(style.dim(error.stack ?? ''));
  return explained.exitCode;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
