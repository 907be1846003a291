-- Erases the personal data in the sessions and events of a user whose account is deleted, 1,000 rows per transaction. The rows
-- keep an id that no longer leads to a person. It takes one partition after the other, so it locks only rows that no request
-- needs.
--   is_done  true if no personal data is left.
CREATE OR REPLACE PROCEDURE cardea.erase(
    of_user text, INOUT erased bigint DEFAULT NULL, INOUT is_done boolean DEFAULT NULL, budget interval DEFAULT '1 second')
LANGUAGE plpgsql AS $$
DECLARE
    erased_at_once CONSTANT integer := 1000;
    stops_at timestamptz;
    part record;
    personal text[];
    places tid[];
    these tid[];
    first_place integer;
    erased_now bigint;
    began timestamptz;
BEGIN
    PERFORM cardea.set_for_sweep();
    stops_at := clock_timestamp() + budget;
    erased := 0;
    is_done := true;
    FOR part IN
        SELECT inhparent = 'cardea.sessions'::regclass AS is_sessions, inhrelid::regclass AS name FROM pg_inherits
        WHERE inhparent IN ('cardea.sessions'::regclass, 'cardea.events'::regclass)
    LOOP
        personal := CASE WHEN part.is_sessions THEN '{device,user_agent,ip_address}' ELSE '{ip_address,network,user_agent}' END;
        places := cardea.find_personal(part.name, personal, of_user);
        is_done := is_done AND places IS NOT NULL;
        WHILE cardinality(places) > 0 LOOP
            first_place := 1;
            WHILE first_place <= cardinality(places) LOOP
                IF clock_timestamp() >= stops_at THEN
                    is_done := false;
                    RETURN;
                END IF;

                began := clock_timestamp();
                these := places[first_place : first_place + erased_at_once - 1];
                erased_now := cardea.erase_personal(part.name, personal, of_user, these);
                erased := erased + erased_now;

                -- Locked rows wait for the next call.
                is_done := is_done AND erased_now = cardinality(these);
                first_place := first_place + erased_at_once;
                COMMIT;
                PERFORM pg_catalog.pg_sleep(cardea.rest_since(began, 1));
                PERFORM cardea.set_for_sweep();
            END LOOP;

            EXIT WHEN NOT is_done;
            places := cardea.find_personal(part.name, personal, of_user);
            is_done := places IS NOT NULL;
        END LOOP;
    END LOOP;
END $$;
