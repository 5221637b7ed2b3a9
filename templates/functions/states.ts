/** As orders and customers name them. */
export const states = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'] as const;
export type State = (typeof states)[number];

/** Residents in thousands (Australian Bureau of Statistics, about 2024). */
export const population: Record<State, number> = {
  ACT: 475,
  NSW: 8480,
  NT: 255,
  QLD: 5590,
  SA: 1880,
  TAS: 575,
  VIC: 6980,
  WA: 2970,
};
