import type { LoadFault } from './record.js';

/** What a text is as a number, or why it is none. */
export type Read<T> = { value: T } | { fault: LoadFault };

/** `Invalid digit, Value 'x', Pos 0, Type: Integer`, at the first character that a number of this kind cannot have there. */
export function badDigit(text: string, sound: RegExp, type: string): { fault: LoadFault } {
  const position = sound.exec(text)?.[0].length ?? 0;
  const reason = `Invalid digit, Value '${text[position] ?? ' '}', Pos ${position}, Type: ${type}`;
  return { fault: { code: 1207, reason, position } };
}

const integers = {
  int2: { type: 'Short', least: -(2n ** 15n), most: 2n ** 15n - 1n },
  int4: { type: 'Integer', least: -(2n ** 31n), most: 2n ** 31n - 1n },
  int8: { type: 'Long', least: -(2n ** 63n), most: 2n ** 63n - 1n },
};

/** A whole number of SMALLINT, INTEGER or BIGINT. */
export function readInteger(text: string, kind: keyof typeof integers): Read<bigint> {
  const { type, least, most } = integers[kind];
  if (!/^[+-]?\d+$/.test(text)) return badDigit(text, /^[+-]?\d*/, type);
  const value = BigInt(text.replace('+', ''));
  if (value >= least && value <= most) return { value };
  return { fault: { code: 1222, reason: `Overflow, Column type: ${type}`, position: 0 } };
}

/** REAL and DOUBLE PRECISION. */
export function readFloat(text: string, kind: 'float4' | 'float8'): Read<number> {
  const type = kind === 'float4' ? 'Real' : 'Double';
  const named = {
    nan: Number.NaN,
    infinity: Infinity,
    '-infinity': -Infinity,
    inf: Infinity,
    '-inf': -Infinity,
  };
  const word = named[text.toLowerCase() as keyof typeof named];
  if (word !== undefined) return { value: word };
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    return badDigit(text, /^[+-]?\d*(?:\.\d*)?(?:[eE][+-]?\d*)?/, type);
  }
  const value = kind === 'float4' ? Math.fround(Number(text)) : Number(text);
  if (Number.isFinite(value)) return { value };
  return { fault: { code: 1208, reason: `Overflow, Column type: ${type}`, position: 0 } };
}

/** DECIMAL as the digits of its scale. Digits beyond the scale are cut off; with `round` (ROUNDEC) rounded. */
export function readDecimal(text: string, precision: number, scale: number, round: boolean): Read<bigint> {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
  if (!parts || whole + fraction === '') {
    return badDigit(text, /^[+-]?\d*(?:\.\d*)?(?:[eE][+-]?\d*)?/, 'Decimal');
  }
  const shift = Number(exponent) - fraction.length + scale;
  const digits = BigInt(whole + fraction);
  let value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  if (round && shift < 0 && (digits / 10n ** BigInt(-shift - 1)) % 10n >= 5n) value += 1n;
  if (value >= 10n ** BigInt(precision)) {
    return {
      fault: {
        code: 1209,
        reason: `Numeric overflow, Column type: Decimal(${precision},${scale})`,
        position: 0,
      },
    };
  }
  return { value: sign === '-' ? -value : value };
}
