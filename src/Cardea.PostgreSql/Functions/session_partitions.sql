-- The partitions of sessions, each with its range of ends.
CREATE OR REPLACE VIEW cardea.session_partitions AS
SELECT child.oid, child.relname AS name, cardea.session_end(bound[1]::uuid) AS starts_at, cardea.session_end(bound[2]::uuid) AS ends_at
FROM pg_catalog.pg_inherits
JOIN pg_catalog.pg_class AS child ON child.oid = inhrelid
CROSS JOIN regexp_match(pg_catalog.pg_get_expr(relpartbound, child.oid), 'FROM \(''(.+)''\) TO \(''(.+)''\)') AS bound
WHERE inhparent = 'cardea.sessions'::regclass AND bound IS NOT NULL;
