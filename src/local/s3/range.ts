import { AwsError } from '../protocol/errors.js';

/** The bytes from `from` to before `to` of an object; `contentRange` is undefined for the whole of it. */
export interface Part {
  from: number;
  to: number;
  contentRange: string | undefined;
}

/**
 * The part of `size` bytes that a Range header asks for, `bytes=0-9`, `bytes=10-`, `bytes=-5`. A header of another form, or
 * with several ranges, is as if it weren't there, as in S3.
 * @throws AwsError InvalidRange (416) when it begins behind the end
 */
export function partOf(size: number, range: string | undefined): Part {
  const whole: Part = { from: 0, to: size, contentRange: undefined };
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return whole;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < from) return whole;
  if (from >= size)
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      members: { RangeRequested: range, ActualObjectSize: size },
    });
  return { from, to: to + 1, contentRange: `bytes ${from}-${to}/${size}` };
}
