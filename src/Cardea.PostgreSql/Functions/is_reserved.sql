-- Returns true if an address is reserved for another user, who can undo a change of address. It holds the address until the end of
-- the transaction: a change of address that reserves it at the same time comes before or after. The function must be volatile, so that
-- its query sees what was committed while it waited.
CREATE OR REPLACE FUNCTION cardea.is_reserved(of_address text, of_user text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM cardea.hold_address(of_address);
    RETURN EXISTS (SELECT FROM cardea.codes WHERE purpose = 10 AND address = of_address AND user_id <> of_user AND expires_at > at);
END $$;
