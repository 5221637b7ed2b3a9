import { randomInt } from 'node:crypto';
import type { Action } from '../service.js';
import { invalidParameter } from './store.js';

/** Source: Secrets Manager API reference, GetRandomPassword. */
const kinds = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/**
 * A random password, of every kind of character that is not excluded unless told otherwise.
 * @throws AwsError InvalidParameterException when no character is left, or too short for one of each kind
 */
export const getRandomPassword: Action = (input) => {
  const length: number = input.PasswordLength ?? 32;
  if (length < 1 || length > 4096) throw invalidParameter('PasswordLength must be between 1 and 4096.');
  const excluded: string = input.ExcludeCharacters ?? '';
  const sets = [
    ...Object.entries(kinds)
      .filter(([member]) => !input[member])
      .map(([, characters]) => characters),
    ...(input.IncludeSpace ? [' '] : []),
  ]
    .map((characters) => [...characters].filter((character) => !excluded.includes(character)))
    .filter((characters) => characters.length > 0);
  const all = sets.flat();
  if (all.length === 0) throw invalidParameter('There are no valid characters to choose from.');
  const required = input.RequireEachIncludedType === false ? [] : sets;
  if (required.length > length)
    throw invalidParameter('Password length is too short based on the required types.');
  const characters = [
    ...required.map(pick),
    ...Array.from({ length: length - required.length }, () => pick(all)),
  ];
  for (let at = characters.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other] ?? '', characters[at] ?? ''];
  }
  return { RandomPassword: characters.join('') };
};

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}
