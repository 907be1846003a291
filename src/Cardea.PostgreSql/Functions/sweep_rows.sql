-- Runs one turn of a rule. It finds up to 20,000 expired rows, from the place that the last turn reached, and removes them,
-- 1,000 per transaction. It keeps the place of each row, so it does not read again past the rows that it has just removed.
-- After each batch it rests for four times as long as the batch took, so that other requests have the machine.
CREATE OR REPLACE PROCEDURE cardea.sweep_rows(
    of_table text, expires_at text, latest timestamptz, stops_at timestamptz,
    INOUT reached timestamptz, INOUT removed bigint, INOUT is_finished boolean, INOUT is_ours boolean)
LANGUAGE plpgsql AS $$
DECLARE
    found_at_once CONSTANT integer := 20000;
    removed_at_once CONSTANT integer := 1000;
    rests CONSTANT integer := 4;
    found record;
    first_place integer := 1;
    began timestamptz;
BEGIN
    SELECT places, coalesce(cardinality(places), 0) AS count, reaches_to INTO found
    FROM cardea.find_expired(of_table, expires_at, reached, latest, found_at_once);
    WHILE is_ours AND first_place <= found.count LOOP
        IF clock_timestamp() >= stops_at THEN
            RETURN;
        END IF;

        began := clock_timestamp();
        removed := removed + cardea.remove_expired(
            of_table, expires_at, latest, found.places[first_place : first_place + removed_at_once - 1]);
        first_place := first_place + removed_at_once;
        COMMIT;
        PERFORM pg_catalog.pg_sleep(cardea.rest_since(began, rests));
        is_ours := cardea.begin_sweep_step();
    END LOOP;

    is_finished := found.count < found_at_once;
    reached := coalesce(found.reaches_to, reached);
END $$;
