-- Begins a transaction of the sweep: false when another sweep is under way. The lock ends with the transaction: an error, or a
-- connection that others share, keeps none.
CREATE OR REPLACE FUNCTION cardea.begin_sweep_step() RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cardea.set_for_sweep();
    RETURN pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0));
END $$;
