/** A source of numbers in [0, 1): Math.random, or a seeded one where a run must be repeatable. */
export type Random = () => number;

/** The same numbers for the same seed, on every machine (the generator known as mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Any of them, each as likely. @throws RangeError for an empty list */
export function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

/** One of them, as likely as its weight is large. @throws RangeError when no weight is above zero */
export function pickWeighted<T>(random: Random, from: readonly T[], weight: (each: T) => number): T {
  const total = from.reduce((sum, each) => sum + weight(each), 0);
  let left = random() * total;
  for (const each of from) {
    left -= weight(each);
    if (left < 0) return each;
  }
  throw new RangeError('no weight above zero');
}

/** A whole number from `low` to `high`, both included. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** From the normal distribution, by Box and Muller's transform. */
export function normal(random: Random, mean: number, deviation: number): number {
  return mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** From the logistic distribution around zero: the noise whose class probabilities have a closed form. */
export function logistic(random: Random, scale: number): number {
  const share = Math.min(Math.max(random(), 1e-12), 1 - 1e-12);
  return scale * Math.log(share / (1 - share));
}
