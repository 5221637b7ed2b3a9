import { population, type State, states } from './states.js';

const zones: Record<State, string> = {
  ACT: 'Australia/Sydney',
  NSW: 'Australia/Sydney',
  NT: 'Australia/Darwin',
  QLD: 'Australia/Brisbane',
  SA: 'Australia/Adelaide',
  TAS: 'Australia/Hobart',
  VIC: 'Australia/Melbourne',
  WA: 'Australia/Perth',
};

/** A moment as a clock on a state's wall shows it. */
export interface LocalTime {
  /** 0–23 */
  hour: number;
  /** 0 is Sunday, as in Redshift's `DATE_PART(dow, …)`. */
  dayOfWeek: number;
  /** ISO 8601 with the state's own offset, e.g. `2026-11-23T10:05:12.345+11:00`. */
  text: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetMinutes(zone: string, time: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-AU', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return Math.round((Date.UTC(year, month - 1, day, hour, minute) - time) / 60_000);
}

// Asking Intl is slow next to making a record, and on nearly every day a zone's offset is one and the same.
const DAY = 86_400_000;
const QUARTER_HOUR = 900_000;
/** Minutes by zone and day, counted from 1970, at the moment when the day begins in UTC. */
const offsets = new Map<string, Map<number, number>>();

/** Minutes that a zone's clock is ahead of UTC. No offset changes within a quarter of an hour. */
function offsetAt(zone: string, time: number): number {
  const day = Math.floor(time / DAY);
  const minutes = offsetOfDay(zone, day);
  if (minutes === offsetOfDay(zone, day + 1)) return minutes;
  return offsetMinutes(zone, Math.floor(time / QUARTER_HOUR) * QUARTER_HOUR);
}

function offsetOfDay(zone: string, day: number): number {
  let days = offsets.get(zone);
  if (!days) {
    days = new Map();
    offsets.set(zone, days);
  }
  let minutes = days.get(day);
  if (minutes === undefined) {
    minutes = offsetMinutes(zone, day * DAY);
    days.set(day, minutes);
  }
  return minutes;
}

/** The hour on the clock of a state, 0–23. @param time epoch ms */
export function localHour(state: State, time: number): number {
  return new Date(time + offsetAt(zones[state], time) * 60_000).getUTCHours();
}

/** @param time epoch ms */
export function localTime(state: State, time: number): LocalTime {
  const minutes = offsetAt(zones[state], time);
  const local = new Date(time + minutes * 60_000);
  const ahead = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = minutes < 0 ? '-' : '+';
  return {
    hour: local.getUTCHours(),
    dayOfWeek: local.getUTCDay(),
    text: `${local.toISOString().slice(0, -1)}${sign}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`,
  };
}

/** How busy each hour is, 0 to 23 o'clock: a depot that never sleeps, a rush in the morning and one after work. */
const hours = [
  35, 30, 28, 28, 35, 50, 75, 110, 145, 160, 158, 150, 142, 140, 138, 140, 148, 150, 140, 118, 98, 80, 62, 45,
];
const meanHour = hours.reduce((sum, each) => sum + each, 0) / hours.length;

/** How busy an hour of the day is, 1 being the mean of the 24. */
export function hourlyVolume(hour: number): number {
  return (hours[hour] ?? meanHour) / meanHour;
}

/** What share of the country's mean volume a state sends at this moment: its people times its hour. */
export function stateVolume(state: State, time: number): number {
  return (population[state] / everyone) * hourlyVolume(localHour(state, time));
}

const everyone = states.reduce((sum, state) => sum + population[state], 0);

/** How busy the whole country is at this moment, 1 being the mean over a day. */
export function nationalVolume(time: number): number {
  return states.reduce((sum, state) => sum + stateVolume(state, time), 0);
}
