import { binary, call, cast, type Node, stringValue, type Typed, text } from '../rewrite/ast.js';
import { notSupported } from '../sql-error.js';
import { formatPieces, parsePattern } from './date-format.js';
import { datePart } from './date-parts.js';
import { asTimestamp, base, isTime } from './kinds.js';
import type { CallContext, FunctionRule } from './rule.js';

const ADD: Record<string, (count: Node) => Node> = {
  year: (count) => call('to_years', cast(count, 'INTEGER')),
  decade: (count) => call('to_decades', cast(count, 'INTEGER')),
  century: (count) => call('to_centuries', cast(count, 'INTEGER')),
  millennium: (count) => call('to_millennia', cast(count, 'INTEGER')),
  quarter: (count) =>
    call(
      'to_months',
      binary('mul', cast(count, 'INTEGER'), { literal: { literal_type: 'number', value: '3' } }),
    ),
  month: (count) => call('to_months', cast(count, 'INTEGER')),
  week: (count) => call('to_weeks', cast(count, 'INTEGER')),
  day: (count) => call('to_days', cast(count, 'INTEGER')),
  hour: (count) => call('to_hours', cast(count, 'BIGINT')),
  minute: (count) => call('to_minutes', cast(count, 'BIGINT')),
  second: (count) => call('to_seconds', cast(count, 'DOUBLE')),
  millisecond: (count) => call('to_milliseconds', cast(count, 'DOUBLE')),
  microsecond: (count) => call('to_microseconds', cast(count, 'BIGINT')),
};

const zoned = (type: string | undefined) => (type === 'timestamptz' ? 'timestamptz' : 'timestamp');

const dateAdd: FunctionRule = {
  min: 3,
  max: 3,
  returns: (types) => zoned(types[2]),
  rewrite: ([part, count, time], { position }) => {
    const name = datePart(stringValue(part?.node), position);
    const interval = ADD[name]?.((count as Typed).node);
    if (interval === undefined) throw notSupported(`DATEADD of ${name}`, position);
    return { paren: { this: binary('add', asTimestamp(time as Typed), interval), trailing_comments: [] } };
  },
  label: 'date_add',
};

const dateDiff: FunctionRule = {
  min: 3,
  max: 3,
  returns: 'int8',
  rewrite: ([part, from, to], { position }) =>
    call(
      'date_diff',
      text(datePart(stringValue(part?.node), position)),
      plain(from as Typed),
      plain(to as Typed),
    ),
  label: 'date_diff',
};

/** A timestamptz beside a timestamp would not fit one function: both are taken at UTC. */
function plain(argument: Typed): Node {
  return argument.type === 'timestamp' ? argument.node : cast(argument.node, 'TIMESTAMP');
}

/** EXTRACT and DATE_PART: whole seconds of the epoch for a timestamp, as documented; EXTRACT's own types. */
export function extractPart(part: string, time: Typed): Node {
  const value = call(
    'date_part',
    text(part),
    time.type === 'interval' || base(time.type) === 'time' ? time.node : asTimestamp(time),
  );
  if (part === 'epoch' && time.type !== 'timestamptz') return cast(call('floor', value), 'BIGINT');
  return part === 'second' ? cast(call('floor', value), 'INTEGER') : value;
}

const calendar = (target: string, count: number, returns: string): FunctionRule => ({
  min: count,
  max: count,
  returns,
  rewrite: (args) =>
    call(target, ...args.map((argument, index) => (index === 0 ? asTimestamp(argument) : argument.node))),
});

const datePartOf: FunctionRule = {
  min: 2,
  max: 2,
  returns: 'float8',
  rewrite: ([part, time], { position }) =>
    cast(extractPart(datePart(stringValue(part?.node), position), time as Typed), 'DOUBLE'),
  label: 'pgdate_part',
};

