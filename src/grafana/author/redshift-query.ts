import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

/** The Redshift plugin's `format` of a query. */
export const TIME_SERIES = 0;
export const TABLE = 1;

/** The data source as an importer chooses it: `DS_REDSHIFT` is declared in the dashboard's `__inputs`. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own placeholder, resolved by its import.
export const redshift = { type: 'grafana-redshift-datasource', uid: '${DS_REDSHIFT}' };

/** A query of the Redshift plugin, as it stands in a panel's `targets`. */
export function redshiftQuery(rawSQL: string, format: number, refId = 'A'): Builder<Dataquery> {
  const query = { refId, datasource: redshift, format, rawSQL, fillMode: { mode: 0 } };
  // The SDK marks queries with a method that exists only in its types.
  return { build: () => query as unknown as Dataquery };
}
