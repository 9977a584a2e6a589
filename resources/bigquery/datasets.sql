-- The dataset of the tables, and one for what is on its way: tables in the second run out after seven days by themselves.
-- {{project}}, {{dataset}}, {{staging_dataset}} and {{location}} are filled in by the app, or by hand as the README shows.

CREATE SCHEMA IF NOT EXISTS `{{project}}.{{dataset}}`
OPTIONS (location = '{{location}}', description = 'Tables of the Activation Manager');

CREATE SCHEMA IF NOT EXISTS `{{project}}.{{staging_dataset}}`
OPTIONS (
  location = '{{location}}',
  default_table_expiration_days = 7,
  description = 'Rows on their way into the tables of the Activation Manager'
);
