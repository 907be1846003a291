-- Begins a transaction of the sweep: false when another sweep is under way. A procedure that commits can have no SET clause,
-- and each of its transactions begins with the caller's settings: so these are set in each, and end with it. The lock ends
-- with it too, so that none is left behind in a connection that others share.
CREATE OR REPLACE FUNCTION cardea.begin_sweep_step() RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    PERFORM set_config('lock_timeout', '50ms', true);

    -- What a crash brings back is swept again.
    PERFORM set_config('synchronous_commit', 'off', true);

    -- By the index and in its order, so that the next search goes on where this one ends; and not compiled, which takes longer.
    PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true);
    RETURN pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0));
END $$;
