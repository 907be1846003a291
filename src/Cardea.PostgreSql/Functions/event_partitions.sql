-- The partitions of events, each with its range of times.
CREATE OR REPLACE VIEW cardea.event_partitions AS
SELECT child.oid, child.relname AS name, bound[1]::timestamptz AS starts_at, bound[2]::timestamptz AS ends_at
FROM pg_catalog.pg_inherits
JOIN pg_catalog.pg_class AS child ON child.oid = inhrelid
CROSS JOIN regexp_match(pg_catalog.pg_get_expr(relpartbound, child.oid), 'FROM \(''(.+)''\) TO \(''(.+)''\)') AS bound
WHERE inhparent = 'cardea.events'::regclass AND bound IS NOT NULL;