export const TIMES: Record<string, FunctionRule> = {
  dateadd: dateAdd,
  date_add: dateAdd,
  datediff: dateDiff,
  date_diff: dateDiff,
  date_part: datePartOf,
  pgdate_part: datePartOf,
  date_part_year: {
    min: 1,
    max: 1,
    returns: 'int4',
    rewrite: ([time]) => cast(call('year', asTimestamp(time as Typed)), 'INTEGER'),
  },
  date_trunc: {
    min: 2,
    max: 2,
    returns: (types) => zoned(types[1]),
    rewrite: ([part, time], { position }) =>
      call('date_trunc', text(datePart(stringValue(part?.node), position)), asTimestamp(time as Typed)),
  },
  getdate: { min: 0, max: 0, returns: 'timestamp', target: 'rs_getdate' },
  now: { min: 0, max: 0, returns: 'timestamptz', target: 'now' },
  last_day: {
    min: 1,
    max: 1,
    returns: 'date',
    rewrite: ([time]) => call('last_day', cast((time as Typed).node, 'DATE')),
  },
  add_months: calendar('rs_add_months', 2, 'timestamp'),
  months_between: {
    min: 2,
    max: 2,
    returns: 'float8',
    rewrite: ([from, to]) => call('rs_months_between', asTimestamp(from as Typed), asTimestamp(to as Typed)),
  },
  next_day: {
    min: 2,
    max: 2,
    returns: 'date',
    rewrite: ([time, day]) => call('rs_next_day', cast((time as Typed).node, 'DATE'), (day as Typed).node),
  },
  convert_timezone: {
    min: 2,
    max: 3,
    returns: 'timestamp',
    rewrite: (args) => {
      const time = args.at(-1) as Typed;
      const target = (args.at(-2) as Typed).node;
      const source = args.length === 3 ? (args[0] as Typed).node : text('UTC');
      const instant = time.type === 'timestamptz' ? time.node : call('timezone', source, asTimestamp(time));
      return call('timezone', target, instant);
    },
  },
  timezone: {
    min: 2,
    max: 2,
    returns: (types) => (types[1] === 'timestamptz' ? 'timestamp' : 'timestamptz'),
    rewrite: ([zone, time]) => call('timezone', (zone as Typed).node, asTimestamp(time as Typed)),
  },
  to_char: { min: 2, max: 2, returns: 'varchar', rewrite: toChar },
  to_date: {
    min: 2,
    max: 3,
    returns: 'date',
    rewrite: ([value, format]) =>
      cast(
        call('rs_strptime', (value as Typed).node, text(parsePattern(literalFormat(format, 'TO_DATE')))),
        'DATE',
      ),
  },
  to_timestamp: {
    min: 2,
    max: 3,
    returns: 'timestamptz',
    rewrite: ([value, format]) =>
      call(
        'timezone',
        text('UTC'),
        call('rs_strptime', (value as Typed).node, text(parsePattern(literalFormat(format, 'TO_TIMESTAMP')))),
      ),
  },
};

function literalFormat(format: Typed | undefined, name: string): string {
  const literal = stringValue(format?.node);
  if (literal === undefined) throw notSupported(`${name} with a computed format`);
  return literal;
}

function toChar([value, format]: Typed[], { position }: CallContext): Node {
  const { type } = value as Typed;
  if (!isTime(type)) throw notSupported('TO_CHAR of anything but a date or a timestamp', position);
  const time = asTimestamp(value as Typed);
  const pieces = formatPieces(literalFormat(format, 'TO_CHAR')).map((piece): Node => {
    if (piece.kind === 'text') return text(piece.text);
    if (piece.kind === 'computed')
      return cast(
        piece.what === 'quarter'
          ? call('quarter', time)
          : binary('add', call('dayofweek', time), { literal: { literal_type: 'number', value: '1' } }),
        'VARCHAR',
      );
    const shown = call('strftime', time, text(piece.directive));
    const name = piece.letters === undefined ? shown : call(piece.letters, shown);
    return piece.padded
      ? call('rpad', name, { literal: { literal_type: 'number', value: '9' } }, text(' '))
      : name;
  });
  return {
    paren: {
      this: pieces.reduce((left, right) => binary('concat', left, right), pieces.shift() ?? text('')),
      trailing_comments: [],
    },
  };
}
