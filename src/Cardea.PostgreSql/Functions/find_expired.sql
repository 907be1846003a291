-- Returns the places of up to a number of expired rows, from a time on, the first to expire first, and the time of the last of
-- them. Returns none if the table is locked.
CREATE OR REPLACE FUNCTION cardea.find_expired(
    of_table text, expires_at text, earliest timestamptz, latest timestamptz, most integer, OUT places tid[], OUT reaches_to timestamptz)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format(
        'SELECT array_agg(place ORDER BY place), max(since)
         FROM (SELECT ctid AS place, %2$s AS since FROM cardea.%1$I WHERE %2$s BETWEEN $1 AND $2 ORDER BY 2 LIMIT $3) AS expired',
        of_table, expires_at) INTO places, reaches_to USING earliest, latest, most;
EXCEPTION WHEN lock_not_available THEN
    NULL;
END $$;
