import { NO_PREDICTIONS } from '../../src/grafana/author/queries.js';
import type { FakeAnswer } from '../local/grafana/fake-cloud.js';

const states = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'];

/** Always the same numbers: a test's picture changes only with the page. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The dashboard's queries answered as a workshop of some hours would, whose model is trained. */
export function logistics(sql: string, now = Date.now()): FakeAnswer {
  const random = generator(7);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
  if (sql.includes('AS profit')) {
    return {
      columns: [
        ['revenue', 'float8'],
        ['cost', 'float8'],
        ['profit', 'float8'],
        ['delivery_days', 'float8'],
        ['consignments', 'int8'],
      ],
      rows: [[580_190.4, 436_384.2, 143_806.2, 4.2, 8477]],
    };
  }
  if (sql.includes('AS time')) {
    const seconds = Number(/\((\d+) \/ 1000\)/.exec(sql)?.[1]) / 1000;
    const last = Math.floor(now / 1000 / seconds) * seconds;
    const rows = Array.from({ length: 88 }, (_, index) => {
      const moment = new Date((last - (87 - index) * seconds) * 1000);
      const text = moment.toISOString().slice(0, 19).replace('T', ' ');
      return [text, index < 9 ? between(30, 160) : between(2, 12), between(4, 45), between(10, 130)];
    });
    return {
      columns: [
        ['time', 'timestamp'],
        ['high', 'int8'],
        ['medium', 'int8'],
        ['low', 'int8'],
      ],
      rows,
    };
  }
  if (sql.includes('high_delay')) {
    return {
      columns: [
        ['delivery_state', 'varchar'],
        ['high_delay', 'int8'],
        ['other', 'int8'],
      ],
      rows: states.map((state) => [state, between(145, 190), between(1020, 1120)]),
    };
  }
  if (sql.includes('fleet_summary')) {
    return {
      columns: [
        ['state', 'varchar'],
        ['on_the_move', 'int8'],
        ['scheduled_maintenance', 'int8'],
        ['unscheduled_maintenance', 'int8'],
        ['vehicles', 'int8'],
      ],
      rows: states.map((state, index) => {
        const [moving, planned, broken] = [14 + index * 2 - (index % 3), 2 + (index % 4), index % 3];
        return [state, moving, planned, broken, moving + planned + broken];
      }),
    };
  }
  if (sql.includes('not_predicted')) {
    return {
      columns: [
        ['agreement', 'float8'],
        ['predicted', 'int8'],
        ['not_predicted', 'int8'],
      ],
      rows: [[0.8134, 8211, 266]],
    };
  }
  if (sql.includes('AS reported')) {
    return {
      columns: [
        ['reported', 'varchar'],
        ['predicted_low', 'varchar'],
        ['predicted_medium', 'varchar'],
        ['predicted_high', 'varchar'],
      ],
      rows: [
        ['LOW', 'agree 4512', 'near 391', 'far 0'],
        ['MEDIUM', 'near 522', 'agree 1377', 'near 158'],
        ['HIGH', 'far 41', 'near 320', 'agree 890'],
      ],
    };
  }
  if (sql.includes('consignmentid,')) {
    return {
      columns: [
        ['consignmentid', 'int8'],
        ['origin_state', 'varchar'],
        ['delivery_state', 'varchar'],
        ['delay_probability', 'varchar'],
        ['predicted_delay', 'varchar'],
        ['delivery_distance', 'float8'],
        ['revenue', 'float8'],
        ['cost', 'float8'],
      ],
      rows: Array.from({ length: 100 }, (_, index) => [
        7707 - index,
        states[between(0, 8)] ?? '',
        states[between(0, 8)] ?? '',
        ['LOW', 'LOW', 'MEDIUM', 'HIGH'][between(0, 4)] ?? '',
        index < 3 ? null : (['LOW', 'LOW', 'MEDIUM', 'HIGH'][between(0, 4)] ?? ''),
        Math.round(random() ** 2 * 36_000) / 10 + 0.5,
        Math.round(random() * 6000) / 100 + 20.01,
        Math.round(random() * 4000) / 100 + 15.01,
      ]),
    };
  }
  throw new Error(`ERROR: syntax error in a query that no test knows: ${sql}`);
}

/** The same workshop while its model trains: every consignment is there, none has a prediction. */
export function untrained(sql: string): FakeAnswer {
  const answer = logistics(sql);
  if (sql.includes('not_predicted')) return { ...answer, rows: [[null, 0, 8477]] };
  if (sql.includes('AS reported')) {
    return { ...answer, rows: [[NO_PREDICTIONS, 'agree 0', 'near 0', 'far 0']] };
  }
  if (!sql.includes('consignmentid,')) return answer;
  const predicted = answer.columns.findIndex(([name]) => name === 'predicted_delay');
  return { ...answer, rows: answer.rows.map((row) => row.with(predicted, null)) };
}
