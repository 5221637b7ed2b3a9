import {
  binary,
  call,
  cast,
  integerValue,
  type Node,
  number,
  stringValue,
  type Typed,
  text,
} from '../rewrite/ast.js';
import { notSupported } from '../sql-error.js';
import { base, isCharacter } from './kinds.js';
import type { FunctionRule } from './rule.js';

const same = (target: string, count: number, returns = 'varchar', most = count): FunctionRule => ({
  min: count,
  max: most,
  returns,
  target,
  rewrite: ([first, ...rest]) =>
    call(target, ...(first ? [textOf(first)] : []), ...rest.map((argument) => argument.node)),
});

const size = (bytes: boolean): FunctionRule => ({
  min: 1,
  max: 1,
  returns: 'int4',
  rewrite: ([argument]) => {
    const { node, type } = argument as Typed;
    if (base(type) === 'varbyte') return cast(call('octet_length', node), 'INTEGER');
    const shown = type === undefined || isCharacter(type) ? node : cast(node, 'VARCHAR');
    return cast(call(bytes ? 'strlen' : 'length', shown), 'INTEGER');
  },
});

/** Redshift writes a replacement's groups `$1`, DuckDB `\1`. */
function replacement(node: Node | undefined): Node {
  if (node === undefined) return text('');
  const literal = stringValue(node);
  if (literal !== undefined) return text(literal.replaceAll('\\', '\\\\').replace(/\$(\d)/g, '\\$1'));
  return call('regexp_replace', node, text('\\$(\\d)'), text('\\\\\\1'), text('g'));
}

/** `i` of a parameters' literal becomes an inline flag; `p` (Perl's dialect) is what DuckDB has anyway. */
function pattern(node: Node, flags: Node | undefined, name: string): Node {
  const letters = flags === undefined ? '' : stringValue(flags);
  if (letters === undefined || /[^icep]/.test(letters))
    throw notSupported(`these parameters of ${name.toUpperCase()}`);
  return letters.includes('i') ? binary('concat', text('(?i)'), node) : node;
}

function from(node: Node, position: Node | undefined): Node {
  return position === undefined || integerValue(position) === 1 ? node : call('substr', node, position);
}

