import { AwsError } from '../protocol/errors.js';

/**
 * The part of a body that a Range header asks for, `bytes=0-9`, `bytes=10-`, `bytes=-5`. A header of another form, or with
 * several ranges, is as if it weren't there, as in S3.
 * @throws AwsError InvalidRange (416) when it begins behind the end
 */
export function sliceRange(
  body: Buffer,
  range: string | undefined,
): { body: Buffer; contentRange: string | undefined } {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return { body, contentRange: undefined };
  const from = first === '' ? Math.max(0, body.length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? body.length - 1 : Math.min(Number(last), body.length - 1);
  if (first !== '' && last !== '' && Number(last) < from) return { body, contentRange: undefined };
  if (from >= body.length)
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      members: { RangeRequested: range, ActualObjectSize: body.length },
    });
  return { body: body.subarray(from, to + 1), contentRange: `bytes ${from}-${to}/${body.length}` };
}
