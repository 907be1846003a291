-- Adds the missing partitions, and drops those in which every row has expired. After each drop it rests for four times as long
-- as the drop took, because many drops in a row stall other requests.
--   is_limited  true if the caller's statements have a time limit. Then a large partition goes last: the commit removes its
--               files, which may take long, and only the commit that ends the call is not under the limit.
CREATE OR REPLACE PROCEDURE cardea.sweep_partitions(
    at timestamptz, past timestamptz, stops_at timestamptz, is_limited boolean, INOUT report jsonb, INOUT is_ours boolean)
LANGUAGE plpgsql AS $$
DECLARE
    rests CONSTANT integer := 4;
    large CONSTANT bigint := 64 * 1024 * 1024;
    adds boolean := is_ours;
    past_ones jsonb;
    one record;
    gone record;
    began timestamptz;
    dropped text[] := '{}';
    in_use text[] := '{}';
    removed jsonb := '{"sessions": 0, "events": 0}';
BEGIN
    WHILE adds AND clock_timestamp() < stops_at LOOP
        adds := cardea.add_session_partition(at) OR cardea.add_event_partition(at);
        COMMIT;
        is_ours := cardea.begin_sweep_step();
        adds := adds AND is_ours;
    END LOOP;

    SELECT coalesce(jsonb_agg(to_jsonb(p)), '[]') INTO past_ones FROM cardea.find_past_partitions(past) AS p;
    FOR one IN SELECT * FROM jsonb_to_recordset(past_ones) AS p (parent text, name text) LOOP
        EXIT WHEN NOT is_ours OR clock_timestamp() >= stops_at;
        CONTINUE WHEN one.parent = ANY (in_use);

        began := clock_timestamp();
        SELECT * INTO gone FROM cardea.drop_partition(one.name);
        IF gone.is_dropped THEN
            dropped := dropped || one.name;
            removed := jsonb_set(removed, ARRAY[one.parent], to_jsonb((removed ->> one.parent)::bigint + gone.rows));
            EXIT WHEN is_limited AND gone.size > large;
            COMMIT;
            PERFORM pg_catalog.pg_sleep(cardea.rest_since(began, rests));
            is_ours := cardea.begin_sweep_step();
        ELSE
            -- A transaction that uses one partition uses the table. Another try would only hold other requests up.
            in_use := in_use || one.parent;
        END IF;
    END LOOP;

    SELECT jsonb_agg(jsonb_build_object(
        'rule', of.parent, 'removed', removed -> of.parent, 'partitions', of.dropped, 'backlog', of.backlog, 'overdue', of.overdue, 'more', of.more))
    INTO report
    FROM (
        SELECT rule.parent,
            count(p.name) FILTER (WHERE p.name = ANY (dropped)) AS dropped,
            coalesce(sum(p.rows) FILTER (WHERE p.name <> ALL (dropped)), 0) AS backlog,
            coalesce(extract(epoch FROM past - min(p.expired_at) FILTER (WHERE p.name <> ALL (dropped) AND p.rows > 0)), 0) AS overdue,
            count(p.name) FILTER (WHERE p.name <> ALL (dropped) AND p.parent <> ALL (in_use)) > 0 AS more
        FROM (VALUES ('sessions'), ('events')) AS rule (parent)
        LEFT JOIN jsonb_to_recordset(past_ones) AS p (parent text, name text, expired_at timestamptz, rows bigint) USING (parent)
        GROUP BY rule.parent) AS of;
END $$;
