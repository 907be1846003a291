-- Counts the rows of a table: exactly up to a number, and beyond it the estimate of the last analysis. Returns zero if the
-- table is locked or gone.
CREATE OR REPLACE FUNCTION cardea.count_rows(of_table oid, exactly_to integer DEFAULT 10000) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT FROM %s LIMIT $1 + 1) AS counted', of_table::regclass) INTO counted USING exactly_to;
    RETURN CASE WHEN counted <= exactly_to THEN counted ELSE (SELECT greatest(counted, reltuples::bigint) FROM pg_class WHERE oid = of_table) END;
EXCEPTION WHEN lock_not_available OR undefined_table THEN
    RETURN 0;
END $$;
