import { WorkshopError } from '../errors.js';
import { typeable, type WhichWorkshop } from './command-word.js';
import { jsonResult, type OutputMode, say } from './output.js';
import { styleOf } from './style.js';
import { wrap } from './wrap.js';

interface Explained {
  code: string;
  message: string;
  why?: string | undefined;
  next?: string | undefined;
  exitCode: number;
}

type Foreign = Error & { code?: string; path?: string; $metadata?: unknown };

/** One table for errors that are not ours: the SDK's, the network's, Node's. The first that fits is taken. */
const table: {
  test: (error: Foreign) => boolean;
  explain: (error: Foreign) => Omit<Explained, 'exitCode'>;
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
      // The chain's own last word adds nothing.
      why: /^Could not load credentials from any providers/.test(error.message) ? undefined : error.message,
      next: 'aws configure, or aws sso login; or, with no account at all: workshop setup --target local',
    }),
  },
  {
    test: (error) =>
      /ExpiredToken|RequestExpired|expired/i.test(`${error.name} ${error.message}`) &&
      Boolean(error.$metadata ?? /SSO|token/i.test(error.message)),
    explain: (error) => ({
      code: 'credentials-expired',
      message: 'Your AWS session has expired.',
      why: error.message,
      next: 'aws sso login',
    }),
  },
  {
    test: (error) =>
      /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure|IncompleteSignature)$/.test(
        error.name,
      ),
    explain: (error) => ({
      code: 'credentials-refused',
      message: 'AWS does not know these credentials.',
      why: error.message,
      next: 'aws sts get-caller-identity  (it says who you are, once the keys are right)',
    }),
  },
  {
    test: (error) => /^(OptInRequired|SubscriptionRequiredException)$/.test(error.name),
    explain: (error) => ({
      code: 'region-closed',
      message: 'Your account is not open for this in that Region.',
      why: error.message,
      next: 'Another --region, or enable it in the account’s settings.',
    }),
  },
  {
    test: (error) => /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(error.name),
    explain: (error) => ({
      code: 'access-denied',
      message: 'AWS refused a call for lack of a permission.',
      why: error.message,
      next: 'Ask whoever runs the account for that permission, then run the command again.',
    }),
  },
  {
    test: (error) => /^(Throttling|ThrottlingException|TooManyRequestsException)$/.test(error.name),
    explain: (error) => ({
      code: 'throttled',
      message: 'AWS asks for fewer requests.',
      why: error.message,
      next: 'Wait a minute and run the command again.',
    }),
  },
  {
    test: (error) =>
      error.name === 'TimeoutError' ||
      /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/.test(
        error.code ?? '',
      ),
    explain: (error) => ({
      code: 'no-connection',
      message: 'The cloud could not be reached.',
      why: error.message,
      next: 'Check the network and the Region, then run the command again.',
    }),
  },
  {
    test: (error) =>
      /^(ENOSPC|EDQUOT|EFBIG)$/.test(error.code ?? '') ||
      /InsufficientStorage|No space left on device|File too large|ENOSPC|EFBIG/.test(
        `${error.name} ${error.message}`,
      ),
    explain: (error) => ({
      code: 'disk-full',
      message: 'The disk is full. What was committed is kept.',
      why: error.message,
      next: 'Free some space and run the same command again.',
    }),
  },
  {
    test: (error) =>
      /^(EACCES|EPERM|EROFS|EEXIST|ENOTDIR|EISDIR|ENOENT)$/.test(error.code ?? '') && Boolean(error.path),
    explain: (error) => ({
      code: /^E(ACCES|PERM|ROFS)$/.test(error.code ?? '') ? 'no-permission' : 'path-unusable',
      message: `${error.path} can't be used.`,
      why: reasons[error.code ?? ''] ?? error.message,
      next: 'Give another folder, or change what is there.',
    }),
  },
];

const reasons: Record<string, string> = {
  EACCES: 'You have no permission for it.',
  EPERM: 'You have no permission for it.',
  EROFS: 'It lies on a file system that is read-only.',
  EEXIST: 'There is a file of that name.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  EISDIR: 'It is a folder, not a file.',
  ENOENT: 'It does not exist and cannot be made.',
};

/** What an error means in words, and with which exit code the process ends. */
export function explain(error: unknown): Explained {
  // Redshift says it in an error of its own.
  const full =
    error instanceof Error &&
    /No space left on device|File too large|ENOSPC|EFBIG/.test(
      `${error.message} ${(error as Foreign & { why?: string }).why ?? ''}`,
    );
  if (error instanceof WorkshopError && !full) {
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

/**
 * Says an error once: what happened, why, and what to type next.
 * @param which the workshop that the command was about: what is proposed is about the same
 * @returns the exit code
 */
export function report(error: unknown, mode: OutputMode, which: WhichWorkshop = {}): number {
  const { exitCode, ...detail } = explain(error);
  if (detail.next) detail.next = typeable(detail.next, which);
  const style = styleOf(mode);
  if (mode.json) jsonResult({ error: detail });
  else if (detail.code === 'declined') say(detail.message);
  else {
    say(hanging(`${style.red('✘')} `, detail.message));
    if (detail.why) say(hanging('  ', detail.why));
    if (detail.next) say(hanging(`  ${style.dim('→')} `, detail.next, '    '));
  }
  if (process.env.WORKSHOP_DEBUG && error instanceof Error) say(style.dim(error.stack ?? ''));
  return exitCode;
}

/** Prose is wrapped; a picture of a place in a file (`3 | SELECT`) and anything for a log stays as it is. */
function hanging(first: string, text: string, rest = '  '): string {
  const width = process.stderr.isTTY
    ? (process.stderr.columns ?? 80) - rest.length
    : Number.POSITIVE_INFINITY;
  return text
    .split('\n')
    .flatMap((line) => (/^ *\d* \| /.test(line) ? [line] : wrap(line, width)))
    .map((line, index) => `${index === 0 ? first : rest}${line}`)
    .join('\n');
}
