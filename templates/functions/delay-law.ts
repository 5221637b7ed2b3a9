import { logistic, type Random } from './random.js';

/**
 * The law by which consignments are delayed. The live producer and the history that a model learns from both obey
 * it, so that a prediction can be right for a reason.
 *
 * A consignment's strain is a sum of four terms: the hour it was sent (the two rushes), the day of the week (Friday
 * and the weekend wait for Monday), how tight the promise is (kilometres a day), and how far it goes. Logistic noise
 * is added; below LOW_BELOW the outcome is LOW, from HIGH_FROM it is HIGH, between them MEDIUM. Half of all
 * consignments or so come out LOW.
 */
export type DelayProbability = 'LOW' | 'MEDIUM' | 'HIGH';

/** What the law looks at: nothing that an order's own record does not tell. */
export interface DelayFeatures {
  /** 0–23, at the place of origin. */
  hour: number;
  /** 0 is Sunday, at the place of origin. */
  dayOfWeek: number;
  /** Promised, at least 1. */
  daysToDeliver: number;
  /** Kilometres. */
  distance: number;
}

const LOW_BELOW = 2.3;
const HIGH_FROM = 3.4;
/** Scale of the logistic noise: what no model can learn. */
export const NOISE = 0.22;

/** Strain by day of the week, Sunday first. */
const days = [0.7, 0.35, 0, 0, 0.25, 0.85, 1.05];

/** The law without its noise: higher is later. */
export function strain({ hour, dayOfWeek, daysToDeliver, distance }: DelayFeatures): number {
  const rush = (hour >= 7 && hour <= 9 ? 0.75 : 0) + (hour >= 15 && hour <= 18 ? 1.1 : 0);
  const tight = Math.min(distance / daysToDeliver / 300, 2);
  const far = Math.min(distance / 2000, 1.5);
  return rush + (days[dayOfWeek] ?? 0) + tight + far;
}

/** The outcome for one consignment. */
export function drawDelay(random: Random, features: DelayFeatures): DelayProbability {
  const felt = strain(features) + logistic(random, NOISE);
  if (felt < LOW_BELOW) return 'LOW';
  return felt < HIGH_FROM ? 'MEDIUM' : 'HIGH';
}

/** How likely each outcome is: the best that any model can know, from which the best accuracy follows. */
export function delayOdds(features: DelayFeatures): Record<DelayProbability, number> {
  const below = (threshold: number) => 1 / (1 + Math.exp((strain(features) - threshold) / NOISE));
  return { LOW: below(LOW_BELOW), MEDIUM: below(HIGH_FROM) - below(LOW_BELOW), HIGH: 1 - below(HIGH_FROM) };
}
