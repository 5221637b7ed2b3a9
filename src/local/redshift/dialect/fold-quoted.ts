import { tokenize } from '../../../sql/tokenizer.js';

/** Users, groups and roles keep their case: `GRANT … TO "IAMR:Reader"`. */
const ABOUT_PRINCIPALS =
  /^\s*(?:grant|revoke|(?:create|alter|drop)\s+(?:user|group|role|default)|set\s+session\s+authorization)\b/i;

/**
 * A statement whose delimited names are folded to lower case, every character at its place: so does Redshift unless
 * `enable_case_sensitive_identifier` is on (its page "Names and identifiers").
 * @throws UnterminatedError
 */
export function foldQuoted(statement: string): string {
  if (!statement.includes('"') || ABOUT_PRINCIPALS.test(statement)) return statement;
  let folded = '';
  let done = 0;
  for (const token of tokenize(statement)) {
    if (token.kind !== 'quoted') continue;
    folded += statement.slice(done, token.start);
    folded += token.text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
    done = token.end;
  }
  return folded + statement.slice(done);
}