export const TEXT: Record<string, FunctionRule> = {
  upper: same('upper', 1),
  lower: same('lower', 1),
  initcap: same('rs_initcap', 1),
  reverse: same('reverse', 1),
  len: size(false),
  length: size(false),
  char_length: size(false),
  character_length: size(false),
  textlen: size(false),
  octet_length: size(true),
  btrim: same('trim', 1, 'varchar', 2),
  ltrim: same('ltrim', 1, 'varchar', 2),
  rtrim: same('rtrim', 1, 'varchar', 2),
  replace: same('replace', 3),
  translate: same('translate', 3),
  repeat: {
    min: 2,
    max: 2,
    returns: 'varchar',
    rewrite: ([value, times]) => call('repeat', (value as Typed).node, cast((times as Typed).node, 'BIGINT')),
  },
  replicate: {
    min: 2,
    max: 2,
    returns: 'varchar',
    rewrite: ([value, times]) => call('repeat', (value as Typed).node, cast((times as Typed).node, 'BIGINT')),
    label: 'repeat',
  },
  lpad: pad('lpad'),
  rpad: pad('rpad'),
  left: side('left'),
  right: side('right'),
  strpos: {
    min: 2,
    max: 2,
    returns: 'int4',
    rewrite: ([whole, part]) => cast(call('strpos', textOf(whole), (part as Typed).node), 'INTEGER'),
  },
  charindex: {
    min: 2,
    max: 2,
    returns: 'int4',
    rewrite: ([part, whole]) => cast(call('strpos', (whole as Typed).node, (part as Typed).node), 'INTEGER'),
  },
  split_part: same('rs_split_part', 3),
  concat: {
    min: 2,
    max: 2,
    returns: 'varchar',
    rewrite: ([left, right]) => binary('concat', textOf(left), textOf(right)),
  },
  chr: {
    min: 1,
    max: 1,
    returns: 'varchar',
    rewrite: ([code]) => call('chr', cast((code as Typed).node, 'INTEGER')),
  },
  ascii: same('ascii', 1, 'int4'),
  md5: same('md5', 1),
  func_sha1: same('sha1', 1),
  sha: same('sha1', 1),
  sha1: same('sha1', 1),
  sha2: {
    min: 2,
    max: 2,
    returns: 'varchar',
    rewrite: ([value, bits]) => {
      const size = integerValue(bits?.node);
      if (size !== 256 && size !== 0) throw notSupported(`SHA2 with ${size ?? 'a computed number of'} bits`);
      return call('sha256', (value as Typed).node);
    },
  },
  quote_ident: same('rs_quote_ident', 1),
  quote_literal: same('rs_quote_literal', 1),
  regexp_replace: {
    min: 2,
    max: 5,
    returns: 'varchar',
    rewrite: ([value, regex, by, position, flags], { name }) => {
      if (position !== undefined && integerValue(position.node) !== 1)
        throw notSupported('a start position of REGEXP_REPLACE');
      return call(
        'regexp_replace',
        (value as Typed).node,
        pattern((regex as Typed).node, flags?.node, name),
        replacement(by?.node),
        text('g'),
      );
    },
  },
  regexp_substr: {
    min: 2,
    max: 5,
    returns: 'varchar',
    rewrite: ([value, regex, position, occurrence, flags], { name }) =>
      call(
        'rs_regexp_substr',
        from((value as Typed).node, position?.node),
        pattern((regex as Typed).node, flags?.node, name),
        occurrence?.node ?? number(1),
      ),
  },
  regexp_count: {
    min: 2,
    max: 4,
    returns: 'int4',
    rewrite: ([value, regex, position, flags], { name }) =>
      cast(
        call(
          'len',
          call(
            'regexp_extract_all',
            from((value as Typed).node, position?.node),
            pattern((regex as Typed).node, flags?.node, name),
          ),
        ),
        'INTEGER',
      ),
  },
  regexp_instr: { min: 2, max: 2, returns: 'int4', target: 'rs_regexp_instr' },
  strtol: same('rs_strtol', 2, 'int8'),
  to_hex: { min: 1, max: 1, returns: 'varchar', target: 'rs_to_hex' },
  from_hex: { ...same('rs_from_hex', 1, 'varbyte') },
  to_varbyte: {
    min: 2,
    max: 2,
    returns: 'varbyte',
    rewrite: ([value, format]) =>
      call(
        byFormat(format, 'TO_VARBYTE', { utf8: 'encode', hex: 'rs_from_hex', base64: 'from_base64' }),
        textOf(value),
      ),
  },
  from_varbyte: {
    min: 2,
    max: 2,
    returns: 'varchar',
    rewrite: ([value, format]) =>
      call(
        byFormat(format, 'FROM_VARBYTE', { utf8: 'rs_from_varbyte', hex: 'rs_to_hex', base64: 'to_base64' }),
        bytesOf(value),
      ),
  },
  is_utf8: { min: 1, max: 1, returns: 'bool', rewrite: ([value]) => call('rs_is_utf8', bytesOf(value)) },
};

function byFormat(
  format: Typed | undefined,
  name: string,
  targets: { utf8: string; hex: string; base64: string },
): string {
  const written = stringValue(format?.node)?.toLowerCase().replaceAll('-', '');
  const target = targets[written as 'utf8'];
  if (target === undefined)
    throw notSupported(`the format of ${name}, which must be 'utf8', 'hex' or 'base64'`);
  return target;
}

/** A varbyte as it is; text as its bytes. */
function bytesOf(argument: Typed | undefined): Node {
  const { node, type } = argument as Typed;
  return isCharacter(type) ? call('encode', node) : node;
}

function textOf(argument: Typed | undefined): Node {
  const { node, type } = argument as Typed;
  return isCharacter(type) || base(type) === 'varbyte' ? node : cast(node, 'VARCHAR');
}

function pad(target: string): FunctionRule {
  return {
    min: 2,
    max: 3,
    returns: 'varchar',
    rewrite: ([value, length, fill]) =>
      call(target, textOf(value), cast((length as Typed).node, 'INTEGER'), fill?.node ?? text(' ')),
  };
}

function side(target: string): FunctionRule {
  return same(target, 2);
}
