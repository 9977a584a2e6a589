// Addresses of the BigQuery pages.
export const bigqueryRoute = '/bigquery'
export const setUpRoute = '/bigquery/set-up'
export const conflictsRoute = '/bigquery/conflicts'
