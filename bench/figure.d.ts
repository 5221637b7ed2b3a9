/** One measured figure and the limit that we claim for it. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  limit?: { kind: 'atLeast' | 'atMost'; value: number };
}
