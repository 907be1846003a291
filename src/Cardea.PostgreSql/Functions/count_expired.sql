-- Counts the expired rows that are still there, up to 10,000, and returns when the first of them expired.
CREATE OR REPLACE FUNCTION cardea.count_expired(
    of_table text, expires_at text, latest timestamptz, OUT counted bigint, OUT first_at timestamptz)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format(
        'SELECT count(*), min(since) FROM (SELECT %2$s AS since FROM cardea.%1$I WHERE %2$s <= $1 ORDER BY 1 LIMIT 10000) AS expired',
        of_table, expires_at) INTO counted, first_at USING latest;
EXCEPTION WHEN lock_not_available THEN
    counted := 0;
END $$;
