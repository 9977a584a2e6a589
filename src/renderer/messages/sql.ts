// Words of the SQL page, and the queries to begin with.

export const sql = {
  title: 'SQL',
  examples: [
    {
      name: 'Largest audiences',
      sql: `SELECT name, total_audience_size, segment_count, status
FROM audiences
ORDER BY total_audience_size DESC
LIMIT 20`,
    },
    {
      name: 'Variables that audiences share',
      sql: `SELECT code, count(*) AS audiences, round(avg(relevance_score), 2) AS mean_relevance
FROM variables
WHERE audience_status <> 'archived'
GROUP BY code
ORDER BY audiences DESC, code
LIMIT 25`,
    },
    {
      name: 'Audiences created by month',
      sql: `SELECT strftime(created_at, '%Y-%m') AS month, count(*) AS audiences
FROM audiences
GROUP BY month
ORDER BY month`,
    },
    {
      name: 'Match rate by platform',
      sql: `SELECT platform_name,
  sum(matched_records) / sum(total_records) AS match_rate,
  sum(total_records) AS people_sent,
  count(*) AS runs
FROM distributions
WHERE status = 'completed'
GROUP BY platform_name
ORDER BY match_rate DESC`,
    },
    {
      name: 'Segments by size',
      sql: `SELECT name AS segment, count(*) AS audiences, sum(size) AS people
FROM segments
GROUP BY segment
ORDER BY people DESC
LIMIT 20`,
    },
    {
      name: 'Audiences that were never distributed',
      sql: `SELECT a.name, a.total_audience_size, a.updated_at
FROM audiences a
WHERE NOT EXISTS (SELECT 1 FROM distributions d WHERE d.audience_id = a.audience_id)
ORDER BY a.updated_at DESC`,
    },
    {
      name: 'Tags',
      sql: `SELECT tag, count(*) AS audiences, sum(total_audience_size) AS people
FROM (SELECT unnest(tags) AS tag, total_audience_size FROM audiences)
GROUP BY tag
ORDER BY audiences DESC, tag`,
    },
    {
      name: 'Who changed what this month',
      sql: `SELECT changed_by, count(*) AS versions, count(DISTINCT audience_id) AS audiences
FROM audience_versions
WHERE updated_at >= date_trunc('month', now())
GROUP BY changed_by
ORDER BY versions DESC`,
    },
  ],
}
