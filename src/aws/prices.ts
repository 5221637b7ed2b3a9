/** List prices in us-east-1, US dollars, read from AWS's price pages by hand on the date given; others are up to a half higher. */
const prices = {
  readOn: '2026-11-23',
  ra3LargeHour: 0.543,
  onDemandStreamHour: 0.04,
  shardHour: 0.015,
  lambdaGigabyteSecond: 0.0000166667,
  stateTransition: 0.000025,
  grafanaEditorMonth: 9,
} as const;

const hoursAMonth = 730;
/** State transitions of an execution whose refreshes take two and a half seconds each: counted in the state machine's test. */
export const stateTransitionsMinute = 113;

/** What a workshop costs, in US dollars. */
export interface Cost {
  hour: number;
  lines: { what: string; hour: number }[];
  /** What is paid once and is in no hour, in words. */
  once: string;
  source: string;
}

/** A local workshop's. */
export const noCost: Cost = { hour: 0, lines: [], once: '', source: '' };

/**
 * What an hour of the default workshop costs: one ra3.large, two on-demand streams and a shard, three functions that
 * always run, one editor. What SageMaker asks for the training is said in words: Redshift's documentation ('Costs for
 * using Amazon Redshift ML') says by what it grows and what bounds it, and names neither machine nor price.
 */
export function hourlyCost(): Cost {
  const functionGigabytes = 3 * 0.25;
  const lines = [
    { what: 'Redshift, one ra3.large', hour: prices.ra3LargeHour },
    { what: 'Kinesis, two on-demand streams', hour: 2 * prices.onDemandStreamHour },
    { what: 'Kinesis, one shard for the fleet', hour: prices.shardHour },
    { what: 'Lambda, three producers', hour: functionGigabytes * 3600 * prices.lambdaGigabyteSecond },
    {
      what: 'Step Functions, a round every 10 s',
      hour: 60 * stateTransitionsMinute * prices.stateTransition,
    },
    { what: 'Grafana, one editor', hour: prices.grafanaEditorMonth / hoursAMonth },
  ];
  return {
    hour: lines.reduce((sum, line) => sum + line.hour, 0),
    lines,
    once: "once, by SageMaker: training the model on 100,000 cells (20,000 rows, 5 columns), 30 minutes at most; an account's first two months of SageMaker have 50 hours of training free",
    source: `list prices of us-east-1, ${prices.readOn}`,
  };
}
