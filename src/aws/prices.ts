/** List prices in us-east-1, US dollars, read from AWS's price pages by hand on the date given; others are up to a half higher. */
const prices = {
  readOn: '2026-11-23',
  ra3LargeHour: 0.543,
  onDemandStreamHour: 0.04,
  lambdaGigabyteSecond: 0.0000166667,
  stateTransition: 0.000025,
  grafanaEditorMonth: 9,
} as const;

const hoursAMonth = 730;
/** Six rounds a minute of two views, each some six states: counted on the state machine's own history. */
const stateTransitionsHour = 80 * 60;

/** What an hour of the default workshop costs: one ra3.large, two on-demand streams, two functions that always run, one editor. */
export function hourlyCost(): { hour: number; lines: { what: string; hour: number }[]; source: string } {
  const functionGigabytes = 2 * 0.25;
  const lines = [
    { what: 'Redshift, one ra3.large', hour: prices.ra3LargeHour },
    { what: 'Kinesis, two on-demand streams', hour: 2 * prices.onDemandStreamHour },
    { what: 'Lambda, two producers', hour: functionGigabytes * 3600 * prices.lambdaGigabyteSecond },
    { what: 'Step Functions, a refresh every 10 s', hour: stateTransitionsHour * prices.stateTransition },
    { what: 'Grafana, one editor', hour: prices.grafanaEditorMonth / hoursAMonth },
  ];
  return {
    hour: lines.reduce((sum, line) => sum + line.hour, 0),
    lines,
    source: `list prices of us-east-1, ${prices.readOn}`,
  };
}
