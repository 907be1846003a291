-- Begins a transaction of the sweep. Returns false if another sweep is running. The lock ends with the transaction, also after
-- an error and on a shared connection.
CREATE OR REPLACE FUNCTION cardea.begin_sweep_step() RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cardea.set_for_sweep();
    RETURN pg_try_advisory_xact_lock(hashtextextended('cardea.sweep', 0));
END $$;
