import { AwsError } from '../protocol/errors.js';
import type { OpaqueTokens } from './tokens.js';

const LIFE_MS = 300_000;

/** What a NextToken says. */
export interface Page {
  /** The stream that is being listed; empty where the list is the account's. */
  of: string;
  /** The last key of the page before. */
  after: string;
  filter?: unknown;
}

export function sealPageToken(tokens: OpaqueTokens, list: string, page: Page): string {
  return tokens.seal({ list, at: Date.now(), ...page });
}

/** @throws AwsError InvalidArgumentException for what is no token of that list, ExpiredNextTokenException after 300 s */
export function openPageToken(tokens: OpaqueTokens, list: string, text: string): Page {
  const content = tokens.open<Page & { list: string; at: number }>(text);
  if (content === undefined || content.list !== list) {
    throw new AwsError('InvalidArgumentException', 'Invalid NextToken.');
  }
  if (Date.now() - content.at > LIFE_MS) {
    throw new AwsError(
      'ExpiredNextTokenException',
      'The NextToken has expired: it is valid for 300 seconds.',
    );
  }
  return content;
}
