/** How many numbers a minute has to give, and the largest that the column's type holds. */
export interface NumberSpace {
  perMinute: number;
  largest: number;
}

/** For INT columns: 100 numbers a second; they come round again after 248 days. */
export const intNumbers: NumberSpace = { perMinute: 6_000, largest: 2 ** 31 - 1 };

/** For BIGINT columns, but exact in JSON and JavaScript too: a milliard a minute, for 17 years. */
export const bigintNumbers: NumberSpace = { perMinute: 1_000_000_000, largest: Number.MAX_SAFE_INTEGER };

const EPOCH = Date.UTC(2026, 0, 1);

/**
 * Gives one invocation its own numbers: the minute it started in has a range to itself, and of that range it takes
 * every n-th number from a lane that its request id chooses. Two invocations of one minute (schedules and
 * asynchronous invocations are delivered at least once) therefore keep to different lanes, all but one pair in as many
 * as there are lanes. Reserving a concurrency of 1 would serialise them, but can't be had in an account whose
 * concurrency limit is still the initial 10.
 * @param start epoch ms
 * @param atMost how many numbers the invocation may take; fewer means more lanes
 * @throws RangeError when a minute has not that many numbers, or more are taken than was said
 */
export function numbersOf(
  space: NumberSpace,
  { start, requestId, atMost }: { start: number; requestId: string; atMost: number },
): () => number {
  const lanes = Math.floor(space.perMinute / atMost);
  if (lanes < 1) throw new RangeError(`${atMost} ids a minute: there are only ${space.perMinute}`);
  const minutes = Math.floor(space.largest / space.perMinute);
  const minute = Math.floor((start - EPOCH) / 60_000) % minutes;
  const first = minute * space.perMinute + (hash(requestId) % lanes);
  let taken = 0;
  return () => {
    if (taken >= atMost) throw new RangeError(`more than ${atMost} ids in one invocation`);
    return first + lanes * taken++;
  };
}

/** 32 bits of a text, well mixed (FNV-1a, then murmur's finalizer). */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
