-- Sets what a transaction of the sweep needs. A procedure that commits as it goes can't have a SET clause, and each of its
-- transactions begins with the caller's settings. These settings end with the transaction, so a shared connection keeps none of
-- them.
CREATE OR REPLACE FUNCTION cardea.set_for_sweep() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

    -- Other requests must not queue behind the sweep, so it leaves locked tables for another time.
    PERFORM set_config('lock_timeout', '50ms', true);

    -- A crash may undo the commit. Then the rows are swept again.
    PERFORM set_config('synchronous_commit', 'off', true);

    -- The index returns the rows in order, so the next search continues where this one ends. Compiling would take longer than
    -- the query.
    PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true);
END $$;
