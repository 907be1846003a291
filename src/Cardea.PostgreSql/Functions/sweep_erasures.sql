-- Continues to erase the personal data of users whose account is deleted. A minute after the deletion it looks once more,
-- because a request at that time may have written an event. Then it forgets the user.
CREATE OR REPLACE PROCEDURE cardea.sweep_erasures(
    at timestamptz, stops_at timestamptz, INOUT report jsonb, INOUT is_ours boolean)
LANGUAGE plpgsql AS $$
DECLARE
    settled CONSTANT timestamptz := at - interval '1 minute';
    users text[];
    erasing text;
    is_done boolean;
    erased bigint;
    sum bigint := 0;
BEGIN
    users := ARRAY(SELECT user_id FROM cardea.erasures ORDER BY asked_at);
    FOREACH erasing IN ARRAY users LOOP
        EXIT WHEN NOT is_ours OR clock_timestamp() >= stops_at;
        CALL cardea.erase(erasing, erased, is_done, stops_at - clock_timestamp());
        sum := sum + erased;
        is_ours := cardea.begin_sweep_step();
        IF is_ours AND is_done THEN
            DELETE FROM cardea.erasures WHERE user_id = erasing AND asked_at <= settled;
        END IF;
    END LOOP;

    SELECT jsonb_build_array(jsonb_build_object(
        'rule', 'erasures', 'removed', sum, 'partitions', 0, 'backlog', count(*),
        'overdue', coalesce(extract(epoch FROM settled - min(asked_at)), 0), 'more', count(*) > 0 AND clock_timestamp() >= stops_at))
    INTO report
    FROM cardea.erasures WHERE asked_at <= settled;
END $$;
