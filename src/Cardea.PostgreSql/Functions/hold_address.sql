-- Holds an address until the end of the transaction. A transaction that holds several takes them in the order of their text.
CREATE OR REPLACE FUNCTION cardea.hold_address(of_address text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(of_address, 7));
END $$;
