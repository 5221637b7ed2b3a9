import { invalid } from './store.js';

/**
 * A test for messages out of a filter pattern of terms: `ERROR`, `"two words"`, `-excluded`, `?either ?or`; several terms
 * must all be there. Terms are whole words, their case counts.
 * @throws AwsError InvalidParameterException for patterns on JSON (`{…}`), columns (`[…]`) and regular expressions (`%…%`)
 * Source: CloudWatch Logs user guide, 'Filter pattern syntax'.
 */
export function compilePattern(pattern: string | undefined): (message: string) => boolean {
  const text = (pattern ?? '').trim();
  if (text === '') return () => true;
  if (/^[{[]/.test(text) || /^%.*%$/.test(text))
    throw invalid(
      `The local cloud's logs know filter patterns of terms only, not JSON, columns or regular expressions: ${text}`,
    );
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = '', quoted, bare]) => ({
      sign,
      has: containsWord(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''),
    }),
  );
  const required = terms.filter(({ sign }) => sign === '');
  const excluded = terms.filter(({ sign }) => sign === '-');
  const either = terms.filter(({ sign }) => sign === '?');
  return (message) =>
    required.every(({ has }) => has(message)) &&
    !excluded.some(({ has }) => has(message)) &&
    (either.length === 0 || either.some(({ has }) => has(message)));
}

function containsWord(word: string): (message: string) => boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const expression = new RegExp(`(?<![A-Za-z0-9_])${escaped}(?![A-Za-z0-9_])`);
  return (message) => expression.test(message);
}
