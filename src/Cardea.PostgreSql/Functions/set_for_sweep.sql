-- Settings for a transaction of a procedure that commits as it goes: such a procedure can have no SET clause, and each of its
-- transactions begins with the caller's settings. They end with the transaction, and leave nothing in a shared connection.
CREATE OR REPLACE FUNCTION cardea.set_for_sweep() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

    -- Rather than let everybody queue behind it, whatever is in use is left for another time.
    PERFORM set_config('lock_timeout', '50ms', true);

    -- What a crash brings back is swept again.
    PERFORM set_config('synchronous_commit', 'off', true);

    -- By the index and in its order, so that the next search goes on where this one ends; and not compiled, which takes longer.
    PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true);
END $$;
