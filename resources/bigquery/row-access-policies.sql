-- Row-level security. For an administrator: creating policies needs BigQuery Admin or Data Owner.
-- {{editors}} push; BigQuery lets nobody change rows of a table with policies who can't see all of them, so they see all.
-- {{viewers}} read, and see their own rows alone. Both are written such as group:analysts@example.com and must exist.
-- The policy of the editors comes first: from the first policy on a table, everyone else sees none of its rows.

CREATE ROW ACCESS POLICY IF NOT EXISTS am_editors
ON `{{project}}.{{dataset}}.users`
GRANT TO ('{{editors}}')
FILTER USING (TRUE);

CREATE ROW ACCESS POLICY IF NOT EXISTS am_viewers_own_rows
ON `{{project}}.{{dataset}}.users`
GRANT TO ('{{viewers}}')
FILTER USING (owner_email = SESSION_USER());

CREATE ROW ACCESS POLICY IF NOT EXISTS am_editors
ON `{{project}}.{{dataset}}.platforms`
GRANT TO ('{{editors}}')
FILTER USING (TRUE);

CREATE ROW ACCESS POLICY IF NOT EXISTS am_viewers_own_rows
ON `{{project}}.{{dataset}}.platforms`
GRANT TO ('{{viewers}}')
FILTER USING (owner_email = SESSION_USER());

CREATE ROW ACCESS POLICY IF NOT EXISTS am_editors
ON `{{project}}.{{dataset}}.audiences`
GRANT TO ('{{editors}}')
FILTER USING (TRUE);

CREATE ROW ACCESS POLICY IF NOT EXISTS am_viewers_own_rows
ON `{{project}}.{{dataset}}.audiences`
GRANT TO ('{{viewers}}')
FILTER USING (owner_email = SESSION_USER());

CREATE ROW ACCESS POLICY IF NOT EXISTS am_editors
ON `{{project}}.{{dataset}}.distributions`
GRANT TO ('{{editors}}')
FILTER USING (TRUE);

CREATE ROW ACCESS POLICY IF NOT EXISTS am_viewers_own_rows
ON `{{project}}.{{dataset}}.distributions`
GRANT TO ('{{viewers}}')
FILTER USING (owner_email = SESSION_USER());
