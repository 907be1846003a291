-- Removes the expired rows at these places, and skips locked rows. It checks the expiry again, because another row may have
-- come to a place since it was found.
-- It finds the rows by their places. Without statistics, PostgreSQL would prefer an index and read all of it.
CREATE OR REPLACE FUNCTION cardea.remove_expired(of_table text, expires_at text, latest timestamptz, places tid[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_bitmapscan = off AS $$
DECLARE
    removed bigint;
BEGIN
    EXECUTE format(
        'DELETE FROM cardea.%1$I WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM cardea.%1$I WHERE ctid = ANY ($1) AND %2$s <= $2 FOR UPDATE SKIP LOCKED))',
        of_table, expires_at) USING places, latest;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
EXCEPTION WHEN lock_not_available THEN
    RETURN 0;
END $$;
