-- Erases the personal data of a user from the rows at these places of a partition. It skips locked rows.
-- It finds the rows by their places. Without statistics, PostgreSQL would prefer an index and read all of it.
CREATE OR REPLACE FUNCTION cardea.erase_personal(part regclass, personal text[], of_user text, places tid[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_bitmapscan = off AS $$
DECLARE
    erased bigint;
BEGIN
    EXECUTE format(
        'UPDATE %1$s SET %2$s WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM %1$s WHERE ctid = ANY ($1) AND user_id = $2 FOR NO KEY UPDATE SKIP LOCKED))',
        part, (SELECT string_agg(format('%I = NULL', name), ', ') FROM unnest(personal) AS name)) USING places, of_user;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN erased;
EXCEPTION WHEN lock_not_available OR undefined_table THEN
    RETURN 0;
END $$;
