-- Returns the partitions in which every row has expired by a time, the oldest first, with their number of rows: counted to a
-- hundred, and estimated beyond.
CREATE OR REPLACE FUNCTION cardea.find_past_partitions(past timestamptz)
RETURNS TABLE (parent text, name text, expired_at timestamptz, rows bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT found.parent, found.name::text, found.expired_at, cardea.count_rows(found.oid, 100)
    FROM (
        SELECT 'sessions' AS parent, s.oid, s.name, s.ends_at AS expired_at FROM cardea.session_partitions AS s
        UNION ALL
        SELECT 'events', e.oid, e.name, e.ends_at + event_retention FROM cardea.event_partitions AS e, cardea.settings) AS found
    WHERE found.expired_at <= past
    ORDER BY found.expired_at;
END $$;
