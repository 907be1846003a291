-- Erases what is personal from the sessions and events of a user whose account is deleted, 1,000 rows a transaction. These
-- keep an id that leads to nobody. One partition after the other, so that nothing is locked but rows that nobody needs.
--   is_done  whether nothing personal is left.
CREATE OR REPLACE PROCEDURE cardea.erase(
    of_user text, INOUT erased bigint DEFAULT NULL, INOUT is_done boolean DEFAULT NULL, budget interval DEFAULT '1 second')
LANGUAGE plpgsql AS $$
DECLARE
    erased_at_once CONSTANT integer := 1000;
    stops_at timestamptz;
    parts jsonb;
    part record;
    personal text[];
    places tid[];
    first_place integer;
    of_part bigint;
    began timestamptz;
BEGIN
    PERFORM cardea.begin_sweep_step();
    stops_at := clock_timestamp() + budget;
    erased := 0;
    is_done := false;
    FOR part IN
        SELECT inhparent = 'cardea.sessions'::regclass AS is_sessions, inhrelid::regclass AS name FROM pg_inherits
        WHERE inhparent IN ('cardea.sessions'::regclass, 'cardea.events'::regclass)
    LOOP
        personal := CASE WHEN part.is_sessions THEN '{device,user_agent,ip_address}' ELSE '{ip_address,network,user_agent}' END;
        LOOP
            places := cardea.find_personal(part.name, personal, of_user);
            EXIT WHEN cardinality(places) = 0;
            first_place := 1;
            of_part := 0;
            WHILE first_place <= cardinality(places) LOOP
                IF clock_timestamp() >= stops_at THEN
                    RETURN;
                END IF;

                began := clock_timestamp();
                of_part := of_part + cardea.erase_personal(
                    part.name, personal, of_user, places[first_place : first_place + erased_at_once - 1]);
                first_place := first_place + erased_at_once;
                COMMIT;
                PERFORM pg_catalog.pg_sleep(cardea.rest_since(began, 1));
                PERFORM cardea.begin_sweep_step();
            END LOOP;

            -- What somebody has locked is left for the next time.
            erased := erased + of_part;
            IF of_part < cardinality(places) THEN
                RETURN;
            END IF;
        END LOOP;
    END LOOP;

    is_done := true;
END $$;
