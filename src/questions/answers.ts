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
  /** true, or what is wrong with it. */
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
  const early = given ?? process.env[question.environment];
  if (early !== undefined) return checked(question, early);
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

/** Yes or no. @throws DeclinedError on no and on Ctrl-C */
export async function confirmed(words: string, interactive: boolean, yes: boolean): Promise<void> {
  if (yes) return;
  if (!interactive) {
    throw new WorkshopError({
      code: 'confirmation-missing',
      message: 'This needs a yes, and there is no terminal to ask at.',
      next: 'Add --yes.',
      exitCode: 2,
    });
  }
  const { confirm } = await import('@inquirer/prompts');
  let agreed: boolean;
  try {
    agreed = await confirm({ message: words, default: true }, { output: process.stderr });
  } catch (error) {
    throw declinedOr(error);
  }
  if (!agreed) throw new DeclinedError();
}

function checked<T extends string>(question: Question<T>, value: string): T {
  const verdict = question.validate(value);
  if (verdict === true) return value as T;
  throw new WorkshopError({
    code: 'answer-invalid',
    message: `${question.flag} ${value}: ${verdict}`,
    exitCode: 2,
  });
}

function declinedOr(error: unknown): unknown {
  return (error as Error).name === 'ExitPromptError' ? new DeclinedError('Nothing was changed.', 130) : error;
}
