/** What the templates are made from: plain data, so that the same options always give the same templates. */
export interface WorkshopTemplatesOptions {
  /** The workshop's name, 1–40 characters `[a-z][a-z0-9-]*`; stacks and resources begin with it. */
  name: string;
  /** Only for the stacks' environment; every ARN in a template takes the Region it is deployed to. */
  region: string;
  account?: string;
  /** The streams' names: the seed's, unless others of that name exist already. */
  streams: { customer: string; order: string; fleet: string };
  /** Default: one ra3.large, the cheapest that runs streaming ingestion. */
  cluster?: { nodeType: string; nodes: number };
  /** Orders a second on average over a day; default 5. */
  ordersPerSecond?: number;
  /** New customers a second; default 0.5. */
  customersPerSecond?: number;
  /** Where the producers are, bundled (`customer-producer.js`, …); default `dist/functions` of this package. */
  functionsFolder?: string;
}

/** One stack's template, ready for CloudFormation. */
export interface SynthesizedStack {
  /** e.g. `workshop-IngestionStack` */
  stackName: string;
  description: string;
  template: object;
  /** The template as minified JSON: CloudFormation takes at most 51,200 bytes of it. */
  body: string;
}
