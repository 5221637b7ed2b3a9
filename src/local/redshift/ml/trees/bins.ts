/** A feature's values put into bins between its cuts. */
export interface BinnedFeature {
  /** Ascending; bin i holds the values below cuts[i] that bin i − 1 does not. The last is above all that was learned from. */
  cuts: Float64Array;
  /** Each row's bin; `cuts.length` where the value is missing. */
  bins: Uint16Array;
}

/**
 * Puts a feature's values into at most `maxBins` bins of about equally many rows, as XGBoost's hist does: up to that
 * many distinct values each has its own, and a cut is the first value on its right side. Uses nothing but its
 * arguments: it also runs in the worker.
 * @param rows the rows that the cuts come of: those learned from. The others go by the same cuts.
 */
export function binFeature(values: Float64Array, rows: Uint32Array, maxBins: number): BinnedFeature {
  const present = Float64Array.from(rows, (row) => values[row] as number)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of present) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value)
      (counts[counts.length - 1] as number)++;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  const cuts: number[] = [];
  if (distinct.length <= maxBins) cuts.push(...distinct.slice(1));
  else {
    // A cut where the rows passed enter another share; a value of many rows may pass several shares at once.
    let passed = 0;
    let share = 0;
    for (let index = 1; index < distinct.length; index++) {
      passed += counts[index - 1] as number;
      const entered = Math.floor((passed * maxBins) / present.length);
      if (entered > share) cuts.push(distinct[index] as number);
      share = entered;
    }
  }
  const largest = distinct.at(-1) ?? 0;
  cuts.push(Math.min(largest + Math.abs(largest) + 1e-5, Number.MAX_VALUE));
  const bins = new Uint16Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    let low = 0;
    let high = cuts.length - 1;
    if (Number.isNaN(value)) low = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < (cuts[middle] as number)) high = middle;
      else low = middle + 1;
    }
    bins[row] = low;
  }
  return { cuts: Float64Array.from(cuts), bins };
}
