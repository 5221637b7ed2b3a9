import { DeclinedError, WorkshopError } from '../errors.js';

/**
 * One question: a flag is its answer typed early, an environment variable an answer given once and for all. The same
 * validator holds for each way.
 */
export interface Question<T extends string> {
  flag: string;
  environment: string;
  words: string;
  /** Offered when asked, taken when nobody can be asked. */
  fallback: T;
  choices?: { value: T; name: string; description?: string }[];
  /** An answer that is one. */
  example: string;
  /** true, or what is wrong with it, as a sentence. */
  validate(value: string): true | string;
}

/**
 * The answer from flag, environment or person, in this order; the fallback when nobody can be asked.
 * @throws WorkshopError `answer-invalid` naming the flag, DeclinedError on Ctrl-C
 */
export async function answer<T extends string>(
  question: Question<T>,
  given: string | undefined,
  interactive: boolean,
): Promise<T> {
  if (given !== undefined) return checked(question, given, `${question.flag} '${given}'`);
  // An empty variable is one that isn't set.
  const early = process.env[question.environment];
  if (early) return checked(question, early, `${question.environment}='${early}'`);
  if (!interactive) return question.fallback;
  const prompts = await import('@inquirer/prompts');
  try {
    if (question.choices) {
      return await prompts.select<T>(
        { message: question.words, choices: question.choices, default: question.fallback },
        { output: process.stderr },
      );
    }
    const text = await prompts.input(
      { message: question.words, default: question.fallback, validate: (value) => question.validate(value) },
      { output: process.stderr },
    );
    return text as T;
  } catch (error) {
    throw declinedOr(error);
  }
}

/**
 * Yes or no.
 * @param how.enter what the Enter key alone means: yes where something is made, no where something is lost
 * @throws DeclinedError on no and on Ctrl-C
 * @throws WorkshopError `confirmation-missing` when nobody can be asked
 */
export async function confirmed(
  words: string,
  how: { interactive: boolean; yes: boolean | undefined; enter: boolean },
): Promise<void> {
  if (how.yes) return;
  if (!how.interactive) {
    throw new WorkshopError({
      code: 'confirmation-missing',
      message: 'This needs a yes, and nobody can be asked here. Nothing was changed.',
      next: 'The same command with --yes.',
      exitCode: 2,
    });
  }
  const { confirm } = await import('@inquirer/prompts');
  let agreed: boolean;
  try {
    agreed = await confirm({ message: words, default: how.enter }, { output: process.stderr });
  } catch (error) {
    throw declinedOr(error);
  }
  if (!agreed) throw new DeclinedError();
}

function checked<T extends string>(question: Question<T>, value: string, typed: string): T {
  const verdict = question.validate(value);
  if (verdict === true) return value as T;
  throw new WorkshopError({
    code: 'answer-invalid',
    message: `${typed} can't be used.`,
    why: verdict,
    next: `${question.flag} ${question.example}, for example.`,
    exitCode: 2,
  });
}

function declinedOr(error: unknown): unknown {
  return (error as Error).name === 'ExitPromptError' ? new DeclinedError('Nothing was changed.', 130) : error;
}
